import ControlProtocol
import GatehouseModel
import PolicyEngine

/// Handlers for user flows and their sign-ups.
enum FlowHandlers {
    @Sendable static func list(_ request: ListFlows, _ exchange: Exchange) async throws -> Page<FlowSummary> {
        let funnels = try await exchange.services.flows.funnels(at: exchange.now)
        let flows = exchange.services.snapshot().document.flows
        return Page(items: flows.map { FlowSummary(flow: $0, funnel24h: funnels[$0.name] ?? .init()) })
    }

    @Sendable static func show(_ request: GetFlow, _ exchange: Exchange) async throws -> FlowSummary {
        guard let flow = exchange.services.snapshot().document.flow(request.name) else {
            throw FlowRunner.unknown(request.name)
        }
        let funnels = try await exchange.services.flows.funnels(at: exchange.now)
        return FlowSummary(flow: flow, funnel24h: funnels[flow.name] ?? .init())
    }

    @Sendable static func start(_ request: StartSignUp, _ exchange: Exchange) async throws -> SignUpView {
        let person = request.person
        let claims = Claims(
            email: person.email,
            identities: person.identities,
            locales: person.locales,
            attributes: person.claims.filter { !$0.value.isNull }
        )
        return try view(await exchange.services.flows.start(request.flow, claims))
    }

    @Sendable static func submit(_ request: SubmitSignUp, _ exchange: Exchange) async throws -> SignUpView {
        try view(await exchange.services.flows.submit(request.id, request.attributes))
    }

    @Sendable static func view(_ request: GetSignUpView, _ exchange: Exchange) async throws -> SignUpView {
        try await exchange.services.flows.view(request.id)
    }

    @Sendable static func signUps(_ request: ListSignUps, _ exchange: Exchange) async throws -> Page<SignUp> {
        let scope = ["sign-ups", request.filter]
        let filter = try exchange.filter(request.filter, for: SignUp.self)
        let page = try await exchange.services.flows.signUps(
            matching: filter,
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    /// Links the sign-up's history to the recorded calls, both those of connectors and those at our endpoints. Events
    /// whose calls are no longer in the journal stay text.
    @Sendable static func signUp(_ request: GetSignUp, _ exchange: Exchange) async throws -> SignUpDetail {
        let kept = try await exchange.services.flows.signUp(request.id)
        var timeline: [SignUpDetail.Moment] = []
        for moment in kept.moments {
            var call: CallSummary?
            if let id = moment.call {
                call = try await exchange.services.journal.call(id.description, at: exchange.now)?.call
            }
            if let call, let arrived = try await arrival(of: call, exchange) {
                let what = "\(arrived.endpoint) answered: \(arrived.outcome.rawValue)"
                timeline.append(SignUpDetail.Moment(time: arrived.time, what: what, call: arrived))
            }
            timeline.append(SignUpDetail.Moment(time: moment.time, what: moment.what, call: call))
        }
        return SignUpDetail(signUp: kept.signUp, timeline: timeline, claims: kept.claims)
    }

    /// The call at our own endpoint that a connector's call caused: of the same person, at the same step, while the
    /// connector was called.
    private static func arrival(of call: CallSummary, _ exchange: Exchange) async throws -> CallSummary? {
        guard let email = call.email, let step = call.step else { return nil }
        let end = call.time + .milliseconds(Int64(nearest: call.tookMs).addingSaturated(2))
        let words = "direction:inbound step:\(step.rawValue) since:\"\(call.time)\" until:\"\(end)\""
        let near = try await exchange.services.journal.calls(
            matching: try Query(words, for: CallSummary.self, now: exchange.now),
            limit: 1_000
        )
        return near.items.first { $0.email == email }
    }

    private static func view(_ run: FlowRun) throws -> SignUpView {
        guard let view = run.view else { throw Problem(.internal, "nothing was done") }
        return view
    }
}

/// Handlers for the local directory.
enum AccountHandlers {
    @Sendable static func list(_ request: ListAccounts, _ exchange: Exchange) async throws -> Page<Account> {
        let scope = ["accounts", request.filter]
        let filter = try exchange.filter(request.filter, for: Account.self)
        let page = try await exchange.services.accounts.list(
            matching: filter,
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    @Sendable static func show(_ request: GetAccount, _ exchange: Exchange) async throws -> Account {
        if request.id.contains("@") || EmailAddress(request.id) != nil {
            try exchange.requireSight(of: "naming an account by its address", instead: "name it by its id")
        }
        return try await exchange.services.accounts.account(request.id)
    }

    @Sendable static func setEnabled(_ request: SetAccountEnabled, _ exchange: Exchange) async throws -> Account {
        try await exchange.services.accounts.setEnabled(
            request.id,
            request.enabled,
            reason: try reason(request.reason),
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func erase(_ request: EraseAccount, _ exchange: Exchange) async throws -> Done {
        guard let reason = try reason(request.reason), !reason.isEmpty else {
            throw Problem(.invalid, "erasing an account needs a reason", hint: "say why, without the person's data")
        }
        return try await exchange.services.accounts.erase(
            request.id,
            reason: reason,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    private static func reason(_ text: String?) throws(Problem) -> String? {
        guard let text, text.utf8.count > 2000 else { return text }
        throw Problem(.invalid, "the reason has \(text.utf8.count) bytes", hint: "use at most 2000")
    }
}
