/// A host object that expressions can pass around, test for membership and read fields of, without a copy into a list
/// or map.
package protocol OpaqueValue: AnyObject, Sendable {
    /// The type in `type(x)` and in error messages.
    var typeName: TypeName { get }

    /// Evaluates `value in self`; nil if the object has no members in that sense, which is an evaluation error.
    func contains(_ value: Value) -> Bool?

    /// Evaluates `self.name` and `self["name"]`; nil if there is no such field.
    func field(_ name: String) -> Value?

    /// Like `field(_:)`, with a name prepared at compile time.
    func field(_ name: FieldName) -> Value?

    /// All fields by name, where a map is needed: comprehensions, `size`, `==`. Nil if the object is not a map.
    var members: MapValue? { get }

    /// The value as text, for `string(x)`, `%s` and output; nil if it has none.
    var text: String? { get }

    /// Evaluates `self == other` for two different objects that are not maps.
    func isEqual(to other: any OpaqueValue) -> Bool

    /// Why the field is missing, if there is more to say than "no such key".
    func remark(onMissing name: String) -> String?
}

extension OpaqueValue {
    package var members: MapValue? { nil }
    package var text: String? { nil }
    package func isEqual(to other: any OpaqueValue) -> Bool { false }
    package func field(_ name: FieldName) -> Value? { field(name.text) }
    package func remark(onMissing name: String) -> String? { nil }
}
