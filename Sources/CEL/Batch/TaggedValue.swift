import JSON
import PlainText

/// Values as JSON with explicit types, so that nothing is lost: `{"int":"1"}`, `{"list":[{"bytes":"/w=="}]}`.
enum TaggedValue {
    /// Reads a tagged value; throws what is wrong with it.
    static func read(_ json: JSONValue) throws(Failure) -> Value {
        guard case .object(let members) = json, members.count == 1, let (tag, content) = members.first else {
            throw .invalid("a value is an object with one member, its type")
        }
        switch (tag, content) {
        case ("null", .null): return .null
        case ("bool", .bool(let flag)): return .bool(flag)
        case (_, .string(let text)): return try scalar(tag, text)
        case ("list", .array(let elements)):
            var values: [Value] = []
            for element in elements { values.append(try read(element)) }
            return .list(values)
        case ("map", .array(let pairs)): return .map(try MapValue(try entries(pairs)))
        case ("optional", .null): return .optional(nil)
        case ("optional", let inner): return .optional(try read(inner))
        default: throw .invalid("'\(tag.clipped)' is no type of a value, or its content does not fit it")
        }
    }

    private static func scalar(_ tag: String, _ text: String) throws(Failure) -> Value {
        switch tag {
        case "int": if let value = Int64(text) { return .int(value) }
        case "uint": if let value = UInt64(text) { return .uint(value) }
        case "double": if let value = Double(text) { return .double(value) }
        case "string": return .string(text)
        case "bytes": if let bytes = Base64.decode(text) { return .bytes(bytes) }
        case "timestamp": return .timestamp(try TimePoint(rfc3339: text))
        case "duration": return .duration(try TimeSpan(text))
        case "type": return .type(TypeName(text))
        case "ip": return .opaque(try NetworkAddress(text))
        case "cidr": return .opaque(try NetworkBlock(text))
        default: throw .invalid("'\(tag.clipped)' is no type of a value")
        }
        throw .invalid("'\(text.clipped)' is no \(tag)")
    }

    private static func entries(_ pairs: [JSONValue]) throws(Failure) -> [MapValue.Entry] {
        var entries: [MapValue.Entry] = []
        for pair in pairs {
            guard case .array(let parts) = pair, parts.count == 2 else {
                throw .invalid("a map is a list of pairs of key and value")
            }
            entries.append(MapValue.Entry(key: try read(parts[0]), value: try read(parts[1])))
        }
        return entries
    }

    /// Appends the tagged form of `value`.
    static func write(_ value: Value, to json: inout JSONLine) {
        switch value {
        case .null: json.raw("{\"null\":null}")
        case .bool(let flag): json.raw("{\"bool\":\(flag)}")
        case .int(let number): json.member("int", String(number))
        case .uint(let number): json.member("uint", String(number))
        case .double(let number): json.member("double", double(number))
        case .string(let text): json.member("string", text)
        case .bytes(let bytes): json.member("bytes", Base64.encode(bytes))
        case .timestamp(let time): json.member("timestamp", time.description)
        case .duration(let span): json.member("duration", span.description)
        case .type(let name): json.member("type", name.text)
        case .opaque(let object as NetworkAddress): json.member("ip", object.text ?? "")
        case .opaque(let object as NetworkBlock): json.member("cidr", object.text ?? "")
        case .opaque(let object): json.member("opaque", object.typeName.text)
        case .optional(nil): json.raw("{\"optional\":null}")
        case .optional(let inner?): wrap("optional", &json) { write(inner, to: &$0) }
        case .list(let list):
            wrap("list", &json) { json in separated(list.elements, &json) { write($0, to: &$1) } }
        case .map(let map):
            wrap("map", &json) { json in separated(map.entries, &json) { write($0, to: &$1) } }
        }
    }

    private static func write(_ entry: MapValue.Entry, to json: inout JSONLine) {
        json.raw("[")
        write(entry.key, to: &json)
        json.raw(",")
        write(entry.value, to: &json)
        json.raw("]")
    }

    private static func double(_ number: Double) -> String {
        number.isFinite ? number.description : DoubleText.general(number)
    }

    private static func wrap(_ tag: String, _ json: inout JSONLine, _ content: (inout JSONLine) -> Void) {
        json.raw("{\"\(tag)\":")
        content(&json)
        json.raw("}")
    }

    private static func separated<T>(
        _ items: [T],
        _ json: inout JSONLine,
        _ write: (T, inout JSONLine) -> Void
    ) {
        json.raw("[")
        for (index, item) in items.enumerated() {
            if index > 0 { json.raw(",") }
            write(item, &json)
        }
        json.raw("]")
    }
}
