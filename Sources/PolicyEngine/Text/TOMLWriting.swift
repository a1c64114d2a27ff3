/// TOML as a careful person writes it.
enum TOMLWriting {
    /// A text that is read for its words: in double quotes, unless single ones save escapes.
    static func text(_ text: String) -> String {
        text.contains(where: { $0 == "\"" || $0 == "\\" }) && isLiteral(text) ? "'\(text)'" : basic(text)
    }

    /// An expression: as it is, in single quotes, where that is possible.
    static func expression(_ text: String) -> String {
        if isLiteral(text) { return "'\(text)'" }
        if isLongLiteral(text) { return "'''\n\(text)'''" }
        return basic(text)
    }

    /// A key, in quotes where it needs them.
    static func key(_ name: String) -> String {
        let isBare =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
        return isBare ? name : basic(name)
    }

    static func texts(_ texts: [String]) -> String { "[" + texts.map(text).joined(separator: ", ") + "]" }

    /// A table on one line; `first` leads, everything else by name.
    static func table(_ members: [String: String], first: String? = nil, value: (String) -> String) -> String {
        let names = members.keys.sorted { ($0 != first ? 1 : 0, $0) < ($1 != first ? 1 : 0, $1) }
        let written = names.map { "\(key($0)) = \(value(members[$0] ?? ""))" }
        return written.isEmpty ? "{}" : "{ " + written.joined(separator: ", ") + " }"
    }

    private static func isLiteral(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 != "'" && ($0.value >= 0x20 || $0 == "\t") && $0.value != 0x7F }
    }

    private static func isLongLiteral(_ text: String) -> Bool {
        !text.contains("''") && !text.hasSuffix("'")
            && text.unicodeScalars.allSatisfy {
                ($0.value >= 0x20 || $0 == "\t" || $0 == "\n") && $0.value != 0x7F
            }
    }

    /// In double quotes, with escapes for all that cannot be seen.
    static func basic(_ text: String) -> String {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            case "\r": written += "\\r"
            default:
                if mustBeEscaped(scalar) {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    let width = scalar.value > 0xFFFF ? 8 : 4
                    let zeros = String(repeating: "0", count: max(0, width - digits.count))
                    written += (width == 8 ? "\\U" : "\\u") + zeros + digits
                } else {
                    written.unicodeScalars.append(scalar)
                }
            }
        }
        return written + "\""
    }

    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
