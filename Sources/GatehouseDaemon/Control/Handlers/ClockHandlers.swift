import ControlProtocol
import GatehouseModel

/// Handlers for the system clock.
enum ClockHandlers {
    @Sendable static func show(_ request: GetClock, _ exchange: Exchange) async throws -> ClockState {
        exchange.services.clock.state(at: exchange.now)
    }

    @Sendable static func accept(_ request: AcceptClock, _ exchange: Exchange) async throws -> ClockState {
        let former = exchange.services.clock.state(at: exchange.now)
        guard former.waitingUntil != nil else { return former }
        // Recorded first, so that nothing is removed because of an act that nobody can find.
        try await exchange.services.audit.record(
            Change(
                .clockAccepted,
                of: "clock",
                by: exchange.caller.actor,
                before: .object(["due": .string(former.due.description)]),
                after: .object(["due": .string(former.time.description)]),
                at: exchange.now
            )
        )
        exchange.services.clock.accept()
        return exchange.services.clock.state(at: exchange.now)
    }
}
