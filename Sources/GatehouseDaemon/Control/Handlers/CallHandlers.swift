import ControlProtocol
import GatehouseModel
import PolicyEngine

/// Handlers for recorded calls.
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

    /// Adds the nearest change that would have led to another outcome. It is computed when a call is viewed, never
    /// while the call is answered, and only if the current policy would decide the call as recorded.
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

    /// Writes the audit record first: without a record, nothing is shown.
    @Sendable static func reveal(_ request: RevealCall, _ exchange: Exchange) async throws -> CallBodies {
        let journal = exchange.services.journal
        guard let call = try await journal.call(request.id, at: exchange.now) else { throw unknown(request.id) }
        guard let bodies = try await journal.bodies(call.call.id.description, at: exchange.now) else {
            throw Problem(.notFound, "the bodies of call \(call.call.code) are no longer kept")
        }
        try await exchange.services.audit.record(
            Change(
                .bodiesRevealed,
                of: "call:\(call.call.code)",
                by: exchange.caller.actor,
                after: request.reason.map { ["reason": .string($0)] },
                at: exchange.now
            )
        )
        return bodies
    }

    /// The time limit of one search through the journal.
    private static let followTime: Duration = .seconds(3)

    /// Finds the same address in its canonical form; without an address, the same issuer and no address.
    @Sendable static func follow(_ request: FollowPerson, _ exchange: Exchange) async throws -> Page<CallSummary> {
        let journal = exchange.services.journal
        guard let detail = try await journal.call(request.id, at: exchange.now) else { throw unknown(request.id) }
        guard let email = detail.call.email else {
            throw Problem(
                .invalid,
                "call \(detail.call.code) names no address to follow",
                hint: "begin at a call that has one"
            )
        }
        let wanted = EmailAddress(email)
        // An international domain may have been received in either form.
        let raw = String(email.split(separator: "@").last ?? "")
        let endings = Set([wanted?.domain.ascii, wanted?.domain.unicode, raw].compactMap(\.self)).sorted()
        let terms = endings.map { "email:\"*\($0.filter { !"\"\\*?".contains($0) })\"" }
        let filter = try Query(terms.joined(separator: " OR "), for: CallSummary.self, now: exchange.now)
        let limit = request.limit ?? 100
        let deadline = ContinuousClock.now + followTime
        var found: [CallSummary] = []
        var cursor: String?
        repeat {
            let page = try await journal.calls(matching: filter, limit: 1000, cursor: cursor)
            found += page.items.filter { call in
                call.email == email || wanted != nil && call.email.flatMap(EmailAddress.init) == wanted
            }
            cursor = page.next
        } while cursor != nil && found.count < limit && ContinuousClock.now < deadline
        return Page(items: Array(found.prefix(limit)))
    }

    static func unknown(_ id: String) -> Problem {
        Problem(.notFound, "there is no call \"\(id.prefix(64))\"", hint: "name it by its id or its code")
    }
}
