import Dialects
import GatehouseModel
import StrictTOML

extension UserFlow: Named {}

extension UserFlow {
    /// The maximum number of attributes per flow.
    private static let attributeLimit = 64
    /// The steps of a sign-up that can call a connector.
    private static let stepsOfSignUp: [Step] = [.postFederation, .postAttributeCollection]

    init(_ table: StrictTable, _ names: PolicyNames) throws(TOMLProblem) {
        let name = try table.requirePathName()
        self.init(
            name: name,
            identityProviders: try Self.providers(table),
            attributes: try Self.attributes(table),
            steps: try Self.steps(table, names),
            applicationClaims: try Self.claims(table)
        )
        guard !steps.isEmpty, identityProviders.allSatisfy({ $0 == Self.local }), steps[.postFederation] != nil else {
            return
        }
        throw table.problem(
            "identity-providers",
            "nobody would reach the step \"post-federation\": it is passed over for local accounts",
            remedy: "offer an identity provider such as \"google.com\", or remove the step"
        )
    }

    private static func providers(_ table: StrictTable) throws(TOMLProblem) -> [String] {
        let providers = try table.requireStrings("identity-providers")
        var seen: Set<String> = []
        for provider in providers {
            guard isPlain(provider, upTo: 254) else {
                throw table.problem(
                    "identity-providers",
                    "\(provider.quoted()) cannot be an identity provider",
                    remedy: "write its issuer: \"google.com\", \"facebook.com\", \"mail\"; or \"local\""
                )
            }
            guard seen.insert(provider.lowercased()).inserted else {
                throw table.problem("identity-providers", "\(provider.quoted()) is there twice", remedy: "name it once")
            }
        }
        return providers
    }

    private static func steps(_ table: StrictTable, _ names: PolicyNames) throws(TOMLProblem) -> [Step: String] {
        guard let inner = try table.table("steps") else { return [:] }
        var steps: [Step: String] = [:]
        for step in stepsOfSignUp {
            guard let connector = try inner.string(step.rawValue) else { continue }
            let connectors = names.connectors.keys.sorted()
            _ = try inner.reference(connector, at: step.rawValue, among: connectors, noun: "connector")
            if let dialect = names.connectors[connector] ?? nil, !dialect.facts.stepNames.contains(step) {
                let message =
                    "the connector \(connector.quoted()) speaks \(dialect.rawValue), which has no step \(step.rawValue)"
                throw inner.problem(step.rawValue, message, remedy: "name a connector of another dialect")
            }
            steps[step] = connector
        }
        if inner.has(Step.preTokenIssuance.rawValue) {
            throw inner.problem(
                Step.preTokenIssuance.rawValue,
                "a user flow calls no connector before it issues the token",
                remedy: "use \"post-federation\" or \"post-attribute-collection\""
            )
        }
        return steps
    }

    private static func claims(_ table: StrictTable) throws(TOMLProblem) -> [String] {
        let claims = try table.strings("application-claims") ?? []
        for (position, claim) in claims.enumerated() {
            guard isPlain(claim, upTo: 128) else {
                throw table.problem(
                    "application-claims",
                    "\(claim.quoted()) cannot be a claim's name",
                    remedy: "write a name such as \"displayName\" or \"extension_BadgeCode\""
                )
            }
            guard !claims[..<position].contains(claim) else {
                throw table.problem("application-claims", "\(claim.quoted()) is there twice", remedy: "name it once")
            }
        }
        return claims
    }

    private static func attributes(_ table: StrictTable) throws(TOMLProblem) -> [Attribute] {
        let tables = try table.tables("attribute")
        guard tables.count <= attributeLimit else {
            let message = "there are \(tables.count) attributes"
            throw table.problem("attribute", message, remedy: "keep to \(attributeLimit)")
        }
        var found: [(attribute: Attribute, order: Int)] = []
        for (position, inner) in tables.enumerated() {
            let attribute = try Attribute(inner)
            guard !found.contains(where: { $0.attribute.name == attribute.name }) else {
                let message = "the attribute \(attribute.name.quoted()) is asked twice"
                throw inner.problem("name", message, remedy: "ask it once")
            }
            found.append((attribute, try inner.integer("order", in: 1...1000) ?? position + 1))
        }
        // A stable sort: attributes with the same order stay as written.
        return found.enumerated()
            .sorted {
                ($0.element.attribute.page, $0.element.order, $0.offset)
                    < ($1.element.attribute.page, $1.element.order, $1.offset)
            }
            .map(\.element.attribute)
    }

    /// Whether a text is valid as a name: not empty, at most `limit` bytes, printable ASCII without spaces.
    fileprivate static func isPlain(_ text: String, upTo limit: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= limit && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension UserFlow.Attribute {
    /// Members of the protocol and claims that the sign-up depends on; they cannot be attributes.
    private static let reserved: Set = [
        "email", "identities", "ui_locales", "version", "action", "status", "userMessage", "code", "step", "client_id",
        "objectId",
    ]

    init(_ table: StrictTable) throws(TOMLProblem) {
        self.init(
            name: try table.requireString("name"),
            kind: try table.choice("type") ?? .string,
            isRequired: try table.bool("required") ?? false,
            label: try table.string("label"),
            page: try table.integer("page", in: 1...16) ?? 1
        )
        guard !Self.reserved.contains(name) else {
            let message =
                "\(name.quoted()) is not for the form to ask: the sign-up already has it, or the wire uses the name"
            throw table.problem("name", message, remedy: "remove the attribute")
        }
        guard UserFlow.isPlain(name, upTo: 128) else {
            throw table.problem(
                "name",
                "\(name.quoted()) cannot be an attribute's name",
                remedy: "write a name such as \"displayName\" or \"extension_BadgeCode\""
            )
        }
        if let label, label.isEmpty || label.count > 128 {
            throw table.problem(
                "label",
                "the label is empty or longer than 128 characters",
                remedy: "write a few words"
            )
        }
    }
}
