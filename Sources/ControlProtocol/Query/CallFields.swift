package import GatehouseModel

extension CallSummary: QueryRecord {
    package static let queryFields = QueryFields(
        [
            .init("outcome", .word(Outcome.allCases.map(\.rawValue)), "how the call ended", also: ["decision"]),
            .init("endpoint", .text, "the endpoint's name"),
            .init("email", .address, "the applicant's address", also: ["applicant", "address", "person"]),
            .init("domain", .domain, "the part of the address after @"),
            .init("issuer", .text, "the identity provider", also: ["from", "provider"]),
            .init("step", .word(Step.allCases.map(\.rawValue)), "where in the sign-up"),
            .init("dialect", .word(DialectName.allCases.map(\.rawValue)), "the wire format"),
            .init("direction", .word(["inbound", "outbound"]), "who called"),
            .init("status", .number, "the HTTP status: 200, >=400, 400..499", also: ["http"]),
            .init("took", .duration, "how long it took: >50ms", also: ["took_ms"]),
            .init("decided", .text, "what decided: list:partners, default", also: ["decided_by", "by"]),
            .init("list", .text, "the list that decided"),
            .init("rule", .text, "the rule that decided"),
            .init("matched", .text, "a rule that matched: decided, changed, marked, or in shadow"),
            .init("approval", .text, "the queue that decided"),
            .init("retry", .flag, "whether it repeats an earlier call", also: ["retry_of"]),
            .init("connector", .text, "the connector that was called"),
            .init("signup", .code, "the sign-up that it was made for", also: ["sign_up"]),
            .init("code", .code, "the reference code"),
            .init("id", .id, "the id"),
            .init("since", .since, "at or after: 1h, 2026-11-23"),
            .init("until", .until, "before: 1h, 2026-11-23"),
        ],
        searched: ["email", "endpoint", "issuer", "decided"],
        personal: ["email"],
        unfiltered: .times("time", "created")
    )

    package func queryValue(_ field: String) -> QueryValue {
        switch field {
        case "outcome": .text(outcome.rawValue)
        case "endpoint": .text(endpoint)
        case "email": .text(email)
        case "domain": .text(email.flatMap(AddressPart.domain))
        case "issuer": .text(issuer)
        case "step": .text(step?.rawValue)
        case "dialect": .text(dialect?.rawValue)
        case "direction": .text(direction.rawValue)
        case "status": .number(Int64(status))
        case "took": .number(Int64(nearest: tookMs * 1000))
        case "decided": .text(decidedBy.rawValue)
        case "list": .text(decidedBy.name(after: "list:"))
        case "rule": .text(decidedBy.name(after: "rule:"))
        case "matched": .texts(matched ?? [])
        case "approval": .text(decidedBy.name(after: "approval:"))
        case "retry": .number(retryOf == nil ? 0 : 1)
        case "connector": .text(decidedBy.name(after: "connector:"))
        case "signup": signUp.map { .number(Int64($0.value)) } ?? .none
        case "code": .number(Int64(code.value))
        case "id": .id(id)
        case "since", "until": .number(time.milliseconds)
        default: .none
        }
    }
}

extension Decider {
    /// The name after `prefix`; nil if something else decided.
    fileprivate func name(after prefix: String) -> String? {
        rawValue.hasPrefix(prefix) ? String(rawValue.dropFirst(prefix.count)) : nil
    }
}
