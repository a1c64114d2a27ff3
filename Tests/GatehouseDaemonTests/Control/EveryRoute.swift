import ControlProtocol
import Foundation
import GatehouseModel
import Testing

/// Sends every request that changes nothing, for things that exist.
struct EveryRoute {
    /// Values for the `{…}` parts, by path: `/v1/calls/{id}`.
    var values: [String: String]
    /// A document for requests about policies.
    var document: String

    /// The replies to every reading request that `role` may send, by route. None of them may be refused.
    func replies(from harness: ControlHarness, as role: Role) async throws -> [(route: String, text: String)] {
        let routes = DescribedRoute.all(in: try await harness.client(.inProcess).send(GetOpenAPI()))
        var replies: [(route: String, text: String)] = []
        for described in routes where described.route.role <= role {
            let route = described.route
            guard route.path != WatchEvents.route.path, let request = question(route) else { continue }
            let reply = try await harness.transport(.inProcess, as: role).exchange(request)
            var bytes: [UInt8] = []
            for try await piece in reply.body { bytes += piece }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(reply.status == 200, "\(route.path) as \(role): \(text)")
            replies.append((route.path, text))
        }
        return replies
    }

    /// Nil for a request that changes something.
    private func question(_ route: Route) -> WireRequest? {
        var request = WireRequest(route: route)
        if route.path.contains("{") {
            guard let value = values[route.path] else {
                if route.method == .get { Issue.record("no example for \(route.path)") }
                return nil
            }
            request.pathValues = [value]
        }
        switch route.path {
        case "/v1/check": request.query = [("value", "atelier-lumen.example")]
        case "/v1/impact": request.query = [("entry", ".example")]
        case "/v1/tables/{name}/rows": return nil
        default: break
        }
        if route.method == .get { return request }
        let bodies: [String: JSONValue] = [
            "/v1/policy/check": ["document": .string(document)],
            "/v1/policy/diff": ["document": .string(document), "base": 1],
            "/v1/graph/import": [
                "files": .array([
                    ["name": "c.json", "content": #"{"displayName":"c","targetUrl":"https://c.example/"}"#]
                ])
            ],
        ]
        guard let body = bodies[route.path], let data = try? JSONEncoder().encode(body) else { return nil }
        request.headers["content-type"] = "application/json"
        request.body = .bytes(Array(data))
        return request
    }
}
