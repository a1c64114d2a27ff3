import PlainText

extension Value {
    /// A short form of the value for messages, never longer than one line.
    package var brief: String {
        switch self {
        case .null: "null"
        case .bool(let value): String(value)
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): DoubleText.general(value)
        case .string(let text): "'\(text.clipped)'"
        case .bytes(let bytes): "\(bytes.count) bytes"
        case .list(let list): "a list of \(list.elements.count)"
        case .map(let map): "a map of \(map.entries.count)"
        case .timestamp(let time): time.description
        case .duration(let span): span.description
        case .type(let name): name.text
        case .optional(let inner): inner.map { "optional \($0.brief)" } ?? "optional.none()"
        case .opaque(let object): object.text ?? object.typeName.text
        }
    }
}

extension String {
    /// The first forty code points with control characters escaped, so that a message stays on one short line.
    var clipped: String {
        var shown = ""
        for scalar in unicodeScalars.prefix(40) {
            if scalar.isUnsafeToPrint {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > 40 ? shown + "…" : shown
    }
}
