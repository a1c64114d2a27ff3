package import GatehouseModel
import JSON

extension EntraB2B {
    /// The maximum number of identities read.
    static let identityLimit = 16

    /// Names that some of Microsoft's pages use for a claim, and the names on the others.
    private static let aliases = [("lastName", "surname"), ("clientId", "client_id")]

    package static func claims(of call: InboundCall, at step: Step) throws(BodyProblem) -> Claims {
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONScanner.scan(call.body)
        } catch {
            throw .notJSON(error)
        }
        guard case .object(var members) = value else { throw .notAnObject }
        let email = try text(Member.email, from: &members)
        let locales = try text(Member.locales, from: &members)
        let identities = try identities(from: &members)
        if email == nil, identities.isEmpty, let contract = ForeignContract.name(of: members) {
            throw .foreign(contract)
        }
        resolveAliases(in: &members)
        // The dictionary is rebuilt only if there is something to drop.
        if members.values.contains(where: \.isNull) { members = members.filter { !$0.value.isNull } }
        var claims = Claims(
            email: email,
            identities: identities,
            locales: locales.map(tags) ?? [],
            attributes: members
        )
        claims.adoptAddress()
        return claims
    }

    /// Removes a text member and returns it; null counts as absent.
    private static func text(
        _ name: String,
        from members: inout [String: JSONValue]
    ) throws(BodyProblem) -> String? {
        switch members.removeValue(forKey: name) {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .wrongType(member: name, wanted: "a string")
        }
    }

    /// The locales in `ui_locales`, separated by spaces as in OpenID Connect.
    private static func tags(_ text: String) -> [String] {
        text.split(separator: " ").prefix(16).filter { $0.utf8.count <= 64 }.map(String.init)
    }

    private static func identities(from members: inout [String: JSONValue]) throws(BodyProblem) -> [Identity] {
        let elements: [JSONValue]
        switch members.removeValue(forKey: Member.identities) {
        case nil, .null: return []
        case .array(let array): elements = array
        default: throw .wrongType(member: Member.identities, wanted: "an array")
        }
        guard elements.count <= identityLimit else { throw .tooManyIdentities(limit: identityLimit) }
        var identities: [Identity] = []
        for element in elements {
            guard case .object(let parts) = element else {
                throw .wrongType(member: Member.identities, wanted: "an array of objects")
            }
            let part: (String) throws(BodyProblem) -> String = { name throws(BodyProblem) in
                switch parts[name] {
                case nil, .null: return ""
                case .string(let text): return text
                default: throw .wrongType(member: "\(Member.identities)[].\(name)", wanted: "a string")
                }
            }
            let identity = Identity(
                signInType: try part("signInType"),
                issuer: try part("issuer"),
                issuerAssignedID: try part("issuerAssignedId")
            )
            // An identity without an issuer does not say who vouches for the person, but an address in it still counts
            // for the lists.
            if !identity.issuer.isEmpty || identity.isAddress { identities.append(identity) }
        }
        return identities
    }

    /// Renames members that came under an alias, unless the real name came too.
    private static func resolveAliases(in members: inout [String: JSONValue]) {
        for (alias, name) in aliases where members[name]?.isNull ?? true {
            if let value = members.removeValue(forKey: alias) { members[name] = value }
        }
    }
}
