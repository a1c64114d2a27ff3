/// An object of the host that expressions can pass around, ask for membership and read fields of,
/// without it being copied into a list or map.
package protocol OpaqueValue: AnyObject, Sendable {
    /// What `type(x)` says, and error messages.
    var typeName: TypeName { get }

    /// Answers `value in self`; nil when that question makes no sense, which is an evaluation error.
    func contains(_ value: Value) -> Bool?

    /// Answers `self.name` and `self["name"]`; nil when there is no such field.
    func field(_ name: String) -> Value?

    /// The same for a name that an expression selects, prepared for look-up when it was compiled.
    func field(_ name: FieldName) -> Value?

    /// All fields by their names, for what takes a map: walks, `size`, `==`; nil for an object that is no map.
    var members: MapValue? { get }

    /// Why there is no such field, where that can be said better than "no such key".
    func remark(onMissing name: String) -> String?
}

extension OpaqueValue {
    package var members: MapValue? { nil }
    package func field(_ name: FieldName) -> Value? { field(name.text) }
    package func remark(onMissing name: String) -> String? { nil }
}
