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
}
