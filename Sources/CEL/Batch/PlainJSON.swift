/// Converts between plain JSON, such as a file of claims, and values.
package enum PlainJSON {
    /// Reads JSON. Whole numbers that fit become ints, other numbers doubles, and objects maps with string keys.
    /// Throws what is wrong, and at which byte.
    package static func value(of bytes: [UInt8]) throws(Failure) -> Value {
        try value(try JSONReader.read(bytes))
    }

    private static func value(_ json: JSON) throws(Failure) -> Value {
        switch json {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .string(text)
        case .number(let digits):
            if let whole = Int64(digits) { return .int(whole) }
            guard let number = Double(digits), number.isFinite else {
                throw .invalid("the number \(digits.clipped) is too large")
            }
            return .double(number)
        case .array(let elements):
            var values: [Value] = []
            for element in elements { values.append(try value(element)) }
            return .list(values)
        case .object(let members):
            var entries: [MapValue.Entry] = []
            for member in members {
                entries.append(MapValue.Entry(key: .string(member.name), value: try value(member.value)))
            }
            return .map(try MapValue(entries))
        }
    }

    /// A value as JSON for people and scripts; types that JSON lacks become text.
    package static func text(of value: Value) -> String {
        var json = JSONWriter()
        write(value, to: &json)
        return json.text
    }

    private static func write(_ value: Value, to json: inout JSONWriter) {
        switch value {
        case .null, .optional(nil): json.raw("null")
        case .bool(let flag): json.raw("\(flag)")
        case .int(let number): json.raw(String(number))
        case .uint(let number): json.raw(String(number))
        case .double(let number) where number.isFinite: json.raw(DoubleText.general(number))
        case .string(let text): json.string(text)
        case .optional(let inner?): write(inner, to: &json)
        case .list(let list):
            json.raw("[")
            for (index, element) in list.elements.enumerated() {
                if index > 0 { json.raw(", ") }
                write(element, to: &json)
            }
            json.raw("]")
        case .map(let map):
            json.raw("{")
            for (index, entry) in map.entries.enumerated() {
                if index > 0 { json.raw(", ") }
                json.string((try? StringFormat.plain(entry.key)) ?? entry.key.brief)
                json.raw(": ")
                write(entry.value, to: &json)
            }
            json.raw("}")
        case .double, .bytes, .timestamp, .duration, .type, .opaque:
            json.string((try? StringFormat.plain(value)) ?? value.brief)
        }
    }
}
