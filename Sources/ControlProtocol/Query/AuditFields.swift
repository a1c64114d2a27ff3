package import GatehouseModel

extension AuditRecord: QueryRecord {
    package static let queryFields = QueryFields(
        [
            .init("user", .text, "who did it"),
            .init("uid", .number, "the Unix user id"),
            .init("role", .word(["viewer", "approver", "admin"]), "in which role"),
            .init("action", .text, "what was done: approval.*"),
            .init("subject", .text, "what it was done to: list:partners"),
            .init("since", .since, "at or after: 1h, 2026-11-23"),
            .init("until", .until, "before: 1h, 2026-11-23"),
        ],
        searched: ["user", "action", "subject"],
        unfiltered: .times("time") + .shown("number", "no", "sequence", "before", "after", "hash")
    )

    package func queryValue(_ field: String) -> QueryValue {
        switch field {
        case "user": .text(user)
        case "uid": uid.map { .number(Int64($0)) } ?? .none
        case "role": .text(role?.rawValue)
        case "action": .text(action)
        case "subject": .text(subject)
        case "since", "until": .number(time.milliseconds)
        default: .none
        }
    }
}
