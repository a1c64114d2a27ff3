import ControlProtocol
import Foundation
import GatehouseModel

/// A daemon that answers at once with data set by the test, and records the requests.
final class FakeDaemon {
    var isUp = true
    var whoAmI = WhoAmI(uid: 1001, user: "anna", groups: ["approvers"], role: .approver, grantedBy: "group:approvers")
    var status: DaemonStatus
    var calls: [CallSummary] = []
    var callDetails: [CallID: CallDetail] = [:]
    var approvals: [Approval] = []
    var approvalDetails: [CallID: ApprovalDetail] = [:]
    /// The maximum number of approval requests on one page.
    var approvalsPerPage = 1000
    var lists: [ListSummary] = []
    var entries: [String: [ListEntry]] = [:]
    var flows: [FlowSummary] = []
    var connectors: [ConnectorSummary] = []
    var signUps: [SignUpDetail] = []
    var accounts: [Account] = []
    /// The result of probing a connector, by name.
    var probes: [String: ConnectorProbe] = [:]
    var audit: [AuditRecord] = []
    var impact: Impact?
    var policy = FakePolicy()
    var endpoints: [EndpointSummary] = []
    /// Errors returned in place of the usual replies, by the request's path.
    var problems: [String: Problem] = [:]
    /// While this is set, replies wait until `release`.
    var isSlow = false
    private(set) var received: [any ControlRequest] = []
    /// The daemon's clock.
    var now: Timestamp
    private var sequence: Int64 = 100

    init(now: Timestamp) {
        self.now = now
        status = DaemonStatus(
            instance: "one",
            version: "1.0",
            started: now,
            time: now,
            listen: "127.0.0.1:8080",
            revision: 3,
            callsPerSecond: 41,
            p95Ms: 3,
            blockedShare: 0.04,
            callsKept: 4182,
            callsTotal: 4182,
            outcomes: ["continue": 3000, "block": 214, "pending": 40],
            pendingApprovals: 0,
            oldestPending: nil,
            lists: 5,
            entries: 1_204_511,
            degraded: [],
            durability: "full",
            memory: 40 << 20
        )
    }

    func requests<Request: ControlRequest>(_ type: Request.Type) -> [Request] { received.compactMap { $0 as? Request } }

    /// The requests that change something.
    var changes: [any ControlRequest] {
        received.filter { request in
            // Some requests have a body but only read.
            let isQuestion =
                request is TestRule || request is CountMatches || request is CheckPolicy || request is DiffPolicy
                || request is PreviewDecisions
            return type(of: request).route.method != .get && !isQuestion
        }
    }

    func hello() -> Event {
        event(.hello(.init(instance: status.instance, version: status.version, heartbeatSeconds: 5)))
    }

    func event(_ body: Event.Body) -> Event {
        if case .hello = body {} else { sequence += 1 }
        return Event(sequence: sequence, time: now, body: body)
    }

    func answer(_ request: any ControlRequest) -> Result<any Sendable, ControlError> {
        received.append(request)
        guard isUp else { return .failure(.unreachable(socket: "/run/g.sock", detail: "connection refused")) }
        if let problem = problems[type(of: request).route.path] { return .failure(.problem(problem)) }
        if let answer = policy.answer(request, user: whoAmI.user, at: now) {
            return answer.mapError { .problem($0) }
        }
        return reply(request).map { .success($0) } ?? .failure(.problem(Problem(.notFound, "There is no such thing.")))
    }

