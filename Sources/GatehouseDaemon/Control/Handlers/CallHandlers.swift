import ControlProtocol
import GatehouseModel

/// The journal.
enum CallHandlers {
    @Sendable static func list(_ request: ListCalls, _ exchange: Exchange) async throws -> Page<CallSummary> {
        let scope = ["calls", request.filter]
        let filter = try request.filter.map { try Query($0, for: CallSummary.self, now: exchange.now) }
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
        return call
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

    /// How long one walk along the journal may take.
    private static let followTime: Duration = .seconds(3)

    /// The same address in its canonical form; without one, the same issuer and no address either.
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
        // An international domain may have come in either form.
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

    private static func unknown(_ id: String) -> Problem {
        Problem(.notFound, "there is no call \"\(id.prefix(64))\"", hint: "name it by its id or its code")
    }
}
