import JSON

/// Converts between plain JSON, such as a file of claims, and values.
package enum PlainJSON {
    /// Reads JSON. Whole numbers that fit become ints, other numbers doubles, and objects maps with string keys in
    /// the order of their names.
    /// Throws what is wrong, and at which byte.
    package static func value(of bytes: [UInt8]) throws(Failure) -> Value {
        try value(try scan(bytes))
    }

    /// Reads one JSON text, as long as a line of a batch may be.
    static func scan(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONScanner.scan(bytes, limits: limits)
        } catch {
            throw .invalid("\(error)")
        }
    }

    private static let limits = JSONLimits(
        bytes: Batch.lineLimit,
        depth: 100,
        members: Batch.lineLimit,
        stringBytes: Batch.lineLimit
    )

    private static func value(_ json: JSONValue) throws(Failure) -> Value {
        switch json {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .string(text)
        case .int(let number): return .int(number)
        case .double(let number): return .double(number)
        case .array(let elements):
            var values: [Value] = []
            for element in elements { values.append(try value(element)) }
            return .list(values)
        case .object(let members):
            var entries: [MapValue.Entry] = []
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                entries.append(MapValue.Entry(key: .string(name), value: try value(member)))
            }
            return .map(try MapValue(entries))
        }
    }

    /// A value as JSON for people and scripts; types that JSON lacks become text.
    package static func text(of value: Value) -> String {
        var json = JSONLine()
        write(value, to: &json)
        return json.text
    }

    private static func write(_ value: Value, to json: inout JSONLine) {
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
