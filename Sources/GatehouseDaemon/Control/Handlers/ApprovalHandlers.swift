import ControlProtocol
import GatehouseModel
import PolicyEngine

/// Handlers for approval requests.
enum ApprovalHandlers {
    @Sendable static func list(_ request: ListApprovals, _ exchange: Exchange) async throws -> Page<Approval> {
        let scope = ["approvals", request.state?.rawValue, request.filter]
        let page = try await exchange.services.approvals.list(
            state: request.state,
            filter: try exchange.filter(request.filter, for: Approval.self),
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    @Sendable static func show(_ request: GetApproval, _ exchange: Exchange) async throws -> ApprovalDetail {
        try await exchange.services.approvals.detail(request.id)
    }

    @Sendable static func take(_ request: TakeApproval, _ exchange: Exchange) async throws -> Approval {
        try await exchange.services.approvals.take(
            request.id,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func release(_ request: ReleaseApproval, _ exchange: Exchange) async throws -> Approval {
        try await exchange.services.approvals.release(
            request.id,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func comment(_ request: CommentApproval, _ exchange: Exchange) async throws -> ApprovalDetail {
        try await exchange.services.approvals.comment(
            request.id,
            request.text,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func decide(_ request: DecideApprovals, _ exchange: Exchange) async throws -> DecideReply {
        let queues = exchange.services.snapshot().document.queues
        return try await exchange.services.approvals.decide(
            request.decision,
            by: exchange.caller.actor,
            terms: { name in queues.first { $0.name == name } },
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func undo(_ request: UndoDecisions, _ exchange: Exchange) async throws -> DecideReply {
        try await exchange.services.approvals.undo(
            request.ids,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    /// The approval request that an `If-Match` refers to.
    @Sendable static func current<Request: ControlRequest>(
        _ request: Request,
        _ exchange: Exchange
    ) async throws -> any Tagged & Encodable {
        try await exchange.services.approvals.detail(request.pathValues[0]).approval
    }
}
