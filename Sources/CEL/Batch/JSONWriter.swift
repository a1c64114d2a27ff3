/// Writes JSON on one line. Escapes control and formatting characters, which a terminal could act on.
struct JSONWriter {
    private(set) var text = ""

    mutating func raw(_ piece: String) { text += piece }

    mutating func string(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case _ where scalar.steersTerminals: String(scalar).utf16.forEach { escape($0) }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// `{"name":"value"}`.
    mutating func member(_ name: String, _ value: String) {
        raw("{\"\(name)\":")
        string(value)
        raw("}")
    }
}
