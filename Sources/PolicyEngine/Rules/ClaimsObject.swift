import CEL
import GatehouseModel

/// `claims`: fields by their wire name, made into values of the language only when an expression asks.
final class ClaimsObject: OpaqueValue {
    static let type = TypeName("claims")

    var typeName: TypeName { Self.type }
    let claims: Claims

    init(_ claims: Claims) { self.claims = claims }

    func field(_ name: String) -> Value? {
        if let value = claims.attributes[name] { return Value(value) }
        return switch name {
        case "email": claims.email.map(Value.string)
        case "identities": .identities(of: claims)
        case "ui_locales" where !claims.locales.isEmpty: .string(claims.locales.joined(separator: " "))
        default: nil
        }
    }

    /// Whether there is a claim of that name.
    func contains(_ value: Value) -> Bool? {
        guard case .string(let name) = value else { return nil }
        return field(name) != nil
    }
}

/// One of `identities`.
final class IdentityObject: OpaqueValue {
    static let type = TypeName("identity")

    var typeName: TypeName { Self.type }
    private let identity: Identity

    init(_ identity: Identity) { self.identity = identity }

    func field(_ name: String) -> Value? {
        switch name {
        case "signInType": .string(identity.signInType)
        case "issuer": .string(identity.issuer)
        case "issuerAssignedId": .string(identity.issuerAssignedID)
        default: nil
        }
    }

    func contains(_ value: Value) -> Bool? { nil }
}

/// `call`: what is known of the call itself.
final class CallObject: OpaqueValue {
    static let type = TypeName("call")

    var typeName: TypeName { Self.type }
    private let call: CallFacts
    private let claims: Claims

    init(_ call: CallFacts, claims: Claims) {
        self.call = call
        self.claims = claims
    }

    func field(_ name: String) -> Value? {
        switch name {
        case "endpoint": .string(call.endpoint)
        case "step": .string(call.step.rawValue)
        case "dialect": .string(call.dialect.rawValue)
        case "locale": .string(claims.locales.first ?? "")
        case "client": .string(claims.attributes["client_id"]?.string ?? "")
        case "ip": .string(call.ip ?? "")
        case "time": call.time.value
        default: nil
        }
    }

    func contains(_ value: Value) -> Bool? { nil }
}

extension Value {
    /// `identities`, in the order they came.
    static func identities(of claims: Claims) -> Value {
        .list(claims.identities.map { .opaque(IdentityObject($0)) })
    }

    /// A JSON value as the language sees it.
    init(_ json: JSONValue) {
        self =
            switch json {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .double(value)
            case .string(let value): .string(value)
            case .array(let elements): .list(elements.map(Value.init))
            case .object(let members): .map(members.mapValues(Value.init))
            }
    }
}

extension Timestamp {
    /// As the language's timestamp; nil beyond the years it knows.
    fileprivate var value: Value? {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let whole = rest < 0 ? seconds - 1 : seconds
        let part = rest < 0 ? rest + 1000 : rest
        return (try? TimePoint(seconds: whole, nanoseconds: Int32(part) * 1_000_000)).map(Value.timestamp)
    }
}
