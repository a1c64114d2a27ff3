import ControlProtocol
import GatehouseModel
import PlainText

/// Handlers for the daemon's status, its endpoints and the caller.
enum StatusHandlers {
    @Sendable static func status(_ request: GetStatus, _ exchange: Exchange) async throws -> DaemonStatus {
        try await exchange.services.status.status(at: exchange.now)
    }

    @Sendable static func whoami(_ request: GetWhoAmI, _ exchange: Exchange) async throws -> WhoAmI {
        let caller = exchange.caller
        let users = SystemUsers()
        let groups = Set(caller.peer.groups + [caller.peer.gid]).sorted()
        return WhoAmI(
            uid: caller.peer.uid,
            user: caller.user,
            groups: groups.map { users.group($0) ?? "gid:\($0)" },
            // The route requires a role, so this is never nil.
            role: caller.role ?? .viewer,
            grantedBy: caller.grantedBy
        )
    }

    @Sendable static func endpoints(
        _ request: ListEndpoints,
        _ exchange: Exchange
    ) async throws -> Page<EndpointSummary> {
        Page(items: try await exchange.services.status.endpoints(at: exchange.now))
    }

    @Sendable static func endpoint(_ request: GetEndpoint, _ exchange: Exchange) async throws -> EndpointSummary {
        let endpoints = try await exchange.services.status.endpoints(at: exchange.now)
        guard let endpoint = endpoints.first(where: { $0.name == request.name }) else {
            throw Problem(
                .notFound,
                "there is no endpoint \"\(request.name)\"\(Spelling.question(request.name, among: endpoints.map(\.name)))",
                hint: "there are: " + endpoints.map(\.name).joined(separator: ", ")
            )
        }
        return endpoint
    }
}
