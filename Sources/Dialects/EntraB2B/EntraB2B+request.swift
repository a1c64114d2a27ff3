package import GatehouseModel
import JSON

extension EntraB2B {
    /// Writes the body of a call: the claims that have a value, and nothing else.
    package static func request(_ claims: Claims, at step: Step) -> [UInt8] {
        var writer = JSONWriter(reserving: 640)
        var object = writer.beginObject()
        if let email = claims.email, !email.isEmpty { writer.member(Member.email, .string(email), in: &object) }
        if !claims.identities.isEmpty {
            writer.member(Member.identities, .array(claims.identities.map(\.json)), in: &object)
        }
        for (name, value) in claims.attributes.sorted(by: { $0.key < $1.key }) where value != "" {
            writer.member(name, value, in: &object)
        }
        if !claims.locales.isEmpty {
            writer.member(Member.locales, .string(claims.locales.joined(separator: " ")), in: &object)
        }
        writer.end(object)
        return writer.bytes
    }
}

extension Identity {
    fileprivate var json: JSONValue {
        .object([
            "signInType": .string(signInType), "issuer": .string(issuer), "issuerAssignedId": .string(issuerAssignedID),
        ])
    }
}
