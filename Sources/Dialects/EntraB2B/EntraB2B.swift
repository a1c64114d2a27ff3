package import GatehouseModel

/// API connectors of Microsoft Entra B2B self-service sign-up: one flat JSON object of claims in, an `action` out.
///
/// Source: Microsoft's page "Add an API connector to a user flow" for External ID in workforce tenants (2020 to 2025).
package enum EntraB2B: Dialect {
    package static let name = DialectName.entraB2B

    /// B2B waits 20 seconds for an answer, as documented.
    package static let facts = DialectFacts(
        steps: [StepFacts(.postFederation, folds: [.invalid: .block]), StepFacts(.postAttributeCollection)],
        defaultDeadline: .seconds(4),
        providerPatience: .seconds(20),
        journalNumber: 0
    )

    /// The value of `version` in our answers; the service does not interpret it.
    static let version = JSONValue.string("1.0.0")

    /// The maximum length of a text for the applicant, in characters. Microsoft documents no limit.
    static let messageLimit = 2000

    /// Members of the wire format that are not attributes of the person.
    enum Member {
        static let email = "email"
        static let identities = "identities"
        static let locales = "ui_locales"
        static let version = "version"
        static let action = "action"
        static let status = "status"
        static let userMessage = "userMessage"
        static let code = "code"
    }

    /// Members that an answer never changes: those of the wire format itself, and those that identify the person.
    static let ownMembers: Set = [
        Member.version, Member.action, Member.status, Member.userMessage, Member.code, Member.email,
        Member.identities, Member.locales,
    ]

    /// The exact spellings of `action`.
    enum Action: String, CaseIterable {
        case proceed = "Continue"
        case block = "ShowBlockPage"
        case validation = "ValidationError"
    }
}
