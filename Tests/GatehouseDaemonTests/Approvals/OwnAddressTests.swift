import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `Somebody's own address`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    @Test(arguments: ["anna", "ANNA", "Anna", "anna+guest", "anna+a+b", "ANNA+1"], [Actor.anna, .annaAsAdmin])
    func `is not approved by them, in any spelling`(local: String, actor: Actor) async throws {
        for domain in ["b.example", "gmail.com"] {
            let asked = try await ask(local, domain: domain)
            let reply = try await decide([asked.approval.id], .approve, by: actor)
            #expect(reply.problems == [.invalid], "\(domain)")
            #expect(try await kept(asked).state == .pending, "\(domain)")
        }
    }

    @Test func `is not approved by them when their user name has capitals`() async throws {
        let asked = try await ask("anna")
        let actor = Actor(uid: 1001, user: "Anna", role: .approver)
        #expect(try await decide([asked.approval.id], .approve, by: actor).problems == [.invalid])
    }

    @Test(arguments: ["anna.b", "joanna", "annab", "b+anna", "anna-b"])
    func `is another one than an address that only looks alike`(local: String) async throws {
        let asked = try await ask(local)
        #expect(try await decide([asked.approval.id], .approve).problems == [nil])
    }

    @Test func `is approved by somebody else`() async throws {
        let asked = try await ask("anna")
        try await decide([asked.approval.id], .approve, by: .boris)
        #expect(try await kept(asked).state == .approved)
    }

    @Test func `may be denied by them`() async throws {
        let asked = try await ask("anna")
        try await decide([asked.approval.id], .deny)
        #expect(try await kept(asked).state == .denied)
    }

    @Test func `stays out of a decision about many, which is made of the others`() async throws {
        let own = try await ask("anna").approval.id
        let other = try await ask("ada").approval.id
        let preview = try await decide([own, other], .approve, dryRun: true)
        #expect(preview.problems == [.invalid, nil])
        let reply = try await decide([own, other], .approve)
        #expect(reply.problems == [.invalid, nil])
        #expect(reply.results.map { $0.approval?.state } == [.pending, .approved])
    }

    @Test func `is not approved by them while they hold it either`() async throws {
        let asked = try await ask("anna")
        _ = try await desk.take(asked.approval.id.description, by: .anna, at: later)
        #expect(try await decide([asked.approval.id], .approve).problems == [.invalid])
    }

    @Test func `is no reason to refuse where a person has no address`() async throws {
        let claims = Claims(
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "anna")]
        )
        let asked = try await ask(claims)
        #expect(try await decide([asked.approval.id], .approve).problems == [nil])
    }
}

extension Actor {
    fileprivate static let annaAsAdmin = Actor(uid: 1001, user: "anna", role: .admin)
}
