/// An immutable map with its entries in the order written. Small maps are searched linearly, large ones are indexed.
package final class MapValue: Sendable {
    /// One entry; the key is a bool, int, uint or string.
    package struct Entry: Sendable {
        package let key: Value
        package let value: Value

        package init(key: Value, value: Value) {
            self.key = key
            self.value = value
        }
    }

    package let entries: [Entry]
    let weight: Int
    private let keys: [MapKey]
    private let fingerprints: [UInt64]
    private let index: [MapKey: Int]?

    /// Up to this many entries, a linear search is cheaper than hashing.
    private static let searchable = 32

    /// A map with string keys.
    package convenience init(_ members: [String: Value]) {
        self.init(fields: members.map { ($0.key, $0.value) })
    }

    /// A map with string keys in this order. The keys must be unique.
    package convenience init(fields: [(name: String, value: Value)]) {
        self.init(
            distinct: fields.map { Entry(key: .string($0.name), value: $0.value) },
            keys: fields.map { .string(Text($0.name)) }
        )
    }

    /// A map of `entries`. Throws if a key occurs twice or has a type that keys cannot have.
    package convenience init(_ entries: [Entry]) throws(Failure) {
        var keys: [MapKey] = []
        keys.reserveCapacity(entries.count)
        for entry in entries { keys.append(try Self.key(entry.key)) }
        self.init(distinct: entries, keys: keys)
        if let twice = firstDuplicate { throw .invalid("key \(entries[twice].key.brief) is in the map twice") }
    }

    private init(distinct entries: [Entry], keys: [MapKey]) {
        self.entries = entries
        self.keys = keys
        fingerprints = keys.map(\.fingerprint)
        weight = entries.reduce(16) { $0 + $1.key.weight + $1.value.weight }
        index =
            entries.count > Self.searchable
            ? Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first }) : nil
    }

    /// The value for `key`; nil if there is none.
    package subscript(key: Value) -> Value? {
        MapKey(key).flatMap { value(of: $0, fingerprint: $0.fingerprint) }
    }

    /// The value of the field `name`; nil if there is none.
    package subscript(name: FieldName) -> Value? { value(of: name.key, fingerprint: name.fingerprint) }

    private func value(of key: MapKey, fingerprint: UInt64) -> Value? {
        position(of: key, fingerprint: fingerprint).map { entries[$0].value }
    }

    private func position(of key: MapKey, fingerprint: UInt64) -> Int? {
        if let index { return index[key] }
        for position in fingerprints.indices where fingerprints[position] == fingerprint {
            if keys[position] == key { return position }
        }
        return nil
    }

    private static func key(_ value: Value) throws(Failure) -> MapKey {
        switch value {
        case .bool, .int, .uint, .string:
            guard let key = MapKey(value) else { fallthrough }
            return key
        case .null, .double, .bytes, .list, .map, .timestamp, .duration, .type, .optional, .opaque:
            throw .invalid("a map key must be int, uint, bool or string, not \(value.typeName.text)")
        }
    }

    private var firstDuplicate: Int? {
        if let index, index.count == keys.count { return nil }
        var seen: Set<MapKey> = []
        return keys.firstIndex { !seen.insert($0).inserted }
    }
}
