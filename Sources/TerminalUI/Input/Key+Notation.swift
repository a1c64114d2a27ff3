/// The notation of keys in key files, footers and help: `a`, `G`, `^T`, `M-x`, `space`, `enter`, `PgDn`, `F2`.
extension Key: CustomStringConvertible, LosslessStringConvertible {
    /// The key in this notation, as shown to users.
    package var description: String {
        switch self {
        case .character(" "): "space"
        case .character(let scalar): String(scalar)
        case .control(" "): "^space"
        case .control(let letter): "^\(String(letter).uppercased())"
        case .alt(" "): "M-space"
        case .alt(let scalar): "M-\(scalar)"
        case .named(let name): name.rawValue
        }
    }

    /// Parses the notation; nil if it is not a key. The case of names is ignored; single characters stand for
    /// themselves.
    package init?(_ notation: String) {
        if let only = Key.onlyScalar(of: notation) {
            guard !Key.isControl(only), only != " " else { return nil }
            self = .character(only)
        } else if let name = Key.name(notation) {
            self = name
        } else if notation.hasPrefix("^"), let letter = Key.scalar(notation.dropFirst()) {
            guard let control = Key.controlLetter(letter) else { return nil }
            self = .control(control)
        } else if notation.uppercased().hasPrefix("M-"), let scalar = Key.scalar(notation.dropFirst(2)) {
            self = .alt(scalar)
        } else {
            return nil
        }
    }

    private static func name(_ notation: String) -> Key? {
        let wanted = notation.lowercased()
        if wanted == "space" { return .space }
        if let name = Name.allCases.first(where: { $0.rawValue.lowercased() == wanted }) { return .named(name) }
        switch wanted {
        case "escape": return .escape
        case "return": return .enter
        case "pageup": return .named(.pageUp)
        case "pagedown": return .named(.pageDown)
        case "delete": return .named(.delete)
        case "insert": return .named(.insert)
        default: return nil
        }
    }

    private static func scalar(_ notation: Substring) -> Unicode.Scalar? {
        if notation.lowercased() == "space" { return " " }
        guard let only = onlyScalar(of: notation), !isControl(only) else { return nil }
        return only
    }

    private static func controlLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let lower = String(scalar).lowercased().unicodeScalars.first ?? scalar
        let allowed = ("a"..."z").contains(lower) || [" ", "\\", "]", "^", "_"].contains(lower)
        return allowed ? lower : nil
    }

    private static func onlyScalar(of text: some StringProtocol) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, scalars.dropFirst().isEmpty else { return nil }
        return first
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }
}

/// Keys pressed one after the other, such as `g g` or `z a`, or a single key.
package struct KeySequence: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    package let keys: [Key]

    package init(_ keys: [Key]) {
        self.keys = keys
    }

    /// Parses keys separated by spaces; nil if there are none or one of them is not a key.
    package init?(_ notation: String) {
        let keys = notation.split(separator: " ").map { Key(String($0)) }
        guard !keys.isEmpty, keys.allSatisfy({ $0 != nil }) else { return nil }
        self.keys = keys.compactMap(\.self)
    }

    package var description: String { keys.map(\.description).joined(separator: " ") }
}
