import StrictTOML

/// Writes TOML in a readable style.
enum TOMLWriting {
    /// A text in double quotes, or in single quotes if that avoids escapes.
    static func text(_ text: String) -> String {
        text.contains(where: { $0 == "\"" || $0 == "\\" }) && isLiteral(text) ? "'\(text)'" : text.literal
    }

    /// An expression: unescaped in single quotes if possible.
    static func expression(_ text: String) -> String {
        if isLiteral(text) { return "'\(text)'" }
        if isLongLiteral(text) { return "'''\n\(text)'''" }
        return text.literal
    }

    /// A key, quoted if necessary.
    static func key(_ name: String) -> String {
        let isBare =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
        return isBare ? name : name.literal
    }

    static func texts(_ texts: [String]) -> String { "[" + texts.map(text).joined(separator: ", ") + "]" }

    /// An inline table, with `first` in front and the other members sorted by name.
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
}
