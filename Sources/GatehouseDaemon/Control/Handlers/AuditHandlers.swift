import ControlProtocol
import GatehouseModel

/// Handlers for the audit log.
enum AuditHandlers {
    @Sendable static func list(_ request: ListAudit, _ exchange: Exchange) async throws -> Page<AuditRecord> {
        let scope = ["audit", request.filter]
        let filter = try exchange.filter(request.filter, for: AuditRecord.self)
        let page = try await exchange.services.audit.records(
            filter: filter,
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    @Sendable static func verify(_ request: VerifyAudit, _ exchange: Exchange) async throws -> AuditVerification {
        var checkpoint: AuditCheckpoint?
        if let text = request.against {
            checkpoint = AuditCheckpoint(text)
            guard checkpoint != nil else {
                throw Problem(
                    .malformed,
                    "the query item \"against\" is no checkpoint",
                    hint: "write NUMBER:HASH as the log line \"audit checkpoint\" has it"
                )
            }
        }
        return try await exchange.services.audit.verify(against: checkpoint)
    }
}