    private func reply(_ request: any ControlRequest) -> (any Sendable)? {
        switch request {
        case is GetWhoAmI: whoAmI
        case is GetStatus: status
        case let request as ListCalls: page(of: request)
        case let request as GetCall: CallID(request.id).flatMap { callDetails[$0] }
        case let request as RevealCall:
            CallID(request.id).map { CallBodies(id: $0, request: "{\"a\":1}", response: "{}") }
        case let request as ListApprovals: page(of: request)
        case let request as GetApproval: CallID(request.id).flatMap { approvalDetails[$0] ?? detail($0) }
        case let request as DecideApprovals: decide(request.decision)
        case let request as PreviewDecisions: preview(request)
        case let request as UndoDecisions: undo(request.ids)
        case let request as TakeApproval: change(request.id) { $0.takenBy = self.whoAmI.user }
        case let request as ReleaseApproval: change(request.id) { $0.takenBy = nil }
        case let request as CommentApproval: CallID(request.id).flatMap { detail($0) }
        case is ListLists: Page(items: lists)
        case let request as ListEntries: Page(items: entries[request.name] ?? [])
        case let request as AddEntries: add(request)
        case let request as RemoveEntries: remove(request)
        case let request as EditEntry: edit(request)
        case let request as UndoListChange:
            undo(request)
        case let request as GetImpact: impact(request)
        case let request as CheckValue: CheckReply(value: request.value, matches: [])
        case is ListFlows: Page(items: flows)
        case is ListConnectors: Page(items: connectors)
        case let request as ListSignUps: page(of: request)
        case let request as GetSignUp:
            signUps.first { [$0.signUp.id.description, $0.signUp.code.description].contains(request.id) }
        case is ListAccounts: Page(items: accounts)
        case let request as GetAccount: accounts.first { $0.id == request.id }
        case let request as SetAccountEnabled: enable(request)
        case let request as EraseAccount: erase(request)
        case let request as ProbeConnector: probes[request.name]
        case let request as ForceConnector: force(request)
        case let request as FollowPerson: person(request)
        case is ListAudit: Page(items: audit)
        case is ListEndpoints: Page(items: endpoints)
        case is VerifyAudit: AuditVerification(intact: true, records: audit.count, head: "abcdef0123456789")
        default: nil
        }
    }

    // MARK: Calls

    private func page(of request: ListCalls) -> Page<CallSummary> {
        let query = request.filter.flatMap { try? Query($0, for: CallSummary.self, now: now) }
        let matching = calls.filter { call in query.map { $0.matches(call) } ?? true }.sorted { $0.id > $1.id }
        let start = request.cursor.flatMap(Int.init) ?? 0
        let items = Array(matching.dropFirst(start).prefix(request.limit ?? 100))
        let next = start + items.count
        return Page(items: items, next: next < matching.count ? String(next) : nil)
    }

    private func person(_ request: FollowPerson) -> Page<CallSummary>? {
        guard let email = calls.first(where: { $0.id.description == request.id })?.email else { return nil }
        return Page(items: calls.filter { $0.email?.lowercased() == email.lowercased() }.sorted { $0.id > $1.id })
    }

    // MARK: Flows

    private func page(of request: ListSignUps) -> Page<SignUp> {
        let query = request.filter.flatMap { try? Query($0, for: SignUp.self, now: now) }
        let matching = signUps.map(\.signUp).filter { query?.matches($0) ?? true }.sorted { $0.id > $1.id }
        let start = request.cursor.flatMap(Int.init) ?? 0
        let items = Array(matching.dropFirst(start).prefix(request.limit ?? 100))
        let next = start + items.count
        return Page(items: items, next: next < matching.count ? String(next) : nil)
    }

    private func enable(_ request: SetAccountEnabled) -> Account? {
        guard let index = accounts.firstIndex(where: { $0.id == request.id }) else { return nil }
        accounts[index].isEnabled = request.enabled
        return accounts[index]
    }

    private func erase(_ request: EraseAccount) -> Done? {
        guard let index = accounts.firstIndex(where: { $0.id == request.id }) else { return nil }
        accounts.remove(at: index)
        return Done()
    }

    private func force(_ request: ForceConnector) -> ConnectorSummary? {
        guard let index = connectors.firstIndex(where: { $0.name == request.name }) else { return nil }
        connectors[index].forcedBy = whoAmI.user
        return connectors[index]
    }

    // MARK: Approvals

    private func detail(_ id: CallID) -> ApprovalDetail? {
        approvals.first { $0.id == id }.map { ApprovalDetail(approval: $0) }
    }

    private func page(of request: ListApprovals) -> Page<Approval> {
        let matching = approvals.filter { matches($0, request) }
        let start = request.cursor.flatMap(Int.init) ?? 0
        let items = Array(matching.dropFirst(start).prefix(approvalsPerPage))
        let next = start + items.count
        return Page(items: items, next: next < matching.count ? String(next) : nil)
    }

