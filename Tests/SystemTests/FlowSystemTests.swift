import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A sign-up through a faulty connector` {
    private static let faults: [(name: String, behaviour: TestEndpoint.Behaviour, problem: String)] = [
        ("hangs", { _, _ in }, "timeout"),
        ("resets", { _, peer in peer.reset() }, "connection"),
        (
            "hangs up in the middle",
            { _, peer in peer.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".utf8), then: peer.close) },
            "reply-cut"
        ),
        ("answers 500", { _, peer in peer.reply(500, "{}") }, "status-is-200-or-400"),
        ("answers with a page", { _, peer in peer.reply(200, "<html>", type: "text/html") }, "content-type-is-json"),
        (
            "redirects to the metadata address",
            { _, peer in peer.reply(302, "", headers: ["Location: http://169.254.169.254/"]) }, "redirect"
        ),
        ("breaks the contract", { _, peer in peer.reply(200, #"{"version":"1","action":"Allow"}"#) }, "action-known"),
        (
            "answers without end",
            { _, peer in
                peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n")
                peer.flood(Array(repeating: 0x20, count: 65_536))
            }, "reply-too-large"
        ),
    ]

    @Test func `a sign-up fails closed for every fault of a connector, and names the fault`() async throws {
        let endpoint = try await TestEndpoint(Connector.fair)
        try await withDaemon(policy: Connector.policy(endpoint, timeout: "3s")) { daemon in
            try await daemon.probeConnectors()
            for (number, fault) in Self.faults.enumerated() {
                endpoint.behave(Connector.fair)
                let email = "ada\(number)@a.example"
                let end = try await daemon.withClient { client in
                    let started = try await client.send(StartSignUp(flow: "guests", person: person(email)))
                    #expect(started.signUp.stage == .form, "\(fault.name): \(started.signUp.problem ?? "")")
                    endpoint.behave(fault.behaviour)
                    let id = started.signUp.id.description
                    _ = try await client.send(SubmitSignUp(id: id, attributes: ["displayName": "Ada"]))
                    return try await eventually("the sign-up through one that \(fault.name) to end") {
                        let signUp = try await client.send(GetSignUpView(id: id)).signUp
                        return signUp.stage.isOver ? signUp : nil
                    }
                }
                #expect(end.stage == .failed, "\(fault.name)")
                #expect(end.problem?.hasPrefix(fault.problem + ": ") == true, "\(fault.name): \(end.problem ?? "none")")
            }
            let accounts = try await daemon.withClient { try await $0.send(ListAccounts()).items }
            #expect(accounts.isEmpty)
        }
    }

    @Test func `a sign-up through a connector without a successful probe makes no account`() async throws {
        let endpoint = try await TestEndpoint(Connector.fair)
        try await withDaemon(policy: Connector.policy(endpoint)) { daemon in
            let view = try await daemon.withClient { client in
                try await client.send(StartSignUp(flow: "guests", person: person("ada@a.example")))
            }
            #expect(view.signUp.stage == .failed)
            #expect(view.signUp.problem?.hasPrefix("unproved: ") == true)
            #expect(endpoint.seen.isEmpty)
        }
    }
}

/// Everyone who was told that there is an account must have one, and nobody else.
@Suite(.timeLimit(.minutes(5))) struct `Sign-ups after kill -9` {
    private static let kills = ProcessInfo.processInfo.environment["GATEHOUSE_KILLS"].flatMap { Int($0) } ?? 5

    @Test func `interrupted sign-ups continue after kill -9, and no account is missing or made twice`() async throws {
        let endpoint = try await TestEndpoint(Connector.fair)
        let daemon = try RunningDaemon(policy: Connector.policy(endpoint))
        try await daemon.start()
        try await daemon.probeConnectors()
        let crowd = SigningCrowd(daemon)
        for round in 0..<Self.kills {
            if round > 0 { try await daemon.start() }
            try await crowd.signUp(round: round, until: 25 + round * 11) { try await daemon.crash() }
        }
        try await daemon.start()
        let (accounts, signUps) = try await daemon.withClient { client in
            _ = try await eventually("the sign-ups under way to end") {
                let open = try await client.send(ListSignUps(filter: "(stage:step-1 OR stage:step-2 OR stage:writing)"))
                return open.items.isEmpty ? true : nil
            }
            return (try await client.allAccounts(), try await client.allSignUps())
        }
        let addresses = accounts.map(\.email)
        let created = Set(signUps.filter { $0.stage == .created }.compactMap(\.account))
        print(
            "kill -9: \(Self.kills) kills, \(crowd.promised.count) accounts promised, \(accounts.count) there, \(signUps.count) sign-ups"
        )
        #expect(crowd.promised.count >= Self.kills * 10)
        #expect(crowd.promised.subtracting(addresses).isEmpty)
        #expect(Set(addresses).count == addresses.count)
        #expect(Set(accounts.map(\.id)) == created)
        #expect(!addresses.contains { $0.hasPrefix("no-") })
        #expect(try await daemon.gatehouse("audit", "verify").status == 0)
        try await daemon.stop()
    }
}

@Suite(.timeLimit(.minutes(3))) struct `gatehouse flows run` {
    @Test func `flows run signs up the people in a file and reports each result`() async throws {
        let endpoint = try await TestEndpoint(Connector.fair)
        try await withDaemon(policy: Connector.policy(endpoint)) { daemon in
            try await daemon.probeConnectors()
            let identity = #""identities":[{"issuer":"google.com","issuerAssignedId":"1"}]"#
            let people = #"[{"email":"yes@a.example",\#(identity),"form":{"displayName":"Ada"}}]"#
            let yes = try await daemon.gatehouse("flows", "run", "guests", "--claims", "-", "-o", "json", input: people)
            #expect(yes.status == 0, "\(yes.errors)")
            #expect(yes.json?["outcomes"] == ["created": 1])
            let no = try await daemon.gatehouse(
                "flows",
                "run",
                "guests",
                "--claims",
                "-",
                "-o",
                "json",
                input: people.replacing("yes@", with: "no-ada@").replacing("\"1\"", with: "\"2\"")
            )
            #expect(no.status == 1)
            #expect(no.json?["outcomes"] == ["blocked": 1])
        }
    }

    @Test func `flows run signs up many invented people and reports where the time went`() async throws {
        let endpoint = try await TestEndpoint(Connector.fair)
        try await withDaemon(policy: Connector.policy(endpoint)) { daemon in
            try await daemon.probeConnectors()
            let result = try await daemon.gatehouse("flows", "run", "guests", "--count", "40", "-o", "json")
            #expect(result.status == 0, "\(result.errors)\(result.output)")
            #expect(result.json?["outcomes"] == ["created": 40])
            #expect(result.json?["is_complete"]?.isTrue == true)
            let list = try await daemon.gatehouse("accounts", "export", "-o", "csv")
            #expect(list.output.split(separator: "\r\n").count == 41)
        }
    }

    @Test func `flows run asks for the form line by line and shows it again after an error`() async throws {
        let endpoint = try await TestEndpoint(Connector.fair)
        try await withDaemon(policy: Connector.policy(endpoint)) { daemon in
            try await daemon.probeConnectors()
            let typed = "google.com\nyes-ada@a.example\n\n\n\nAda\n"
            let result = try await daemon.gatehouse("flows", "run", "guests", "-o", "json", input: typed)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("! This is required."))
            #expect(result.json?["sign_up"]?["stage"] == "created")
        }
    }

    @Test func `flows run shows both sides of each call in a sign-up's timeline`() async throws {
        try await withDaemon { daemon in
            let connector = """

                [[connector]]
                name = "gate"
                url = "http://\(daemon.address)/endpoints/shop"
                dialect = "entra-b2b"
                allow = ["127.0.0.1/32"]
                authentication = { basic = { username = "entra", password = { file = "entra.password" } } }

                [[flow]]
                name = "shop"
                identity-providers = ["local"]
                steps = { post-attribute-collection = "gate" }
                """
            try await daemon.withClient { client in
                let policy = try await client.send(GetPolicy())
                let whole = policy.document + connector
                _ = try await client.send(ApplyPolicy(document: whole, comment: nil, base: policy.revision))
                let probe = try await client.send(ProbeConnector(name: "gate"))
                #expect(probe.succeeded, "\(probe.problem ?? "")")
                let person = SignUpPerson(email: "ada@a.example")
                let view = try await client.send(StartSignUp(flow: "shop", person: person))
                #expect(view.signUp.stage == .created, "\(view.signUp.problem ?? "")")
                let detail = try await client.send(GetSignUp(id: view.signUp.code.description))
                #expect(detail.timeline.compactMap(\.call?.direction) == [.inbound, .outbound])
                #expect(detail.timeline.compactMap(\.call?.outcome) == [.continue, .continue])
            }
        }
    }

    @Test(arguments: [
        ["--count", "0"], ["--count", "2", "--claims", "x"], ["--rate", "5"], ["--seed", "1"],
        ["--claims", "/nonexistent"],
    ])
    func `flows run refuses invalid arguments`(arguments: [String]) async throws {
        let result = try await Program.run("gatehouse", ["flows", "run", "guests"] + arguments)
        #expect(result.status == 2, "\(result.errors)")
    }
}
