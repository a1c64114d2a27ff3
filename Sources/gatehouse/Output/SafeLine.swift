/// Text from outside, made safe for one line of a terminal.
///
/// What a terminal acts on, what reorders a line and what cannot be seen is spelled out as `‹U+202E›`.
enum SafeLine {
    static func text(_ raw: String) -> String {
        var safe = ""
        for scalar in raw.unicodeScalars {
            if isUnsafe(scalar) { safe += spelled(scalar) } else { safe.unicodeScalars.append(scalar) }
        }
        return safe
    }

    /// Several lines, each made safe.
    static func paragraph(_ raw: String) -> String {
        raw.split(separator: "\n", omittingEmptySubsequences: false).map { text(String($0)) }.joined(separator: "\n")
    }

    /// Controls, format characters (bidi among them), line separators, surrogates, private use and unassigned.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x7F else { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    /// Cells the text takes; it must be safe already.
    static func width(_ safe: String) -> Int {
        safe.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// At most `width` cells, with `…` where something was cut.
    static func cut(_ safe: String, to width: Int) -> String {
        guard Self.width(safe) > width else { return safe }
        var cut = ""
        var used = 0
        for character in safe {
            let cells = Self.width(String(character))
            guard used + cells <= width - 1 else { break }
            cut.append(character)
            used += cells
        }
        return cut + "…"
    }

    /// Padded with spaces to `width` cells.
    static func pad(_ safe: String, to width: Int) -> String {
        safe + String(repeating: " ", count: max(0, width - Self.width(safe)))
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
    }

    /// After Unicode's East Asian Width (UAX #11), its wide ranges in one table.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        guard scalar.value >= 0x300 else { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
