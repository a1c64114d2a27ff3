import ControlProtocol
import Dialects
import GatehouseModel
import NIOCore
import PolicyEngine
import TestSupport
import Testing
import UserFlows

@testable import GatehouseDaemon

/// A desk with real stores, one connector `api` used by the flow `guests`, and an API to call.
struct DeskFixture {
    let directory = try? TemporaryDirectory()
    let store: StateStore
    let journal: Journal
    let desk: ConnectorDesk
    let endpoint: TestEndpoint
    let holder: PolicyHolder
    static let admin = Actor(uid: 0, user: "anna", role: .admin)
    static let proceed = #"{"version":"1.0.0","action":"Continue","city":"Annecy"}"#
    let leg = Leg(flow: "guests", step: .postFederation, signUp: CallID(at: .now))
    let claims = Claims(email: "ada@b.example", attributes: ["displayName": "Ada"])

    init(
        _ extra: String = "",
        width: Int = 128,
        _ behaviour: @escaping TestEndpoint.Behaviour = { _, peer in peer.reply(200, DeskFixture.proceed) }
    ) async throws {
        let path = try #require(directory).path
        endpoint = try await TestEndpoint(behaviour)
        store = try StateStore(path: path + "/state.db")
        journal = try Journal(
            at: path + "/journal",
            options: .init(claims: { call, body in
                call.dialect.flatMap { dialect in
                    try? dialect.dialect.claims(in: body, at: call.step ?? .postFederation)
                }
            })
        )
        holder = PolicyHolder(try Self.policy(endpoint.url("/a?code=k3y"), extra))
        let hub = EventHub(startedAt: .now)
        desk = try ConnectorDesk(
            .init(
                policy: holder,
                store: store,
                journal: CallRecorder(journal: journal, batch: EventBatch(hub: hub)),
                width: width
            )
        )
    }

    static func policy(_ url: String, _ extra: String = "") throws -> ActivePolicy {
        let text = """
            [[connector]]
            name = "api"
            url = "\(url)"
            dialect = "entra-b2b"
            allow = ["127.0.0.1"]
            \(extra)

            [[flow]]
            name = "guests"
            identity-providers = ["google.com"]
            steps = { post-federation = "api" }
            """
        let document = try PolicyDocument.parse(text, file: "policy.toml")
        return try ActivePolicy(PolicySnapshot(document: document, revision: 1, indexes: [:]), secretsIn: "/tmp")
    }

    var summary: ConnectorSummary? {
        desk.summaries(journal.counters(at: .now), at: .now).first
    }

    func call() async -> ConnectorReply { await desk.call("api", claims: claims, leg: leg) }
}

extension ConnectorReply {
    var fault: String? { if case .failed(let failure) = outcome { failure.cause.name } else { nil } }
}

@Suite struct `The connector desk` {
    @Test func `a connector cannot be called by a step before a probe has succeeded`() async throws {
        let fixture = try await DeskFixture()
        #expect(await fixture.call().fault == "unproved")
        #expect(fixture.endpoint.seen.isEmpty)
        #expect(fixture.summary?.state == .unproved)
        let probe = try await fixture.desk.probe("api", at: nil, by: DeskFixture.admin)
        #expect(probe.succeeded)
        #expect(probe.reading == "continue")
        #expect(probe.address == "127.0.0.1")
        #expect(await fixture.call().outcome == .continue(claims: ["city": "Annecy"]))
        #expect(fixture.summary?.state == .ready)
    }

    @Test func `a successful probe is remembered across restarts, and forgotten when the definition changes`()
        async throws
    {
        let fixture = try await DeskFixture()
        _ = try await fixture.desk.probe("api", at: nil, by: DeskFixture.admin)
        let second = try ConnectorDesk(
            .init(
                policy: fixture.holder,
                store: fixture.store,
                journal: CallRecorder(
                    journal: fixture.journal,
                    batch: EventBatch(hub: EventHub(startedAt: .now))
                )
            )
        )
        #expect(await second.call("api", claims: fixture.claims, leg: fixture.leg).fault == nil)
        let changed = try DeskFixture.policy(fixture.endpoint.url("/other"))
        fixture.holder.replace { _ in changed }
        #expect(await second.call("api", claims: fixture.claims, leg: fixture.leg).fault == "unproved")
    }

    @Test func `a failed probe keeps the connector closed and says why`() async throws {
        let fixture = try await DeskFixture { _, peer in
            peer.reply(200, #"{"version":"1","action":"ValidationError","status":400,"userMessage":"x"}"#)
        }
        let probe = try await fixture.desk.probe("api", at: .postAttributeCollection, by: DeskFixture.admin)
        #expect(!probe.succeeded)
        #expect(probe.reading == "validation-under-400")
        #expect(
            probe.problem == "HTTP 200 with a ValidationError body: the provider ignores it; send 400"
        )
        #expect(await fixture.call().fault == "unproved")
        #expect(fixture.summary?.state == .failing)
    }

