package import ControlProtocol
package import GatehouseModel

/// A detail that some view shows, under its key.
package enum Resource: Sendable {
    case call(CallDetail)
    case bodies(CallBodies)
    case approval(ApprovalDetail)
    case calls([CallSummary])
    case records([AuditRecord])
    case check(CheckReply)
    case impact(Impact)
    case endpoints([EndpointSummary])
    case matches(RuleMatches)
    case test(RuleTest)
    case diff(PolicyDiff)
    case drafts([PolicyDraft])
    case revisions([PolicyRevisionSummary])
    case flips([Flip])
    case signUp(SignUpDetail)
    case account(Account)
    case verdicts(DecideReply)
}

/// A detail that is wanted: its key and how to ask for it.
package struct Wanted: Sendable {
    package let key: String
    package let ask: Ask

    /// - Parameter resource: what the reply is kept as.
    init<Request: ControlRequest>(
        _ key: String,
        _ request: Request,
        as resource: @escaping @Sendable (Request.Reply) -> Resource
    ) {
        self.key = key
        ask = Ask(request) { .resource(key: key, $0.map(resource)) }
    }
}

/// The details read so far, the least recently read forgotten first.
package struct Resources: Sendable {
    package enum Entry: Sendable {
        case loading(previous: Resource?)
        case loaded(Resource, isCurrent: Bool)
        case failed(ControlError)
    }

    package static let limit = 64
    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var asked: Timestamp?

    package subscript(key: String) -> Entry? { entries[key] }

    /// What is known under the key, be it old.
    package func value(_ key: String) -> Resource? {
        switch entries[key] {
        case .loaded(let value, _): value
        case .loading(let previous): previous
        case .failed, nil: nil
        }
    }

    /// Whether it should be asked for.
    func isMissing(_ key: String) -> Bool {
        switch entries[key] {
        case nil: true
        case .loaded(_, let isCurrent): !isCurrent
        case .loading, .failed: false
        }
    }

    /// The breath between two asks, so that a running cursor does not flood the daemon.
    static let pace = Duration.milliseconds(50)

    func mayAsk(at now: Timestamp) -> Bool { asked.map { now.since($0) >= Self.pace || $0 == now } ?? true }

    /// When the pace allows the next ask; nil when it does already.
    func nextAsk(after now: Timestamp) -> Timestamp? {
        guard let asked, now.since(asked) < Self.pace else { return nil }
        return asked + Self.pace
    }

    mutating func begin(_ key: String, at now: Timestamp) {
        asked = now
        put(.loading(previous: value(key)), at: key)
    }

    mutating func finish(_ key: String, _ result: Result<Resource, ControlError>) {
        switch result {
        case .success(let value): put(.loaded(value, isCurrent: true), at: key)
        case .failure(let error): put(.failed(error), at: key)
        }
    }

    /// It changed at the daemon: shown until the new one is there.
    mutating func outdate(_ key: String) {
        switch entries[key] {
        case .loaded(let value, _): entries[key] = .loaded(value, isCurrent: false)
        case .failed: entries[key] = nil
        case .loading, nil: break
        }
    }

    mutating func outdateAll() {
        for key in order { outdate(key) }
    }

    /// All of a kind: `impact/`.
    mutating func outdate(all prefix: String) {
        for key in order where key.hasPrefix(prefix) { outdate(key) }
    }

    mutating func forget(_ key: String) {
        entries[key] = nil
        order.removeAll { $0 == key }
    }

    private mutating func put(_ entry: Entry, at key: String) {
        order.removeAll { $0 == key }
        order.append(key)
        entries[key] = entry
        while order.count > Self.limit { entries[order.removeFirst()] = nil }
    }
}
