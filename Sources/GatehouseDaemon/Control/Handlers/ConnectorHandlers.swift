import ControlProtocol
import GatehouseModel

/// Handlers for outbound API connectors.
enum ConnectorHandlers {
    @Sendable static func list(_ request: ListConnectors, _ exchange: Exchange) async throws -> Page<ConnectorSummary> {
        Page(items: summaries(exchange))
    }

    @Sendable static func show(_ request: GetConnector, _ exchange: Exchange) async throws -> ConnectorSummary {
        try summary(request.name, exchange)
    }

    @Sendable static func probe(_ request: ProbeConnector, _ exchange: Exchange) async throws -> ConnectorProbe {
        try await exchange.services.connectors.probe(request.name, at: request.step, by: exchange.caller.actor)
    }

    @Sendable static func force(_ request: ForceConnector, _ exchange: Exchange) async throws -> ConnectorSummary {
        try await exchange.services.connectors.force(request.name, reason: request.reason, by: exchange.caller.actor)
        return try summary(request.name, exchange)
    }

    private static func summaries(_ exchange: Exchange) -> [ConnectorSummary] {
        let counters = exchange.services.journal.counters(at: exchange.now)
        return exchange.services.connectors.summaries(counters, at: exchange.now)
    }

    private static func summary(_ name: String, _ exchange: Exchange) throws -> ConnectorSummary {
        guard let summary = summaries(exchange).first(where: { $0.name == name }) else {
            throw exchange.services.connectors.unknown(name)
        }
        return summary
    }
}
