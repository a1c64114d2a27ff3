package import GatehouseModel

extension Approval: QueryRecord {
    package static let queryFields = QueryFields(
        [
            .init("queue", .text, "the approval queue"),
            .init("state", .word(ApprovalState.allCases.map(\.rawValue)), "where the request stands"),
            .init("email", .address, "the applicant's address", also: ["applicant", "address", "person"]),
            .init("domain", .domain, "the part of the address after @"),
            .init("name", .text, "the applicant's name", also: ["display_name"]),
            .init("issuer", .text, "the identity provider", also: ["from", "provider"]),
            .init("asks", .number, "how often the applicant asked: >3"),
            .init("asked", .text, "why a person was asked: list:freemail, default", also: ["asked_by", "why"]),
            .init("taken", .text, "who has taken it", also: ["taken_by"]),
            .init("decided", .text, "who decided", also: ["decided_by", "by"]),
            .init("provisioning", .word(ProvisioningState.allCases.map(\.rawValue)), "what happens after approval"),
            .init("code", .code, "the reference code"),
            .init("id", .id, "the id"),
            .init("since", .since, "first asked at or after: 1h, 2026-11-23"),
            .init("until", .until, "first asked before: 1h, 2026-11-23"),
        ],
        searched: ["email", "name", "issuer", "queue"],
        personal: ["email", "name"],
        unfiltered: .times("age", "time", "created")
            + .shown("updated", "expires", "taken_until", "decided_at", "reason", "message", "revision")
    )

    package func queryValue(_ field: String) -> QueryValue {
        switch field {
        case "queue": .text(queue)
        case "state": .text(state.rawValue)
        case "email": .text(email)
        case "domain": .text(email.flatMap(AddressPart.domain))
        case "name": .text(displayName)
        case "issuer": .text(issuer)
        case "asks": .number(Int64(asks))
        case "asked": .text(askedBy.rawValue)
        case "taken": .text(takenBy)
        case "decided": .text(decidedBy)
        case "provisioning": .text(provisioning.rawValue)
        case "code": .number(Int64(code.value))
        case "id": .id(id)
        case "since", "until": .number(created.milliseconds)
        default: .none
        }
    }
}
