import ControlProtocol
import GatehouseModel

extension CallDetail {
    /// The call for people; with `why`, also the trace of the decision.
    func card(why: Bool) -> Card {
        var card = Card("\(call.code)  \(call.endpoint)")
        card.fact("outcome", call.outcome.rawValue, call.outcome.tone)
        card.fact("decided by", call.decidedBy.rawValue)
        card.fact("message", message)
        card.fact(call.outcome == .refused ? "refused" : "problem", problem)
        card.fact("approval", approval?.description)
        card.fact("sign-up", signUp?.description)
        addRequest(to: &card)
        addClaims(to: &card)
        if why { addTrace(to: &card) }
        for note in trace.notes { card.line("note: " + note, .attention) }
        return card
    }

    private func addRequest(to card: inout Card) {
        card.fact("id", call.id.description)
        card.fact("time", "\(call.time) (\(Moment.age(call.time)) ago), took \(Moment.took(call.tookMs))")
        card.fact("status", call.status == 0 ? "no reply" : "HTTP \(call.status)")
        card.fact("spent", timing.flatMap(Self.spent))
        card.fact("dialect", call.dialect.map { "\($0.rawValue), \(call.step?.rawValue ?? "no step")" })
        card.fact(call.direction == .inbound ? "client" : "called", client)
        card.fact("retry of", call.retryOf.map { "\($0.code)  \($0)" })
        card.fact("applicant", call.email)
        card.fact("provider", call.issuer)
    }

    /// `connect 1.6ms, first byte 11ms`.
    private static func spent(_ timing: CallTiming) -> String? {
        let parts = [
            ("DNS", timing.dnsMs), ("connect", timing.connectMs), ("TLS", timing.tlsMs),
            ("first byte", timing.firstByteMs),
        ]
        let known = parts.compactMap { name, time in time.map { "\(name) \(Moment.took($0))" } }
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }

    private func addClaims(to card: inout Card) {
        guard let claims, !claims.attributes.isEmpty || !claims.identities.isEmpty else { return }
        card.section("claims")
        card.fact("ui_locales", claims.locales.joined(separator: " "))
        for identity in claims.identities {
            card.fact("identity", "\(identity.signInType) \(identity.issuer) \(identity.issuerAssignedID)")
        }
        for (name, value) in claims.attributes.sorted(by: { $0.key < $1.key }) {
            card.fact(name, value.string ?? (try? JSONText.line(value).text) ?? "-")
        }
    }

    private func addTrace(to card: inout Card) {
        card.section("why")
        for considered in trace.considered {
            card.line(considered.sentence, considered.tone)
            for read in considered.reads { card.line("    read \(read.path) = \(read.value ?? "nothing")", .quiet) }
            for change in considered.changes {
                card.line("    set \(change.path) = \(change.value ?? "nothing")", .good)
            }
        }
        if !trace.tags.isEmpty { card.fact("tags", trace.tags.joined(separator: " ")) }
        if let nearest = trace.nearest {
            card.fact("would be", "\(nearest.outcome.rawValue) if \(nearest.change)", nearest.outcome.tone)
        }
        guard !trace.stages.isEmpty else { return }
        card.section("stages")
        for stage in trace.stages { card.fact(stage.name, "\(grouped(stage.microseconds)) µs") }
    }
}

extension Trace.Considered {
    var sentence: String {
        [mark, subject.rawValue, name, entry, effect, remark]
            .compactMap(\.self)
            .joined(separator: " ")
    }

    private var remark: String? {
        switch result {
        case .overridden: "(overridden)"
        case .shadowed: "(in shadow)"
        case .unknown: "(no value)"
        case .decided, .exempted, .applied, .passed: nil
        }
    }

    private var mark: String {
        switch result {
        case .decided: "■"
        case .exempted: "✓"
        case .applied: "+"
        case .overridden, .shadowed: "◦"
        case .unknown: "?"
        case .passed: "·"
        }
    }

    var tone: Tone {
        switch result {
        case .decided: .heading
        case .exempted, .applied: .good
        case .unknown: .attention
        case .overridden, .shadowed, .passed: .quiet
        }
    }
}
