/// The static type of a value.
package indirect enum ValueType: Sendable, Hashable {
    /// Known only at evaluation; matches every type.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    /// A type as a value, as in `type(x) == int`.
    case type
    case list(ValueType)
    case map(ValueType, ValueType)
    case optional(ValueType)
    /// A map with string keys and declared fields.
    case object(ObjectType)
    /// A type defined by the host (see `OpaqueValue`).
    case opaque(TypeName)
    /// A type parameter of a signature: the same name stands for the same type throughout.
    case parameter(String)

    /// The type as it appears in messages.
    package var text: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list(\(element.text))"
        case .map(let key, let value): "map(\(key.text), \(value.text))"
        case .optional(let content): "optional(\(content.text))"
        case .object(let object): object.name
        case .opaque(let name): name.text
        case .parameter(let name): name
        }
    }
}

/// The declared fields of a host's map.
package struct ObjectType: Sendable, Hashable {
    /// How a field that is not declared is treated.
    package enum OtherFields: Sendable, Hashable {
        /// It is an error.
        case unknown
        /// It may have any type.
        case dyn
    }

    /// The name in messages.
    package let name: String
    package let fields: [String: ValueType]
    package let others: OtherFields

    package init(_ name: String, fields: [String: ValueType], others: OtherFields = .unknown) {
        self.name = name
        self.fields = fields
        self.others = others
    }

    /// The common type of all fields, for iterating over them.
    var element: ValueType {
        guard others == .unknown, let first = fields.values.first else { return .dyn }
        return fields.values.reduce(first) { $0.joined(with: $1) ?? .dyn }
    }
}

extension ValueType {
    /// An int, uint or double, in a signature. Unlike other type parameters, it may differ between arguments.
    static let anyNumber = ValueType.parameter("number")

    /// Whether some part of the type is known only at evaluation.
    var isOpen: Bool {
        switch self {
        case .dyn: true
        case .list(let inner), .optional(let inner): inner.isOpen
        case .map(let key, let value): key.isOpen || value.isOpen
        default: false
        }
    }

    var isNumber: Bool { self == .int || self == .uint || self == .double }

    /// Whether values of the type can be ordered by `<`.
    var isOrdered: Bool {
        switch self {
        case .dyn, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: true
        default: false
        }
    }

    /// Whether `==` can be true: the same type, numbers of any type, or a type known only at evaluation. `null` can be
    /// compared with everything, since a declared value may be absent.
    func compares(with other: ValueType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn), (.null, _), (_, .null), (.parameter, _), (_, .parameter): true
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): a.compares(with: b)
        case (.map(let a, let x), .map(let b, let y)): a.compares(with: b) && x.compares(with: y)
        case (.map(let key, let value), .object(let object)), (.object(let object), .map(let key, let value)):
            key.compares(with: .string) && value.compares(with: object.element)
        case (.object, .object): true
        default: self == other || (isNumber && other.isNumber)
        }
    }

    /// The common type of a value that has one of the two types; nil if only `dyn` covers both.
    func joined(with other: ValueType) -> ValueType? {
        switch (self, other) {
        case _ where self == other: self
        case (.dyn, _), (_, .dyn): .dyn
        case (.list(let a), .list(let b)): a.joined(with: b).map { .list($0) }
        case (.optional(let a), .optional(let b)): a.joined(with: b).map { .optional($0) }
        case (.map(let a, let x), .map(let b, let y)):
            a.joined(with: b).flatMap { key in x.joined(with: y).map { .map(key, $0) } }
        case (.map, .object(let object)): joined(with: .map(.string, object.element))
        case (.object(let object), .map): ValueType.map(.string, object.element).joined(with: other)
        case (.object(let a), .object(let b)): .map(.string, a.element.joined(with: b.element) ?? .dyn)
        default: nil
        }
    }
}
