/// A map key in the one form that makes `1`, `1u` and `1.0` the same key.
enum MapKey: Hashable {
    case bool(Bool)
    case int(Int64)
    /// Above `Int64.max`.
    case large(UInt64)
    case string(Text)

    /// The key to look up for `value`; nil when no map can have it.
    init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Int64(exactly: value).map(MapKey.int) ?? .large(value)
        case .string(let text): self = .string(Text(text))
        case .double(let value):
            if let whole = Int64(exactly: value) {
                self = .int(whole)
            } else if let whole = UInt64(exactly: value) {
                self = .large(whole)
            } else {
                return nil
            }
        case .null, .bytes, .list, .map, .timestamp, .duration, .type, .optional, .opaque: return nil
        }
    }

    /// A number that equal keys share and different ones rarely do: found in a handful of instructions, so that looking
    /// for a key mostly compares one number an entry. Not for anything an adversary may crowd.
    var fingerprint: UInt64 {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): UInt64(bitPattern: value)
        case .large(let value): value
        case .string(let text): text.fingerprint
        }
    }
}

extension Text {
    /// Length, first and last eight bytes.
    fileprivate var fingerprint: UInt64 {
        var string = string
        return string.withUTF8 { bytes in
            let count = bytes.count
            guard count >= 8 else {
                return bytes.reduce(UInt64(truncatingIfNeeded: count)) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
            }
            let raw = UnsafeRawBufferPointer(bytes)
            let first = raw.loadUnaligned(as: UInt64.self)
            let last = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            return (first ^ (last << 1 | last >> 63)) &+ UInt64(truncatingIfNeeded: count)
        }
    }
}
