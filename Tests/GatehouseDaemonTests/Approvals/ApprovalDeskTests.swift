import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `The approval desk`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    @Test func `an applicant without requests has no standing`() throws {
        #expect(desk.standing(of: try applicant(), in: queue, at: .noon) == .none)
    }

    @Test func `asking opens one request, and asking again is counted`() async throws {
        let first = try await ask()
        let second = try await ask(at: later)
        #expect(first.kind == .opened)
        #expect(second.kind == .counted)
        #expect(second.approval.id == first.approval.id)
        #expect(second.approval.asks == 2)
        #expect(desk.standing(of: try applicant(), in: queue, at: later) == .pending(first.approval.code))
        #expect(desk.pendingCount == 1)
    }

    @Test func `many asks at once open one request`() async throws {
        try await withThrowingTaskGroup(of: Asked.self) { group in
            for _ in 0..<100 { group.addTask { try await ask() } }
            var ids: Set<CallID> = []
            var opened = 0
            for try await asked in group {
                ids.insert(asked.approval.id)
                opened += asked.kind == .opened ? 1 : 0
            }
            #expect(ids.count == 1)
            #expect(opened == 1)
        }
        #expect(try await desk.list(state: .pending).items.map(\.asks) == [100])
    }

    @Test func `each queue has its own requests`() async throws {
        try await ask()
        let other = try await ask(queue: Queue(name: "others"))
        #expect(other.kind == .opened)
    }

    @Test func `everything is remembered after a restart`() async throws {
        let asked = try await ask()
        let other = try await ask("bob")
        try await decide([other.approval.id], .deny)
        let again = try ApprovalDesk(store: try await state.reopened())
        #expect(again.standing(of: try applicant(), in: queue, at: later) == .pending(asked.approval.code))
        let bob = again.standing(of: try applicant("bob"), in: queue, at: later)
        #expect(bob == .denied(other.approval.code, mayAskAgain: false, message: nil))
        #expect(try await again.list(state: .pending).items == [asked.approval])
        #expect(try await ask(of: again, at: later).kind == .counted)
    }

    @Test(arguments: [
        (Queue.ReRequest.never, 86_400 * 365, false), (.always, 0, true), (.after(.seconds(100)), 99, false),
        (.after(.seconds(100)), 100, true),
    ])
    func `a denied applicant may ask again as the queue says`(
        rule: Queue.ReRequest,
        seconds: Int,
        may: Bool
    ) async throws {
        let queue = Queue(name: "guests", reRequest: rule)
        let asked = try await ask(queue: queue)
        try await decide([asked.approval.id], .deny)
        let time = later + .seconds(seconds)
        let standing = desk.standing(of: try applicant(), in: queue, at: time)
        #expect(standing == .denied(asked.approval.code, mayAskAgain: may, message: nil))
        #expect(try await ask(queue: queue, at: time).kind == (may ? .opened : .denied))
    }

    @Test func `an approved applicant opens no new request`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        #expect(desk.standing(of: try applicant(), in: queue, at: later) == .approved(asked.approval.code))
        #expect(try await ask(at: later).kind == .approved)
    }

    @Test func `requests that are due expire`() async throws {
        let asked = try await ask()
        let end = Timestamp.noon + .seconds(3600)
        #expect(desk.standing(of: try applicant(), in: queue, at: end) == .none)
        #expect(try await desk.expireDue(at: end) == 1)
        #expect(try await desk.detail(asked.approval.code.description).approval.state == .expired)
        #expect(desk.pendingCount == 0)
    }

    @Test func `asking opens a new request if the old one is due to expire`() async throws {
        let first = try await ask()
        let second = try await ask(at: .noon + .seconds(3600))
        #expect(second.kind == .opened)
        #expect(second.approval.id != first.approval.id)
        #expect(try await desk.detail(first.approval.id.description).approval.state == .expired)
    }

    @Test func `an applicant who needed no approval is recorded once`() async throws {
        for _ in 0..<2 {
            let applicant = try applicant()
            let approval = try await withCheckedThrowingContinuation { continuation in
                do {
                    try desk.recordAllowed(
                        applicant,
                        claims: Self.claims(),
                        in: queue,
                        by: .list("partners"),
                        call: CallID(at: .noon),
                        at: .noon
                    ) { continuation.resume(with: $0) }
                } catch { continuation.resume(throwing: error) }
            }
            #expect(approval.decidedBy == "list:partners")
        }
        #expect(try await desk.list(state: .approved).items.count == 1)
    }

    @Test func `each of many decisions has its own result`() async throws {
        let one = try await ask("one").approval.id
        let two = try await ask("two").approval.id
        try await decide([two], .approve, by: .boris)
        let reply = try await decide([one, two, CallID(at: .noon)], .deny)
        #expect(reply.results.map { $0.problem?.kind } == [nil, .alreadyDecided, .notFound])
        #expect(reply.results[1].approval?.decidedBy == "boris")
        #expect(reply.undoUntil == later + .seconds(10))
    }

    @Test func `five hundred requests are decided at once, and no more`() async throws {
        var ids: [CallID] = []
        for number in 0..<60 { ids.append(try await ask("n\(number)").approval.id) }
        let reply = try await decide(ids, .approve)
        #expect(reply.results.allSatisfy { $0.approval?.state == .approved })
        await #expect(throws: StateError.self) {
            try await decide(Array(repeating: ids[0], count: 501), .approve)
        }
    }

    @Test func `a preview shows what would happen and changes nothing`() async throws {
        let asked = try await ask()
        let reply = try await decide([asked.approval.id], .approve, dryRun: true)
        #expect(reply.results[0].approval?.state == .approved)
        #expect(reply.undoUntil == nil)
        #expect(try await desk.list(state: .pending).items == [asked.approval])
    }

    @Test func `a decision on an old revision is refused and shows the current one`() async throws {
        let asked = try await ask()
        try await ask(at: later)
        let reply = try await decide([asked.approval.id], .approve, revision: 1)
        #expect(reply.results[0].problem?.kind == .revisionMismatch)
        #expect(reply.results[0].approval?.revision == 2)
    }

    @Test func `nobody may approve their own address`() async throws {
        let asked = try await ask("anna")
        let reply = try await decide([asked.approval.id], .approve, by: .anna)
        #expect(reply.results[0].problem?.kind == .invalid)
        #expect(reply.results[0].approval?.state == .pending)
    }

    @Test func `an undone decision leaves the request pending again`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        let reply = try await desk.undo([asked.approval.code.description], by: .anna, at: later + .seconds(5))
        #expect(reply.results[0].approval?.state == .pending)
        #expect(desk.standing(of: try applicant(), in: queue, at: later) == .pending(asked.approval.code))
    }

    @Test func `a denial cannot be undone once the applicant has asked anew`() async throws {
        let queue = Queue(name: "guests", reRequest: .always)
        let asked = try await ask(queue: queue)
        try await decide([asked.approval.id], .deny)
        try await ask(queue: queue, at: later + .seconds(1))
        let reply = try await desk.undo([asked.approval.id.description], by: .anna, at: later + .seconds(2))
        #expect(reply.results[0].problem?.kind == .conflict)
    }

    @Test func `a request that another person has taken cannot be taken, and the refusal names the person`()
        async throws
    {
        let asked = try await ask()
        _ = try await desk.take(asked.approval.code.description, by: .anna, at: later)
        let refused = await #expect(throws: ApprovalDesk.Refused.self) {
            try await desk.take(asked.approval.id.description, by: .boris, at: later)
        }
        #expect(refused?.current.takenBy == "anna")
        #expect(refused?.refusal.problem().kind == .takenByAnother)
    }

    @Test func `the detail shows the person's history`() async throws {
        let queue = Queue(name: "guests", reRequest: .always)
        let first = try await ask(queue: queue)
        try await decide([first.approval.id], .deny)
        let second = try await ask(queue: queue, at: later + .seconds(1))
        let neighbour = try await ask("bob", queue: queue, at: later + .seconds(2))
        try await ask("eve", domain: "else.example", queue: queue)
        _ = try await desk.comment(second.approval.id.description, "asked the host", by: .boris, at: later)
        let detail = try await desk.detail(second.approval.code.description)
        #expect(detail.earlier.map(\.id) == [first.approval.id])
        #expect(detail.sameDomain.map(\.id) == [neighbour.approval.id])
        #expect(detail.domainCounts == ["pending": 2, "denied": 1])
        #expect(detail.comments.map(\.text) == ["asked the host"])
        #expect(detail.claims == Self.claims())
    }

    @Test func `pages of pending requests start with the oldest`() async throws {
        var ids: [CallID] = []
        for number in 0..<5 {
            ids.append(try await ask("n\(number)", at: .noon + .seconds(number)).approval.id)
        }
        let first = try await desk.list(state: .pending, limit: 3)
        let second = try await desk.list(state: .pending, limit: 3, cursor: first.next)
        #expect((first.items + second.items).map(\.id) == ids)
        #expect(second.next == nil)
    }

    @Test func `the query language filters requests`() async throws {
        try await ask("ada")
        try await ask("bob", domain: "else.example")
        let query = try Query("email:*@else.example", for: Approval.self, now: .noon)
        #expect(try await desk.list(state: .pending, filter: query).items.map(\.email) == ["bob@else.example"])
    }

    @Test(arguments: [
        ("ada@b.example", 1), ("b.example", 1), (".b.example", 2), ("*.b.example", 1), ("issuer:google.com", 3),
        ("b_example", 0),
    ])
    func `pending requests that a list entry would match are found`(entry: String, count: Int) async throws {
        try await ask("ada")
        try await ask("bob", domain: "sub.b.example")
        try await ask("eve", domain: "xb.example")
        let waiting = try await desk.waiting(matching: try EntryPattern(entry))
        #expect(waiting.count == count)
        #expect(waiting.items.count == count)
    }

    @Test func `every change is published after it is stored, in order`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        #expect(state.events.approvals.map(\.state) == [.pending, .approved])
        #expect(state.events.approvals.map(\.revision) == [1, 2])
    }

    @Test func `every change leaves an audit record`() async throws {
        let asked = try await ask()
        let id = asked.approval.id.description
        _ = try await desk.take(id, by: .anna, at: later)
        try await decide([asked.approval.id], .deny)
        _ = try await desk.undo([id], by: .anna, at: later)
        let log = AuditLog(store: state.store)
        let actions = try await log.records().items.map(\.action)
        #expect(actions == ["approval.undo", "approval.deny", "approval.take", "approval.ask"])
        #expect(try await log.verify().intact)
    }

    @Test func `the reply is stored together with the decision`() async throws {
        let asked = try await ask()
        let keys = IdempotencyStore(store: state.store)
        let ticket = try IdempotencyTicket(
            key: "k",
            uid: 1001,
            method: "POST",
            path: "/v1/approvals/decide",
            bodyHash: Data(),
            at: later
        )
        #expect(try await keys.begin(ticket) == .fresh)
        let body = DecideApprovals.Body(items: [.init(id: asked.approval.id.description)], verdict: .approve)
        let recorded = RecordedReply<DecideReply>(ticket: ticket) { reply in
            StoredReply(status: 200, body: Data("\(reply.results.count)".utf8))
        }
        _ = try await desk.decide(body, by: .anna, terms: { _ in nil }, keeping: recorded, at: later)
        keys.end(ticket)
        #expect(try await keys.begin(ticket) == .replay(StoredReply(status: 200, body: Data("1".utf8))))
    }
}
