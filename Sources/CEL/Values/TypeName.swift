/// A type as a value: `type(1) == int`.
package struct TypeName: Sendable, Hashable {
    /// The name as expressions write it.
    package let text: String

    /// A type defined by the host.
    package init(_ text: String) { self.text = text }

    static let null = TypeName("null_type")
    static let bool = TypeName("bool")
    static let int = TypeName("int")
    static let uint = TypeName("uint")
    static let double = TypeName("double")
    static let string = TypeName("string")
    static let bytes = TypeName("bytes")
    static let list = TypeName("list")
    static let map = TypeName("map")
    static let timestamp = TypeName("google.protobuf.Timestamp")
    static let duration = TypeName("google.protobuf.Duration")
    static let type = TypeName("type")
    static let optional = TypeName("optional_type")

    /// The types that expressions can name. `dyn` is not among them: it is only a function.
    static let standard: [String: TypeName] = Dictionary(
        uniqueKeysWithValues: [
            null, bool, int, uint, double, string, bytes, list, map, timestamp, duration, type, optional,
            NetworkAddress.typeName, NetworkBlock.typeName,
        ].map { ($0.text, $0) }
    )
}
