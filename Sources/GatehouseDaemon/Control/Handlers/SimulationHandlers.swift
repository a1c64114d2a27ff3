import ControlProtocol
import GatehouseModel

/// Handlers for simulations and replays.
enum SimulationHandlers {
    @Sendable static func start(_ request: StartSimulation, _ exchange: Exchange) async throws -> Simulation {
        try await exchange.services.simulations.start(
            request.plan,
            by: exchange.caller.user,
            at: exchange.now
        )
    }

    @Sendable static func show(_ request: GetSimulation, _ exchange: Exchange) async throws -> Simulation {
        try exchange.services.simulations.simulation(request.id)
    }

    @Sendable static func cancel(_ request: CancelSimulation, _ exchange: Exchange) async throws -> Simulation {
        try exchange.services.simulations.cancel(request.id)
    }

    @Sendable static func flips(_ request: ListFlips, _ exchange: Exchange) async throws -> Page<Flip> {
        let scope = ["flips", request.id, request.from?.rawValue, request.to?.rawValue, request.decidedBy]
        let page = try await exchange.services.simulations.flips(
            request,
            after: try Cursor.open(request.cursor, for: scope).flatMap { Int($0) } ?? 0
        )
        return page.sealed(for: scope)
    }

    @Sendable static func replay(_ request: ReplayCalls, _ exchange: Exchange) async throws -> Page<ReplayedCall> {
        Page(items: try await exchange.services.simulations.replay(request.question, at: exchange.now))
    }
}
