import ControlProtocol

/// The policy document.
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
}
