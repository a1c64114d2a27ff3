/// A user flow as written in the policy: the identity providers, the attributes, and the connector for each step.
/// Sign-up only.
package struct UserFlow: Sendable, Hashable, Codable, Identifiable {
    package var id: String { name }
    package var name: String
    /// Issuers: `google.com`, `facebook.com`, `mail`, or any other; `local` for accounts without an issuer.
    package var identityProviders: [String]
    /// The attributes on the attribute collection page, in order.
    package var attributes: [Attribute]
    /// The connector's name by step. A step without a connector is skipped.
    package var steps: [Step: String]
    /// The claims in the token; empty for none.
    package var applicationClaims: [String]

    package init(
        name: String,
        identityProviders: [String],
        attributes: [Attribute] = [],
        steps: [Step: String] = [:],
        applicationClaims: [String] = []
    ) {
        self.name = name
        self.identityProviders = identityProviders
        self.attributes = attributes
        self.steps = steps
        self.applicationClaims = applicationClaims
    }

    /// The identity provider of local accounts: the directory itself.
    package static let local = "local"

    /// One attribute of the form. Only these attributes are stored with the account.
    package struct Attribute: Sendable, Hashable, Codable, Identifiable {
        package enum Kind: String, Sendable, Hashable, Codable, CaseIterable { case string, bool, int }

        package var id: String { name }
        /// The claim's name: `givenName`, `extension_BadgeCode`.
        package var name: String
        package var kind: Kind
        package var isRequired: Bool
        /// The label on the page; by default the name.
        package var label: String?
        /// The page of the form, from 1.
        package var page: Int

        package init(
            name: String,
            kind: Kind = .string,
            isRequired: Bool = false,
            label: String? = nil,
            page: Int = 1
        ) {
            self.name = name
            self.kind = kind
            self.isRequired = isRequired
            self.label = label
            self.page = page
        }

        private enum CodingKeys: String, CodingKey {
            case name, kind, label, page
            case isRequired = "required"
        }
    }
}

extension Step: CodingKeyRepresentable {}

/// A user flow as shown on the Flows screen.
package struct FlowSummary: Sendable, Hashable, Codable, Identifiable {
    package var id: String { flow.name }
    package var flow: UserFlow
    /// Sign-ups of the last 24 hours.
    package var funnel24h: Funnel

    /// How far sign-ups came. Each later number counts a part of the first.
    package struct Funnel: Sendable, Hashable, Codable {
        package var started: Int
        /// Passed the first connector.
        package var passedStep1: Int
        /// Sent the form.
        package var submitted: Int
        package var passedStep2: Int
        package var created: Int
        package var blocked: Int
        /// Were sent back to the form at least once.
        package var invalid: Int
        package var failed: Int

        package init(
            started: Int = 0,
            passedStep1: Int = 0,
            submitted: Int = 0,
            passedStep2: Int = 0,
            created: Int = 0,
            blocked: Int = 0,
            invalid: Int = 0,
            failed: Int = 0
        ) {
            self.started = started
            self.passedStep1 = passedStep1
            self.submitted = submitted
            self.passedStep2 = passedStep2
            self.created = created
            self.blocked = blocked
            self.invalid = invalid
            self.failed = failed
        }
    }

    package init(flow: UserFlow, funnel24h: Funnel = Funnel()) {
        self.flow = flow
        self.funnel24h = funnel24h
    }

    private enum CodingKeys: String, CodingKey {
        case flow
        case funnel24h = "funnel_24h"
    }
}
