import CEL
import GatehouseModel

/// The types of the variables in expressions.
enum ClaimTypes {
    /// The claims that are strings, as Entra's connector contract lists them.
    private static let texts = Claims.builtInAttributes + ["objectId", "client_id", "email", "ui_locales"]

    /// The type of `claims`: known and declared claims have their types, others are dynamic.
    static func object(declaring declared: [ClaimType]) -> ObjectType {
        var fields = Dictionary(uniqueKeysWithValues: texts.map { ($0, ValueType.string) })
        for claim in declared { fields[claim.name] = claim.kind.type }
        fields["identities"] = .list(identity)
        return ObjectType(ClaimsObject.type.text, fields: fields, others: .dyn)
    }

    /// The type of one element of `identities`.
    static let identity = ValueType.object(
        ObjectType(
            IdentityObject.type.text,
            fields: ["signInType": .string, "issuer": .string, "issuerAssignedId": .string]
        )
    )

    /// The type of `call`.
    static let call = ValueType.object(
        ObjectType(
            CallObject.type.text,
            fields: [
                "endpoint": .string, "step": .string, "dialect": .string, "locale": .string, "client": .string,
                "ip": .string, "time": .timestamp,
            ]
        )
    )
}

extension ClaimType.Kind {
    fileprivate var type: ValueType {
        switch self {
        case .string: .string
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .stringList: .list(.string)
        }
    }
}
