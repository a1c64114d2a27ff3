/// The type that a value is known to have before anything is evaluated.
package indirect enum ValueType: Sendable, Hashable {
    /// Known only at evaluation; goes with every type.
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
    /// A map with string keys whose fields are declared.
    case object(ObjectType)
    /// A host's own type (see `OpaqueValue`).
    case opaque(TypeName)
    /// Any one type, in a signature: the same name is the same type throughout.
    case parameter(String)

    /// The type as messages name it.
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

/// The fields that a map of the host has.
package struct ObjectType: Sendable, Hashable {
    /// What a field is that is not declared.
    package enum OtherFields: Sendable, Hashable {
        /// A mistake.
        case unknown
        /// A value of any type.
        case dyn
    }

    /// What messages call it.
    package let name: String
    package let fields: [String: ValueType]
    package let others: OtherFields

    package init(_ name: String, fields: [String: ValueType], others: OtherFields = .unknown) {
        self.name = name
        self.fields = fields
        self.others = others
    }

    /// The type of all fields together, for walking them.
    var element: ValueType {
        guard others == .unknown, let first = fields.values.first else { return .dyn }
        return fields.values.reduce(first) { $0.joined(with: $1) ?? .dyn }
    }
}

extension ValueType {
    /// An int, uint or double, in a signature; unlike other parameters not the same throughout.
    static let anyNumber = ValueType.parameter("number")

    /// Whether something in it is known only at evaluation.
    var isOpen: Bool {
        switch self {
        case .dyn: true
        case .list(let inner), .optional(let inner): inner.isOpen
        case .map(let key, let value): key.isOpen || value.isOpen
        default: false
        }
    }

    var isNumber: Bool { self == .int || self == .uint || self == .double }

    /// Whether `<` and its like know an order of such values.
    var isOrdered: Bool {
        switch self {
        case .dyn, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: true
        default: false
        }
    }

    /// Whether `==` can be true: one type, numbers of any type, or something known only at evaluation. `null` compares
    /// with everything, since a value that is declared may still be absent.
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

    /// The type of a value that is one or the other; nil when they have none in common but `dyn`.
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
