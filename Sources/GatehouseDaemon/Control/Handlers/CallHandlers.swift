import ControlProtocol
import GatehouseModel
import PolicyEngine

/// The journal.
enum CallHandlers {
    @Sendable static func list(_ request: ListCalls, _ exchange: Exchange) async throws -> Page<CallSummary> {
        let scope = ["calls", request.filter]
        let filter = try exchange.filter(request.filter, for: CallSummary.self)
        let page = try await exchange.services.journal.calls(
            matching: filter,
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    @Sendable static func show(_ request: GetCall, _ exchange: Exchange) async throws -> CallDetail {
        let call = try await exchange.services.journal.call(request.id, at: exchange.now)
        guard let call else { throw unknown(request.id) }
        return nearest(to: call, exchange)
    }

    /// What would have given another outcome is worked out when a call is looked at, never while it is answered; only
    /// where the policy in force would decide it as it was decided.
    private static func nearest(to detail: CallDetail, _ exchange: Exchange) -> CallDetail {
        guard detail.trace.nearest == nil, detail.call.outcome != .refused, detail.call.outcome != .failed,
            let claims = detail.claims, let facts = CallFacts(detail.call, ip: detail.client)
        else { return detail }
        var detail = detail
        detail.trace.nearest = exchange.services.snapshot().nearest(
            to: claims,
            call: facts,
            decided: detail.call.decidedBy,
            as: detail.call.outcome,
            at: exchange.now
        )
        return detail
    }

    /// Writes the audit record first: what cannot be recorded is not shown.
    @Sendable static func reveal(_ request: RevealCall, _ exchange: Exchange) async throws -> CallBodies {
        let journal = exchange.services.journal
        guard let call = try await journal.call(request.id, at: exchange.now) else { throw unknown(request.id) }
        guard let bodies = try await journal.bodies(call.call.id.description, at: exchange.now) else {
            throw Problem(.notFound, "the bodies of call \(call.call.code) are no longer kept")
        }
        try await exchange.services.audit.record(
            "call.reveal",
            of: "call:\(call.call.code)",
            by: exchange.caller.actor,
            after: request.reason.map { ["reason": .string($0)] },
            at: exchange.now
        )
        return bodies
    }

    static func unknown(_ id: String) -> Problem {
        Problem(.notFound, "there is no call \"\(id.prefix(64))\"", hint: "name it by its id or its code")
    }
}
