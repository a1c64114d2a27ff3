import CEL
import GatehouseModel
import Synchronization

/// `claims` in expressions: fields by their name in the request, converted to CEL values once for all rules of a call.
final class ClaimsObject: OpaqueValue {
    static let type = TypeName("claims")

    var typeName: TypeName { Self.type }
    /// `identities`, in the order of the request.
    let identities: Value
    let issuers: [String]
    private let fields: MapValue
    /// All claims, sorted by name; built when an expression first iterates over them.
    private let ordered = Mutex<MapValue?>(nil)

    init(_ claims: Claims) {
        issuers = claims.identities.map(\.issuer)
        identities = .list(claims.identities.map { .opaque(IdentityObject($0)) })
        var fields: [(name: String, value: Value)] = []
        fields.reserveCapacity(claims.attributes.count + 3)
        for (name, value) in claims.attributes { fields.append((name, Value(value))) }
        func lift(_ name: String, _ value: Value?) {
            if let value, claims.attributes[name] == nil { fields.append((name, value)) }
        }
        lift("email", claims.email.map(Value.string))
        lift("identities", identities)
        lift("ui_locales", claims.locales.isEmpty ? nil : .string(claims.locales.joined(separator: " ")))
        self.fields = MapValue(fields: fields)
    }

    /// All claims, sorted by name.
    var members: MapValue? {
        ordered.withLock { ordered in
            if let ordered { return ordered }
            let fields = fields.entries.compactMap { entry -> (name: String, value: Value)? in
                guard case .string(let name) = entry.key else { return nil }
                return (name, entry.value)
            }
            let map = MapValue(fields: fields.sorted { $0.name < $1.name })
            ordered = map
            return map
        }
    }

    func field(_ name: String) -> Value? { fields[.string(name)] }

    func field(_ name: FieldName) -> Value? { fields[name] }
}

/// An element of `identities` in expressions.
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

/// `call` in expressions: the facts about the call itself.
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
        case "ip": .string(call.ip.map(Self.plain) ?? "")
        case "time": call.time.value
        default: nil
        }
    }

    /// An IPv4 caller of a socket for both families comes as a mapped address, which would fit no block of IPv4.
    private static func plain(_ ip: String) -> String {
        guard ip.hasPrefix("::"), let address = IPAddress(ip) else { return ip }
        return address.unmapped.description
    }

    var members: MapValue? { MapValue(fields: Self.fields, of: self) }

    private static let fields = ["endpoint", "step", "dialect", "locale", "client", "ip", "time"]
}

extension OpaqueValue {
    /// Whether there is a field with that name.
    func contains(_ value: Value) -> Bool? {
        guard case .string(let name) = value else { return nil }
        return field(name) != nil
    }
}

extension MapValue {
    /// Those of the named fields that the object has. The names must be unique.
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
    /// A JSON value as a CEL value.
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
    /// The time as a CEL timestamp; nil if it is out of CEL's range.
    fileprivate var value: Value? {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let whole = rest < 0 ? seconds - 1 : seconds
        let part = rest < 0 ? rest + 1000 : rest
        return (try? TimePoint(seconds: whole, nanoseconds: Int32(truncatingIfNeeded: part) * 1_000_000)).map(
            Value.timestamp
        )
    }
}
