import ControlProtocol
import GatehouseModel

extension Approval: Listable {
    static var columns: [Column<Approval>] {
        [
            Column("CODE") { $0.code.description },
            Column("AGE", .trailing) { Moment.age($0.created) },
            Column("STATE", tone: { $0.state.tone }) { $0.state.rawValue },
            Column("APPLICANT", shrinks: true) { $0.email ?? "-" },
            Column("FROM") { $0.issuer ?? "-" },
            Column("NAME", shrinks: true) { $0.displayName ?? "-" },
            Column("ASKS", .trailing) { String($0.asks) },
            Column("QUEUE", shrinks: true) { $0.queue },
            Column("WHY", shrinks: true) { $0.askedBy == .byDefault ? "no rule or list matched" : $0.askedBy.rawValue },
            Column("BY") { $0.decidedBy ?? $0.takenBy ?? "-" },
        ]
    }

    static var fields: [String] {
        [
            "id", "code", "queue", "state", "email", "display_name", "issuer", "asks", "created", "updated", "expires",
            "asked_by", "taken_by", "taken_until", "decided_by", "decided_at", "reason", "message", "provisioning",
            "revision",
        ]
    }

    var card: Card {
        var card = Card("\(code)  \(displayName ?? email ?? issuer ?? "unnamed")")
        addFacts(to: &card)
        return card
    }

    fileprivate func addFacts(to card: inout Card) {
        card.fact("state", state.rawValue, state.tone)
        card.fact("applicant", email)
        card.fact("provider", issuer)
        card.fact("queue", queue)
        card.fact("asked", "\(asks == 1 ? "once" : "\(asks) times"), first \(Moment.age(created)) ago")
        card.fact("because of", askedBy.rawValue)
        card.fact("expires", expires.map { "in \(Moment.age(.now, $0))" }, .quiet)
        card.fact("taken by", takenBy)
        card.fact("decided", decidedBy.map { "by \($0)\(decidedAt.map { " at " + Moment.text($0) } ?? "")" })
        card.fact("reason", reason)
        card.fact("message", message)
        card.fact("provisioning", provisioning == .none ? nil : provisioning.rawValue)
        card.fact("id", id.description, .quiet)
    }
}

extension ApprovalState {
    var tone: Tone {
        switch self {
        case .pending: .attention
        case .approved: .good
        case .denied: .bad
        case .expired, .withdrawn: .quiet
        }
    }
}

extension ApprovalDetail {
    var card: Card {
        var card = approval.card
        addClaims(to: &card)
        addHistory("earlier requests", earlier, to: &card)
        addHistory("others from the domain", sameDomain, to: &card)
        if !comments.isEmpty { card.section("comments") }
        for comment in comments { card.line("\(Moment.text(comment.time)) \(comment.user): \(comment.text)") }
        return card
    }

    private func addClaims(to card: inout Card) {
        guard let claims else { return }
        card.section("claims")
        card.fact("ui_locales", claims.locales.joined(separator: " "))
        for (name, value) in claims.attributes.sorted(by: { $0.key < $1.key }) {
            card.fact(name, value.string ?? (try? JSONText.line(value).text) ?? "-")
        }
    }

    private func addHistory(_ title: String, _ approvals: [Approval], to card: inout Card) {
        guard !approvals.isEmpty else { return }
        card.section(title)
        for other in approvals {
            let parts = [
                other.code.description, Moment.text(other.created), other.state.rawValue, other.email, other.reason,
            ]
            card.line(parts.compactMap(\.self).joined(separator: "  "))
        }
    }
}
