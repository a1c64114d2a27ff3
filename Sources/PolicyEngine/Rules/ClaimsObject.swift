import CEL
import GatehouseModel
import Synchronization

/// `claims`: fields by their wire name, made into values of the language only when an expression asks.
final class ClaimsObject: OpaqueValue {
    static let type = TypeName("claims")

    var typeName: TypeName { Self.type }
    let claims: Claims
    /// The claims as a map, once an expression has wanted one.
    private let map = Mutex<MapValue?>(nil)

    init(_ claims: Claims) { self.claims = claims }

    /// Every claim that `field` knows, in the order of the names.
    var members: MapValue? {
        map.withLock { map in
            if map == nil { map = makeMap() }
            return map
        }
    }

    private func makeMap() -> MapValue? {
        let lifted = ["email", "identities", "ui_locales"].filter { claims.attributes[$0] == nil }
        return MapValue(fields: claims.attributes.keys.sorted() + lifted, of: self)
    }

    func field(_ name: String) -> Value? {
        if let value = claims.attributes[name] { return Value(value) }
        return switch name {
        case "email": claims.email.map(Value.string)
        case "identities": .identities(of: claims)
        case "ui_locales" where !claims.locales.isEmpty: .string(claims.locales.joined(separator: " "))
        default: nil
        }
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

    var members: MapValue? { MapValue(fields: Self.fields, of: self) }

    private static let fields = ["signInType", "issuer", "issuerAssignedId"]
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

    var members: MapValue? { MapValue(fields: Self.fields, of: self) }

    private static let fields = ["endpoint", "step", "dialect", "locale", "client", "ip", "time"]
}

extension OpaqueValue {
    /// Whether there is a field of that name.
    func contains(_ value: Value) -> Bool? {
        guard case .string(let name) = value else { return nil }
        return field(name) != nil
    }
}

extension MapValue {
    /// The fields that an object has of these; the names are different ones.
    fileprivate convenience init?(fields: [String], of object: any OpaqueValue) {
        let entries = fields.compactMap { name in
            object.field(name).map { Entry(key: .string(name), value: $0) }
        }
        do {
            try self.init(entries)
        } catch {
            return nil
        }
    }
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
