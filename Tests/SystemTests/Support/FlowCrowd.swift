import ControlProtocol
import GatehouseModel
import Synchronization
import TestSupport
import Testing

/// An API that a user flow calls.
enum Connector {
    static let goOn = #"{"version":"1.0.0","action":"Continue"}"#
    static let no = #"{"version":"1.0.0","action":"ShowBlockPage","userMessage":"Not you."}"#

    /// Refuses addresses that begin with `no-`, accepts all others.
    static let fair: TestEndpoint.Behaviour = { seen, peer in
        peer.reply(200, seen.text.contains(#""email":"no-"#) ? no : goOn)
    }

    static func policy(_ endpoint: TestEndpoint, timeout: String = "2s") -> String {
        ["first", "second"].map { name in
            """
            [[connector]]
            name = "\(name)"
            url = "\(endpoint.url("/" + name))"
            dialect = "entra-b2b"
            timeout = "\(timeout)"
            allow = ["127.0.0.1/32"]

            """
        }.joined() + """

            [[flow]]
            name = "guests"
            identity-providers = ["google.com"]
            application-claims = ["email"]

            [flow.steps]
            post-federation = "first"
            post-attribute-collection = "second"

            [[flow.attribute]]
            name = "displayName"
            required = true

            """
    }
}

extension RunningDaemon {
    /// Probes the connectors, as an admin does before their first use.
    func probeConnectors() async throws {
        try await withClient { client in
            for name in ["first", "second"] {
                let probe = try await client.send(ProbeConnector(name: name))
                #expect(probe.succeeded, "\(name): \(probe.problem ?? "")")
            }
        }
    }
}

func person(_ email: String) -> SignUpPerson {
    SignUpPerson(
        email: email,
        identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: email)],
        claims: ["displayName": "Ada"]
    )
}

/// People who sign up continuously; the connector refuses every third.
final class SigningCrowd: Sendable {
    private let daemon: RunningDaemon
    private let told = Mutex<Set<String>>([])

    init(_ daemon: RunningDaemon) { self.daemon = daemon }

    /// The people who were told that they have an account.
    var promised: Set<String> { told.withLock(\.self) }

    func signUp(round: Int, until enough: Int, then disturbance: () async throws -> Void) async throws {
        let before = promised.count
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 { group.addTask { await self.work("r\(round)w\(worker)") } }
            _ = try await eventually("\(enough) accounts") { promised.count - before >= enough ? true : nil }
            try await disturbance()
            try await group.waitForAll()
        }
    }

    private func work(_ name: String) async {
        try? await daemon.withClient { client in
            for number in 0... {
                let email = (number % 3 == 2 ? "no" : "yes") + "-\(name)n\(number)@a.example"
                let view = try await client.send(StartSignUp(flow: "guests", person: person(email)))
                guard view.form != nil else { continue }
                let id = view.signUp.id.description
                let end = try await client.send(SubmitSignUp(id: id, attributes: ["displayName": "Ada"]))
                if end.signUp.stage == .created { told.withLock { _ = $0.insert(email) } }
            }
        }
    }
}

extension ControlClient {
    func allAccounts() async throws -> [Account] {
        try await all { ListAccounts(limit: 1_000, cursor: $0) }
    }

    func allSignUps() async throws -> [SignUp] {
        try await all { ListSignUps(limit: 1_000, cursor: $0) }
    }

    private func all<Request: ControlRequest, Item>(
        _ request: (String?) -> Request
    ) async throws -> [Item] where Request.Reply == Page<Item> {
        try await everyItem { try await send(request($0)) }
    }
}
