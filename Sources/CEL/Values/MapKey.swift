/// A map key in a normalized form, in which `1`, `1u` and `1.0` are equal.
enum MapKey: Hashable {
    case bool(Bool)
    case int(Int64)
    /// Above `Int64.max`.
    case large(UInt64)
    case string(Text)

    /// The key to look up for `value`; nil if a value of this type cannot be a key.
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

    /// A cheap hash, so that a key look-up mostly compares one number per entry. Equal keys share it and different keys
    /// rarely do. An adversary can cause collisions, so it must not be used where that would cost much.
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
    /// Combines the length with the first and last eight bytes.
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