    private func matches(_ approval: Approval, _ request: ListApprovals) -> Bool {
        let query = request.filter.flatMap { try? Query($0, for: Approval.self, now: now) }
        return (request.state.map { $0 == approval.state } ?? true) && (query?.matches(approval) ?? true)
    }

    private func place(of id: String) -> Int? {
        CallID(id).flatMap { id in approvals.firstIndex { $0.id == id } }
    }

    private func change(_ id: String, _ change: (inout Approval) -> Void) -> Approval? {
        guard let index = place(of: id) else { return nil }
        change(&approvals[index])
        approvals[index].revision += 1
        return approvals[index]
    }

    private func preview(_ request: PreviewDecisions) -> DecideReply {
        DecideReply(
            results: request.items.map { item in
                let approval = place(of: item.id).map { approvals[$0] }
                return .init(id: item.id, approval: approval, problem: approval.flatMap(refusal))
            }
        )
    }

    private func refusal(_ approval: Approval) -> Problem? {
        if approval.state != .pending { return Problem(.alreadyDecided, "decided") }
        guard let holder = approval.takenBy, holder != whoAmI.user else { return nil }
        return Problem(.takenByAnother, "\(holder) has taken it")
    }

    private func decide(_ decision: DecideApprovals.Body) -> DecideReply {
        let results = decision.items.map { item -> DecideReply.Result in
            guard let old = place(of: item.id).map({ approvals[$0] }) else {
                return .init(id: item.id, approval: nil, problem: Problem(.notFound, "gone"))
            }
            if let problem = refusal(old) { return .init(id: item.id, approval: old, problem: problem) }
            let new = change(item.id) { approval in
                approval.state = decision.verdict == .approve ? .approved : .denied
                approval.decidedBy = self.whoAmI.user
                approval.decidedAt = self.now
                approval.reason = decision.reason
            }
            return .init(id: item.id, approval: new)
        }
        return DecideReply(results: results, undoUntil: now + .seconds(10))
    }

    private func undo(_ ids: [String]) -> DecideReply {
        DecideReply(results: ids.map { id in .init(id: id, approval: change(id) { $0.state = .pending }) })
    }

    // MARK: Lists

    private func list(_ name: String) -> ListSummary? { lists.first { $0.name == name } }

    private func add(_ request: AddEntries) -> EntriesChanged? {
        let added = request.entries.compactMap { draft -> ListEntry? in
            guard let pattern = try? EntryPattern(draft.entry) else { return nil }
            return ListEntry(
                pattern: pattern,
                comment: draft.comment,
                owner: draft.owner,
                created: now,
                expires: draft.expires
            )
        }
        entries[request.name, default: []].insert(contentsOf: added, at: 0)
        return list(request.name).map { EntriesChanged(list: $0, added: added, change: 7) }
    }

    private func undo(_ request: UndoListChange) -> EntriesChanged? {
        // Change 7 is an addition: its entries are first.
        let gone = request.change == 7 ? entries[request.name]?.first : nil
        if gone != nil { entries[request.name]?.removeFirst() }
        return list(request.name).map {
            EntriesChanged(list: $0, removed: gone.map { [$0] } ?? [], change: request.change + 1)
        }
    }

    private func remove(_ request: RemoveEntries) -> EntriesChanged? {
        let gone = (entries[request.name] ?? []).filter { request.entries.contains($0.entry) }
        entries[request.name]?.removeAll { request.entries.contains($0.entry) }
        return list(request.name).map { EntriesChanged(list: $0, removed: gone, change: 8) }
    }

    private func edit(_ request: EditEntry) -> EntriesChanged? {
        guard let index = entries[request.name]?.firstIndex(where: { $0.entry == request.entry.entry }) else {
            return nil
        }
        entries[request.name]?[index].comment = request.entry.comment
        entries[request.name]?[index].expires = request.entry.expires
        let updated = entries[request.name].map { [$0[index]] } ?? []
        return list(request.name).map { EntriesChanged(list: $0, updated: updated, change: 9) }
    }

    private func impact(_ request: GetImpact) -> Impact {
        impact
            ?? Impact(
                entry: request.entry,
                explanation: request.entry,
                days: 7,
                calls: 0,
                people: 0,
                outcomes: [:],
                waiting: [],
                waitingCount: 0,
                complete: true
            )
    }
}
