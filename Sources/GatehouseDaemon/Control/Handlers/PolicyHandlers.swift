import ControlProtocol
import GatehouseModel

/// Handlers for the policy document and its history.
enum PolicyHandlers {
    @Sendable static func current(_ request: GetPolicy, _ exchange: Exchange) async throws -> PolicyDocumentReply {
        try await exchange.services.policy.current()
    }

    @Sendable static func apply(_ request: ApplyPolicy, _ exchange: Exchange) async throws -> PolicyDocumentReply {
        try await exchange.services.policy.apply(
            request,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func revisions(
        _ request: ListRevisions,
        _ exchange: Exchange
    ) async throws -> Page<PolicyRevisionSummary> {
        let scope = ["revisions"]
        let page = try await exchange.services.policy.revisions(
            limit: request.limit ?? 100,
            before: try Cursor.open(request.cursor, for: scope).flatMap { Int($0) }
        )
        return page.sealed(for: scope)
    }

    @Sendable static func revision(_ request: GetRevision, _ exchange: Exchange) async throws -> PolicyDocumentReply {
        PolicyDocumentReply(try await exchange.services.policy.revision(request.number))
    }

    @Sendable static func rollBack(
        _ request: RollBackPolicy,
        _ exchange: Exchange
    ) async throws -> PolicyDocumentReply {
        try await exchange.services.policy.rollBack(
            request,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func check(_ request: CheckPolicy, _ exchange: Exchange) async throws -> PolicyCheck {
        try await exchange.services.policy.check(request.document, readsSecrets: exchange.caller.role == .admin)
    }

    @Sendable static func diff(_ request: DiffPolicy, _ exchange: Exchange) async throws -> PolicyDiff {
        try await exchange.services.policy.diff(request.sides)
    }
}
