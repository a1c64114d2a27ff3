import ControlProtocol

/// Learns the members of an object's JSON, those that it lacks now among them, so that its CSV always has the same
/// columns. Only names are read; nothing is written.
final class MemberNames: Encoder {
    private(set) var names: Set<String> = []
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    /// The member names of `item`; empty if it is no object.
    static func of(_ item: some Encodable) throws -> Set<String> {
        let encoder = MemberNames()
        try item.encode(to: encoder)
        return encoder.names
    }

    fileprivate init() {}

    fileprivate func note(_ key: any CodingKey) { names.insert(ControlJSON.memberName(key.stringValue)) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Keyed(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { Ignored(encoder: MemberNames()) }

    func singleValueContainer() -> any SingleValueEncodingContainer { Ignored(encoder: self) }
}

/// Notes the key of every member, whether or not it has a value.
private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: MemberNames
    let codingPath: [any CodingKey] = []

    mutating func encodeNil(forKey key: Key) { encoder.note(key) }
    mutating func encode(_ value: some Encodable, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) { encoder.note(key) }

    // The compiler calls these for the types that it knows.
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Float?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) { encoder.note(key) }
    mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) { encoder.note(key) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.note(key)
        return Ignored(encoder: encoder).nestedContainer(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.note(key)
        return Ignored(encoder: MemberNames())
    }

    mutating func superEncoder() -> any Encoder { encoder }
    mutating func superEncoder(forKey key: Key) -> any Encoder {
        encoder.note(key)
        return Ignored(encoder: encoder).superEncoder()
    }
}

/// Values inside members, whose names do not count.
private struct Ignored: UnkeyedEncodingContainer, SingleValueEncodingContainer {
    let encoder: MemberNames
    let codingPath: [any CodingKey] = []
    let count = 0

    func encodeNil() {}
    /// A value that stands for another one has the names of that one.
    func encode(_ value: some Encodable) throws { try value.encode(to: encoder) }
    func encode(_ value: Bool) {}
    func encode(_ value: String) {}
    func encode(_ value: Double) {}
    func encode(_ value: Float) {}
    func encode(_ value: Int) {}
    func encode(_ value: Int8) {}
    func encode(_ value: Int16) {}
    func encode(_ value: Int32) {}
    func encode(_ value: Int64) {}
    func encode(_ value: UInt) {}
    func encode(_ value: UInt8) {}
    func encode(_ value: UInt16) {}
    func encode(_ value: UInt32) {}
    func encode(_ value: UInt64) {}

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        superEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { Ignored(encoder: MemberNames()) }
    /// An encoder whose names are thrown away.
    func superEncoder() -> any Encoder { MemberNames() }
}
