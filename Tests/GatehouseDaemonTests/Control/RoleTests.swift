import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

/// A row of the route table as the daemon itself describes it.
struct DescribedRoute: Sendable {
    var route: Route
    var operation: [String: JSONValue]

    static func all(in document: JSONValue) -> [DescribedRoute] {
        (document.object?["paths"]?.object ?? [:]).flatMap { path, methods in
            (methods.object ?? [:]).compactMap { method, operation in
                guard let method = Route.Method(rawValue: method.uppercased()), let operation = operation.object,
                    let role = operation["x-role"]?.string.flatMap(Role.init)
                else { return nil }
                return DescribedRoute(route: Route(method, path, role, ""), operation: operation)
            }
        }
    }

    /// A request for the route's path, with a body if it needs one.
    func request(_ headers: [String: String] = [:]) -> WireRequest {
        var request = WireRequest(
            route: route,
            pathValues: route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { _ in "x" },
            headers: headers
        )
        if route.method != .get { request.headers["idempotency-key"] = "k-\(UInt64.random(in: 0 ... .max))" }
        return request
    }
}

@Suite struct `Roles` {
    @Test(arguments: ControlHarness.Way.allCases)
    func `every route of the table requires a role`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let routes = DescribedRoute.all(in: try await harness.client(way).send(GetOpenAPI()))
            #expect(routes.count == 76)
            for described in routes {
                for role in Role.allCases {
                    let reply = try await harness.transport(way, as: role).exchange(described.request())
                    let isRefused = reply.status == 403
                    #expect(
                        isRefused == (role < described.route.role),
                        "\(described.route) as \(role): \(reply.status)"
                    )
                }
            }
        }
    }

    @Test func `a user without a role is refused, and the refusal names the group to join`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let nobody = InProcessTransport(door: harness.door, caller: ControlHarness.caller(nil))
            for described in DescribedRoute.all(in: try await harness.client(.inProcess).send(GetOpenAPI())) {
                #expect(try await nobody.exchange(described.request()).status == 403, "\(described.route)")
            }
            let error = await #expect(throws: ControlError.self) {
                try await ControlClient(transport: nobody).send(GetStatus())
            }
            #expect(error?.problem?.kind == .roleRequired)
        }
    }

    @Test func `users and groups give roles, and the highest one counts`() throws {
        let book = try RoleBook(
            viewers: ["group:ops"],
            approvers: ["group:approvers", "user:anna"],
            admins: ["group:gatehouse-admins"],
            ownUID: 990,
            users: SomeUsers()
        )
        func role(uid: UInt32, gid: UInt32 = 100, groups: [UInt32] = []) -> String? {
            book.grant(to: PeerCredentials(pid: 1, uid: uid, gid: gid, groups: groups))
                .map { "\($0.role.rawValue) by \($0.reason)" }
        }
        #expect(role(uid: 0) == "admin by root")
        #expect(role(uid: 990) == "admin by the daemon's own user")
        #expect(role(uid: 7, groups: [20]) == "viewer by group:ops")
        #expect(role(uid: 7, gid: 20) == "viewer by group:ops")
        #expect(role(uid: 7, groups: [20, 22]) == "admin by group:gatehouse-admins")
        #expect(role(uid: 1000) == "approver by user:anna")
        #expect(role(uid: 7) == nil)
        #expect(book.unknown == [])
        #expect(book.socketGroup == 20)
        #expect(book.socketAccess.groups.contains(20))
        #expect(book.advice(for: "bob", wanting: .approver).contains("sudo usermod -aG approvers bob"))
    }

    @Test func `names that this machine does not know are kept separately`() throws {
        let book = try RoleBook(viewers: ["group:nobody-here"], ownUID: 990, users: SomeUsers())
        #expect(book.unknown == ["group:nobody-here"])
    }

    @Test(arguments: ["ops", "role:ops", "", ":"])
    func `names that are neither user nor group are refused`(name: String) {
        #expect(throws: RoleBook.BadName.self) { try RoleBook(viewers: [name], ownUID: 990, users: SomeUsers()) }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `a role can be lowered for a request but never raised`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let lowered = try await harness.client(way, as: .viewer).send(GetWhoAmI()).role
            #expect(lowered == .viewer)
            let raised = HeaderTransport(
                base: InProcessTransport(door: harness.door, caller: ControlHarness.caller(.viewer)),
                headers: ["gatehouse-role": "admin"]
            )
            let own = try await ControlClient(transport: raised).send(GetWhoAmI()).role
            #expect(own == .viewer)
        }
    }
}

private struct SomeUsers: UserDirectory {
    func uid(ofUser name: String) -> UInt32? { ["anna": 1000][name] }
    func gid(ofGroup name: String) -> UInt32? { ["ops": 20, "approvers": 21, "gatehouse-admins": 22][name] }
    func user(_ uid: UInt32) -> String? { nil }
    func group(_ gid: UInt32) -> String? { nil }
}
