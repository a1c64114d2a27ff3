package import GatehouseModel

extension FlowEngine {
    /// Takes over claims: attributes of the flow go into the form, application claims into the token, and all others
    /// are dropped. Null changes nothing; an empty text clears an optional attribute.
    ///
    /// - Parameter step: where the claims come from; nil for the identity provider, whose additional claims are not an
    ///   error.
    /// - Returns: at the step before the account is created, why a claim cannot be accepted.
    @discardableResult
    func adopt(_ claims: [String: JSONValue], into progress: inout Progress, from step: Step?) -> String? {
        var ignored: [String] = []
        for (name, value) in claims.sorted(by: { $0.key < $1.key }) where !value.isNull {
            if ClaimName.fixed.contains(name) {
                ignored.append(name)
            } else if let attribute = flow.attribute(named: name) {
                if let problem = set(attribute, value, &progress, from: step), step == .postAttributeCollection {
                    return problem
                }
            } else if let claim = flow.applicationClaim(named: name) {
                progress.state.others[claim] = value
            } else {
                ignored.append(name)
            }
        }
        if step != nil, !ignored.isEmpty {
            let names = ignored.prefix(8).map { $0.prefix(64) }.joined(separator: ", ")
            let more = ignored.count > 8 ? " and \(ignored.count - 8) more" : ""
            progress.note("ignored, because the flow does not take them from a connector: \(names)\(more)")
        }
        return nil
    }

    private func set(
        _ attribute: UserFlow.Attribute,
        _ value: JSONValue,
        _ progress: inout Progress,
        from step: Step?
    ) -> String? {
        switch attribute.finding(of: value, limits: limits) {
        case .value(let value):
            progress.state.values[attribute.name] = value
            return nil
        case .nothing where !attribute.isRequired:
            progress.state.values[attribute.name] = nil
            return nil
        case .nothing:
            progress.note("not emptied, because it is required: \(attribute.name)")
            return nil
        case .wrong:
            let problem = "the connector returned a value for \(attribute.name) that is no \(attribute.kind.rawValue)"
            if step == .postFederation { progress.note(problem + "; the form is not prefilled with it") }
            return problem
        }
    }

    /// The claims for the token once there is an account: the flow's application claims that have a value.
    package func tokenClaims(of state: SignUpState) -> [String: JSONValue] {
        guard state.stage == .created else { return [:] }
        var known = state.others
        known.merge(state.values) { _, stored in stored }
        known["email"] = state.person.email.map { .string($0) }
        known["objectId"] = state.account.map { .string($0) }
        known["idp"] = state.person.issuer.map { .string($0) }
        known["newUser"] = true
        return Dictionary(
            flow.applicationClaims.compactMap { name in known[name].map { (name, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Throws if the person may not begin a sign-up here.
    func admit(_ person: Claims) throws(FlowRefusal) {
        guard let email = person.email, !email.isEmpty else { throw .noAddress(nil) }
        guard EmailAddress(email) != nil else { throw .noAddress(String(email.prefix(254))) }
        guard person.attributes.count <= limits.claims else {
            throw .tooMuch("the person has \(person.attributes.count) claims; at most \(limits.claims) are taken")
        }
        guard person.identities.count <= limits.identities else {
            throw .tooMuch(
                "the person has \(person.identities.count) identities; at most \(limits.identities) are taken"
            )
        }
        guard person.locales.count <= 16, person.locales.allSatisfy({ $0.utf8.count <= 64 }) else {
            throw .tooMuch("the person has more or longer locales than there are languages")
        }
        for (name, value) in person.attributes
        where name.utf8.count > 256 || value.roughBytes > limits.claimBytes {
            throw .tooMuch("the claim \"\(name.prefix(64))\" is longer than \(limits.claimBytes) bytes")
        }
        for identity in person.identities where identity.roughBytes > 1024 {
            throw .tooMuch("an identity of the person is longer than 1024 bytes")
        }
        guard let issuer = person.issuer else {
            guard flow.identityProviders.contains(UserFlow.local) else {
                throw .noLocalAccounts(offered: flow.identityProviders)
            }
            return
        }
        guard flow.identityProviders.contains(where: { $0.lowercased() == issuer.lowercased() }) else {
            throw .unknownProvider(String(issuer.prefix(254)), offered: flow.identityProviders)
        }
    }
}

extension Identity {
    fileprivate var roughBytes: Int { signInType.utf8.count + issuer.utf8.count + issuerAssignedID.utf8.count }
}

extension JSONValue {
    /// The approximate size as JSON, in bytes.
    fileprivate var roughBytes: Int {
        switch self {
        case .null, .bool: 5
        case .int, .double: 20
        case .string(let text): text.utf8.count + 2
        case .array(let values): values.reduce(2) { $0 + $1.roughBytes + 1 }
        case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.roughBytes + 4 }
        }
    }
}
