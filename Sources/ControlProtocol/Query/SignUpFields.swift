package import GatehouseModel

extension SignUp: QueryRecord {
    package static let queryFields = QueryFields(
        [
            .init("flow", .text, "the user flow"),
            .init("stage", .word(Stage.allCases.map(\.rawValue)), "where the sign-up stands"),
            .init("email", .address, "the person's address", also: ["person", "applicant", "address"]),
            .init("domain", .domain, "the part of the address after @"),
            .init("name", .text, "the person's name", also: ["display_name"]),
            .init("issuer", .text, "the identity provider", also: ["from", "provider"]),
            .init("validations", .number, "how often the form was sent back: >1", also: ["back", "sent_back"]),
            .init("code", .code, "the reference code"),
            .init("id", .id, "the id"),
            .init("since", .since, "started at or after: 1h, 2026-11-23"),
            .init("until", .until, "started before: 1h, 2026-11-23"),
        ],
        searched: ["email", "name", "issuer", "flow"],
        personal: ["email", "name"],
        unfiltered: .times("started", "time", "created")
            + .shown("updated", "took", "why", "account", "message", "problem")
    )

    package func queryValue(_ field: String) -> QueryValue {
        switch field {
        case "flow": .text(flow)
        case "stage": .text(stage.rawValue)
        case "email": .text(email)
        case "domain": .text(email.flatMap(AddressPart.domain))
        case "name": .text(displayName)
        case "issuer": .text(issuer)
        case "validations": .number(Int64(validations))
        case "code": .number(Int64(code.value))
        case "id": .id(id)
        case "since", "until": .number(started.milliseconds)
        default: .none
        }
    }
}

extension Account: QueryRecord {
    package static let queryFields = QueryFields(
        [
            .init("email", .address, "the account's address", also: ["address", "person", "applicant"]),
            .init("domain", .domain, "the part of the address after @"),
            .init("name", .text, "the person's name", also: ["display_name"]),
            .init("issuer", .text, "an identity provider that it signs in with", also: ["from", "provider"]),
            .init("flow", .text, "the user flow that made it"),
            .init("enabled", .flag, "whether it may sign in"),
            .init("code", .code, "the code of the sign-up that made it", also: ["sign_up", "signup"]),
            .init("since", .since, "created at or after: 1h, 2026-11-23"),
            .init("until", .until, "created before: 1h, 2026-11-23"),
        ],
        searched: ["email", "name", "issuer", "flow"],
        personal: ["email", "name"],
        unfiltered: .times("created", "time")
            + [.init("state", "write enabled:yes or enabled:no")]
            + .shown("id", "updated", "identities", "attributes")
    )

    package func queryValue(_ field: String) -> QueryValue {
        switch field {
        case "email": .text(email)
        case "domain": .text(AddressPart.domain(email))
        case "name": .text(displayName)
        case "issuer": .text(identities.first?.issuer)
        case "flow": .text(flow)
        case "enabled": .number(isEnabled ? 1 : 0)
        case "code": signUp.map { .number(Int64($0.value)) } ?? .none
        case "since", "until": .number(created.milliseconds)
        default: .none
        }
    }
}

/// Parts of an address as received, whether or not it is valid.
enum AddressPart {
    /// The domain that everybody sees. A filter by it reveals nothing about the part before the last `@`.
    static func domain(_ email: String) -> String? { Masking.domain(of: email).map(String.init) }
}
