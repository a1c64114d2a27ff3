import ControlProtocol
import GatehouseModel

/// Determines the schema of a type by letting it decode itself from a decoder that records what it asks for.
///
/// So the description of a request or reply is derived from the type, and is always up to date.
enum SchemaProbe {
    /// A type whose decoding does not reveal its schema; it needs an entry in `leaf`.
    struct Opaque: Error { var type: String }

    /// The schema of `type`.
    static func schema<Value: Decodable>(of type: Value.Type) throws -> Schema { try shape(of: type).schema }

    /// The schema of a type, and a sample value to return to the decoding type.
    fileprivate static func shape<Value: Decodable>(of type: Value.Type) throws -> (schema: Schema, sample: Value) {
        if let leaf = leaf(type) { return leaf }
        if let list = type as? any ListShaped.Type { return try listShape(list, as: type) }
        let recorder = Recorder()
        let sample = try Value(from: ProbeDecoder(recorder: recorder))
        let object = Schema.Object(name: name(of: type), members: recorder.members)
        return (.object(object), sample)
    }

    private static func leaf<Value>(_ type: Value.Type) -> (schema: Schema, sample: Value)? {
        let found: (Schema, Any)? =
            switch type {
            case is String.Type: (.string(format: nil), "")
            case is Int.Type: (.integer, 0)
            case is Int64.Type: (.integer, Int64(0))
            case is UInt32.Type: (.integer, UInt32(0))
            case is Double.Type: (.number, 0.0)
            case is Bool.Type: (.boolean, false)
            case is Timestamp.Type: (.string(format: "date-time"), Timestamp(milliseconds: 0))
            case is CallID.Type: (.string(format: "uuid"), CallID(at: Timestamp(milliseconds: 0)))
            case is ReferenceCode.Type: (.string(format: nil), ReferenceCode(value: 0))
            case is Decider.Type: (.string(format: nil), Decider.byDefault)
            case is JSONValue.Type: (.any, JSONValue.null)
            case is Event.Type:
                (EventSchema.schema, Event(sequence: 0, time: Timestamp(milliseconds: 0), body: .heartbeat))
            case let words as any (CaseIterable & RawRepresentable<String>).Type: wordShape(words)
            default: nil
            }
        guard let (schema, sample) = found, let sample = sample as? Value else { return nil }
        return (schema, sample)
    }

    private static func wordShape<Words: CaseIterable & RawRepresentable<String>>(
        _ type: Words.Type
    ) -> (Schema, Any)? {
        type.allCases.first.map { (.words(type.allCases.map(\.rawValue)), $0) }
    }

    private static func listShape<Value>(
        _ list: any ListShaped.Type,
        as type: Value.Type
    ) throws -> (schema: Schema, sample: Value) {
        guard let sample = list.empty as? Value else { throw Opaque(type: "\(type)") }
        return (try list.schema(), sample)
    }

    /// `DecideApprovals.Body` → `DecideApprovalsBody`, `Page<CallSummary>` → `CallSummaryPage`.
    private static func name(of type: Any.Type) -> String {
        let full = String(reflecting: type).split(separator: "<").map { part in
            part.split(separator: ".").dropFirst().joined().filter { $0 != ">" }
        }
        return full.reversed().joined()
    }
}

/// An array or a dictionary.
private protocol ListShaped {
    static var empty: Self { get }
    static func schema() throws -> Schema
}

extension Array: ListShaped where Element: Decodable {
    fileprivate static var empty: [Element] { [] }
    fileprivate static func schema() throws -> Schema { .array(try SchemaProbe.shape(of: Element.self).schema) }
}

extension Set: ListShaped where Element: Decodable {
    fileprivate static var empty: Set<Element> { [] }
    fileprivate static func schema() throws -> Schema { .array(try SchemaProbe.shape(of: Element.self).schema) }
}

/// Keys that are words, such as steps, are member names in JSON, as texts are.
extension Dictionary: ListShaped where Key: CodingKeyRepresentable, Value: Decodable {
    fileprivate static var empty: [Key: Value] { [:] }
    fileprivate static func schema() throws -> Schema { .map(try SchemaProbe.shape(of: Value.self).schema) }
}

private final class Recorder {
    var members: [Schema.Member] = []

    func note(_ key: any CodingKey, _ schema: Schema, isRequired: Bool) {
        members.append(.init(name: ControlJSON.memberName(key.stringValue), schema: schema, isRequired: isRequired))
    }
}

private struct ProbeDecoder: Decoder {
    let recorder: Recorder
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ProbeContainer<Key>(recorder: recorder))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw SchemaProbe.Opaque(type: "an array") }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw SchemaProbe.Opaque(type: "a single value")
    }
}

private struct ProbeContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: Recorder
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { throw SchemaProbe.Opaque(type: key.stringValue) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (schema, sample) = try SchemaProbe.shape(of: type)
        recorder.note(key, schema, isRequired: true)
        return sample
    }

    private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        recorder.note(key, try SchemaProbe.schema(of: type), isRequired: false)
        return nil
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try optional(type, key)
    }
    // The standard library calls these by name.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try optional(type, key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw SchemaProbe.Opaque(type: key.stringValue) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaProbe.Opaque(type: key.stringValue)
    }

    func superDecoder() throws -> any Decoder { throw SchemaProbe.Opaque(type: "super") }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw SchemaProbe.Opaque(type: key.stringValue) }
}