    @Test func `a connector can be forced, which is audited and shown`() async throws {
        let fixture = try await DeskFixture()
        try await fixture.desk.force("api", reason: "the vendor is down", by: DeskFixture.admin)
        #expect(await fixture.call().fault == nil)
        #expect(fixture.summary?.forcedBy == "anna")
        let records = try await AuditLog(store: fixture.store).records(filter: nil, limit: 10, cursor: nil).items
        #expect(records.map(\.action) == ["connector.force"])
        await #expect(throws: Problem.self) {
            try await fixture.desk.force("api", reason: " ", by: DeskFixture.admin)
        }
    }

    @Test func `each call is journaled with its times, its bodies and its sign-up`() async throws {
        let fixture = try await DeskFixture()
        try await fixture.desk.force("api", reason: "test", by: DeskFixture.admin)
        let reply = await fixture.call()
        let kept = try #require(try await fixture.journal.call(reply.call.description, at: .now))
        #expect(kept.call.direction == .outbound)
        #expect(kept.call.endpoint == "api")
        #expect(kept.call.outcome == .continue)
        #expect(kept.call.status == 200)
        #expect(kept.call.decidedBy.rawValue == "connector:api")
        #expect(kept.signUp == fixture.leg.signUp.code)
        #expect(kept.approval == nil)
        #expect(kept.timing?.connectMs != nil)
        #expect(kept.timing?.firstByteMs != nil)
        #expect(kept.claims == fixture.claims)
        #expect(kept.client == "127.0.0.1")
        let bodies = try await fixture.journal.bodies(reply.call.description, at: .now)
        #expect(bodies?.request == #"{"email":"ada@b.example","displayName":"Ada"}"#)
        #expect(bodies?.response == DeskFixture.proceed)
    }

    @Test func `failures are journaled by name`() async throws {
        let fixture = try await DeskFixture { _, peer in peer.reply(500, "{}") }
        try await fixture.desk.force("api", reason: "test", by: DeskFixture.admin)
        let reply = await fixture.call()
        let kept = try #require(try await fixture.journal.call(reply.call.description, at: .now))
        #expect(kept.call.outcome == .failed)
        #expect(kept.problem?.hasPrefix("status-is-200-or-400: HTTP 500 came") == true)
        #expect(fixture.summary?.state == .failing)
        #expect(fixture.summary?.failures24h == 1)
    }

    @Test func `the calls of a sign-up are found`() async throws {
        let fixture = try await DeskFixture()
        try await fixture.desk.force("api", reason: "test", by: DeskFixture.admin)
        let reply = await fixture.call()
        let other = Leg(flow: "guests", step: .postFederation, signUp: CallID(at: .now))
        _ = await fixture.desk.call("api", claims: fixture.claims, leg: other)
        for text in [
            "signup:\(fixture.leg.signUp.code) direction:outbound", "connector:api signup:\(fixture.leg.signUp.code)",
        ] {
            let filter = try Query(text, for: CallSummary.self, now: .now)
            #expect(try await fixture.journal.every(matching: filter).map(\.id) == [reply.call])
        }
    }

    @Test func `outbound calls do not count as traffic of an endpoint with the same name`() async throws {
        let fixture = try await DeskFixture()
        try await fixture.desk.force("api", reason: "test", by: DeskFixture.admin)
        _ = await fixture.call()
        let counters = fixture.journal.counters(at: .now)
        #expect(counters.endpoints["api"] == nil)
        #expect(counters.p95Ms == 0)
        #expect(fixture.summary?.calls24h == 1)
    }

    @Test func `the number of simultaneous calls is limited, and further calls wait`() async throws {
        let fixture = try await DeskFixture(width: 2) { _, peer in
            peer.after(.milliseconds(30)) { peer.reply(200, DeskFixture.proceed) }
        }
        try await fixture.desk.force("api", reason: "test", by: DeskFixture.admin)
        await withTaskGroup(of: String?.self) { group in
            for _ in 0..<8 { group.addTask { await fixture.call().fault } }
            for await fault in group { #expect(fault == nil) }
        }
        #expect(fixture.endpoint.connections <= 2)
    }

    @Test func `a call of a disabled or missing connector fails closed`() async throws {
        let fixture = try await DeskFixture("enabled = false")
        try await fixture.desk.force("api", reason: "test", by: DeskFixture.admin)
        #expect(await fixture.call().fault == "disabled")
        let gone = await fixture.desk.call("vanished", claims: fixture.claims, leg: fixture.leg)
        #expect(gone.fault == "unknown-connector")
        #expect(try await fixture.journal.call(gone.call.description, at: .now)?.call.outcome == .failed)
    }

    @Test func `the key in a URL is never shown`() async throws {
        let fixture = try await DeskFixture()
        #expect(fixture.summary?.url.contains("k3y") == false)
        #expect(fixture.summary?.steps == ["guests:post-federation"])
    }
}
