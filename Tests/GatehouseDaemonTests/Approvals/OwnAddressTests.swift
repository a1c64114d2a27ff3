import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `An approver's own address`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    @Test(arguments: ["anna", "ANNA", "Anna", "anna+guest", "anna+a+b", "ANNA+1"], [Actor.anna, .annaAsAdmin])
    func `an approver cannot approve their own address, however it is written`(local: String, actor: Actor) async throws
    {
        for domain in ["b.example", "gmail.com"] {
            let asked = try await ask(local, domain: domain)
            let reply = try await decide([asked.approval.id], .approve, by: actor)
            #expect(reply.problems == [.invalid], "\(domain)")
            #expect(try await kept(asked).state == .pending, "\(domain)")
        }
    }

    @Test func `an approver with capitals in their user name cannot approve their own address`() async throws {
        let asked = try await ask("anna")
        let actor = Actor(uid: 1001, user: "Anna", role: .approver)
        #expect(try await decide([asked.approval.id], .approve, by: actor).problems == [.invalid])
    }

    @Test(arguments: ["anna.b", "joanna", "annab", "b+anna", "anna-b"])
    func `an address that only looks similar is not the approver's own`(local: String) async throws {
        let asked = try await ask(local)
        #expect(try await decide([asked.approval.id], .approve).problems == [nil])
    }

    @Test func `another approver can approve an approver's address`() async throws {
        let asked = try await ask("anna")
        try await decide([asked.approval.id], .approve, by: .boris)
        #expect(try await kept(asked).state == .approved)
    }

    @Test func `an approver may deny their own address`() async throws {
        let asked = try await ask("anna")
        try await decide([asked.approval.id], .deny)
        #expect(try await kept(asked).state == .denied)
    }

    @Test func `an approver's own address is left out of a decision on many`() async throws {
        let own = try await ask("anna").approval.id
        let other = try await ask("ada").approval.id
        let preview = try await decide([own, other], .approve, dryRun: true)
        #expect(preview.problems == [.invalid, nil])
        let reply = try await decide([own, other], .approve)
        #expect(reply.problems == [.invalid, nil])
        #expect(reply.results.map { $0.approval?.state } == [.pending, .approved])
    }

    @Test func `an approver who has taken their own request cannot approve it either`() async throws {
        let asked = try await ask("anna")
        _ = try await desk.take(asked.approval.id.description, by: .anna, at: later)
        #expect(try await decide([asked.approval.id], .approve).problems == [.invalid])
    }

    @Test func `an applicant without an address can be approved`() async throws {
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
