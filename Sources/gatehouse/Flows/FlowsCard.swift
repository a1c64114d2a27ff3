import ControlProtocol
import GatehouseModel

extension FlowSummary: Listable {
    static var columns: [Column<FlowSummary>] {
        [
            Column("FLOW", shrinks: true) { $0.flow.name },
            Column("IDENTITY PROVIDERS", shrinks: true) { $0.flow.identityProviders.joined(separator: ", ") },
            Column("STEP 1", shrinks: true) { $0.flow.steps[.postFederation] ?? "-" },
            Column("STEP 2", shrinks: true) { $0.flow.steps[.postAttributeCollection] ?? "-" },
            Column("STARTED", .trailing) { grouped($0.funnel24h.started) },
            Column("CREATED", .trailing) { grouped($0.funnel24h.created) },
            Column("BLOCKED", .trailing) { grouped($0.funnel24h.blocked) },
            Column("FAILED", .trailing, tone: { $0.funnel24h.failed > 0 ? .bad : .plain }) {
                grouped($0.funnel24h.failed)
            },
        ]
    }

    static var fields: [String] { ["flow", "funnel_24h"] }

    var card: Card {
        var card = Card(flow.name)
        card.fact("identity providers", flow.identityProviders.joined(separator: ", "))
        for step in Step.allCases { card.fact(step.rawValue, flow.steps[step].map { "connector \($0)" }) }
        card.fact("application claims", flow.applicationClaims.joined(separator: ", "))
        if !flow.attributes.isEmpty { card.section("asked") }
        for attribute in flow.attributes {
            let facts = [attribute.kind.rawValue, attribute.isRequired ? "required" : nil, attribute.label]
            card.fact(attribute.name, facts.compactMap(\.self).joined(separator: ", "))
        }
        card.section("sign-ups of the last 24 hours")
        card.fact("started", grouped(funnel24h.started))
        card.fact("past step 1", grouped(funnel24h.passedStep1))
        card.fact("form sent", grouped(funnel24h.submitted))
        card.fact("past step 2", grouped(funnel24h.passedStep2))
        card.fact("created", grouped(funnel24h.created), .good)
        card.fact("blocked", grouped(funnel24h.blocked))
        card.fact("sent back", grouped(funnel24h.invalid))
        card.fact("failed", grouped(funnel24h.failed), funnel24h.failed > 0 ? .bad : .plain)
        return card
    }
}

extension SignUp: Listable {
    static var columns: [Column<SignUp>] {
        [
            Column("STARTED") { Moment.text($0.started) },
            Column("CODE", tone: { _ in .quiet }) { $0.code.description },
            Column("FLOW", shrinks: true) { $0.flow },
            Column("STAGE", tone: { $0.stage.tone }) { $0.stage.rawValue },
            Column("PERSON", shrinks: true) { $0.email ?? "-" },
            Column("FROM") { $0.issuer ?? "-" },
            Column("SENT BACK", .trailing) { String($0.validations) },
            Column("WHY", shrinks: true) { $0.problem ?? $0.message ?? "-" },
        ]
    }

    static var fields: [String] {
        [
            "id", "code", "flow", "stage", "email", "display_name", "issuer", "started", "updated", "account",
            "message", "problem", "validations",
        ]
    }

    var card: Card {
        var card = Card("\(code)  \(displayName ?? email ?? "unnamed")")
        card.fact("stage", stage.rawValue, stage.tone)
        card.fact("person", email)
        card.fact("provider", issuer)
        card.fact("flow", flow)
        card.fact("started", Moment.text(started))
        card.fact("sent back", validations == 0 ? nil : validations == 1 ? "once" : "\(validations) times")
        card.fact("told", message)
        card.fact("problem", problem, .bad)
        card.fact("account", account)
        card.fact("id", id.description, .quiet)
        return card
    }
}

extension SignUp.Stage {
    var tone: Tone {
        switch self {
        case .created: .good
        case .failed: .bad
        case .blocked, .form: .attention
        case .step1, .step2, .writing: .plain
        case .abandoned: .quiet
        }
    }
}

extension SignUpDetail {
    var card: Card {
        var card = signUp.card
        if let claims {
            card.section("claims")
            card.fact("ui_locales", claims.locales.joined(separator: " "))
            for (name, value) in claims.attributes.sorted(by: { $0.key < $1.key }) { card.fact(name, value.shown) }
        }
        card.section("what happened")
        for moment in timeline { card.line(line(of: moment)) }
        return card
    }
}

private func line(of moment: SignUpDetail.Moment) -> String {
    let call = moment.call.map { "  \($0.code) \(Moment.took($0.tookMs))" } ?? ""
    return "\(Moment.text(moment.time))  \(moment.what)\(call)"
}

extension JSONValue {
    /// The value as shown to people.
    var shown: String {
        switch self {
        case .string(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        default: (try? JSONText.line(self).text) ?? "-"
        }
    }
}
