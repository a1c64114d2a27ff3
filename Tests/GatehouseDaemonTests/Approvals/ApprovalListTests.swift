import ControlProtocol
import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `Listing approval requests` {
    private static let start = Timestamp(milliseconds: 1_800_000_000_000)
    private static let admin = GatehouseModel.Actor(uid: 7, user: "anna", role: .admin)
    private let scratch = Scratch()

    private func withRequests(_ body: (ApprovalDesk, [Approval]) async throws -> Void) async throws {
        let store = try StateStore(path: scratch.file("state.db"), durability: .relaxed)
        let desk = try ApprovalDesk(store: store)
        let people: [(String, String?, String?)] = [
            ("ada@b.example", "Ada B.", "google.com"), ("mireille.caron@atelier-lumen.example", "Mireille Caron", nil),
            ("100%_\\@c.example", "O'Brien \"x\" --", "mail"), ("zoë@bücher.example", "ZOË", "facebook.com"),
            ("Ada.B@Mail.b.example", nil, "google.com"), ("x@b.example", "new\nline\u{0}end", "https://login.example"),
        ]
        for (number, person) in people.enumerated() {
            for round in 0..<3 {
                try await ask(person, number * 3 + round, in: round == 2 ? "partners" : "guests", of: desk)
            }
        }
        let all = try await desk.list(state: nil, limit: 1000).items
        for approval in all.prefix(3) {
            _ = try await desk.take(approval.id.description, by: Self.admin, at: Self.start + .seconds(60))
        }
        try await body(desk, try await desk.list(state: nil, limit: 1000).items)
        await store.close()
    }

    private func ask(
        _ person: (email: String, name: String?, issuer: String?),
        _ number: Int,
        in queue: String,
        of desk: ApprovalDesk
    ) async throws {
        var claims = Claims(email: person.email)
        claims.attributes["displayName"] = person.name.map { .string($0) }
        claims.identities =
            person.issuer.map {
                [Identity(signInType: "federated", issuer: $0, issuerAssignedID: "\(number)")]
            } ?? []
        let (applicant, asked) = (try #require(Applicant(claims)), claims)
        let now = Self.start + .seconds(number)
        _ = try await withCheckedThrowingContinuation { continuation in
            do {
                try desk.ask(
                    applicant,
                    claims: asked,
                    in: Queue(name: queue),
                    askedBy: number.isMultiple(of: 2) ? .byDefault : .list("freemail"),
                    call: CallID(at: now),
                    at: now
                ) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    @Test(arguments: [
        "", "ada", "email:ada@b.example", "email:*@b.example", "email:100%_\\@c.example", "name:zoË", "name:*--",
        "queue:partners", "-queue:partners", "state:pending", "state:denied", "issuer:google.com OR issuer:mail",
        "asks:>0", "asks:>1", "asked:default", "asked:list:*", "taken:anna", "-taken:anna", "decided:*",
        "provisioning:none", "since:2027-01-15", "until:2027-01-15T08:00:05Z", "name:*line*", "nothing-like-it",
    ])
    func `a filter finds the same requests in the store as in memory`(text: String) async throws {
        try await withRequests { desk, all in
            let filter = try Query(text, for: Approval.self, now: Self.start + .seconds(100))
            let found = try await desk.list(state: nil, filter: filter, limit: 1000).items
            #expect(found == all.filter(filter.matches))
        }
    }

    @Test func `a filter finds a request by its code and by its id`() async throws {
        try await withRequests { desk, all in
            let wanted = all[4]
            for text in ["code:\(wanted.code)", "id:\(wanted.id)"] {
                let filter = try Query(text, for: Approval.self, now: Self.start)
                #expect(try await desk.list(state: .pending, filter: filter).items == [wanted], "\(text)")
            }
        }
    }

    @Test func `pages of a filtered list contain every match exactly once`() async throws {
        try await withRequests { desk, all in
            let filter = try Query("queue:guests", for: Approval.self, now: Self.start)
            let found = try await everyItem(atMost: 2) {
                try await desk.list(state: .pending, filter: filter, limit: 2, cursor: $0)
            }
            #expect(found == all.filter(filter.matches).reversed())
        }
    }
}
