/// A value of the Common Expression Language (cel.dev, langdef.md "Values"), or of a type defined by the host.
package enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list(ListValue)
    case map(MapValue)
    case timestamp(TimePoint)
    case duration(TimeSpan)
    case type(TypeName)
    /// `optional.of(x)`, or nil for `optional.none()`.
    indirect case optional(Value?)
    /// A host object, such as a list too large to copy.
    case opaque(any OpaqueValue)

    /// A list of `elements`.
    package static func list(_ elements: [Value]) -> Value { .list(ListValue(elements)) }

    /// A map with string keys; JSON objects become these.
    package static func map(_ members: [String: Value]) -> Value { .map(MapValue(members)) }

    /// The result of `type(value)`.
    package var typeName: TypeName {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list
        case .map: .map
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .optional: .optional
        case .opaque(let object): object.typeName
        }
    }

    /// This value if it is a map, or a host object's fields as a map.
    var asMap: MapValue? {
        switch self {
        case .map(let map): map
        case .opaque(let object): object.members
        default: nil
        }
    }

    /// The approximate size in bytes if nothing were shared, which is what walking the value costs.
    var weight: Int {
        switch self {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type, .opaque: 16
        case .string(let text): 16 + text.utf8.count
        case .bytes(let bytes): 16 + bytes.count
        case .list(let list): list.weight
        case .map(let map): map.weight
        case .optional(let inner): 16 + (inner?.weight ?? 0)
        }
    }

    /// Whether `optional.ofNonZeroValue` treats this value as absent.
    var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(let list): list.elements.isEmpty
        case .map(let map): map.entries.isEmpty
        case .timestamp(let time): time == TimePoint.epoch
        case .duration(let span): span.nanoseconds == 0
        case .type, .opaque: false
        case .optional(let inner): inner == nil
        }
    }
}
