package import ControlProtocol
package import GatehouseModel

/// The data of a detail.
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

/// A detail to load: its key and the request.
package struct Wanted: Sendable {
    package let key: String
    package let ask: Ask

    /// - Parameter resource: converts the reply into the stored form.
    init<Request: ControlRequest>(
        _ key: String,
        _ request: Request,
        as resource: @escaping @Sendable (Request.Reply) -> Resource
    ) {
        self.key = key
        ask = Ask(request) { .resource(key: key, $0.map(resource)) }
    }
}

/// The loaded details. The one loaded least recently is dropped first.
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

    /// The value for the key, even if it is outdated.
    package func value(_ key: String) -> Resource? {
        switch entries[key] {
        case .loaded(let value, _): value
        case .loading(let previous): previous
        case .failed, nil: nil
        }
    }

    /// Whether the value must be requested.
    func isMissing(_ key: String) -> Bool {
        switch entries[key] {
        case nil: true
        case .loaded(_, let isCurrent): !isCurrent
        case .loading, .failed: false
        }
    }

    /// The minimum time between two requests, so that a moving cursor does not flood the daemon.
    static let pace = Duration.milliseconds(50)

    func mayAsk(at now: Timestamp) -> Bool { asked.map { now.since($0) >= Self.pace || $0 == now } ?? true }

    /// When the next request is permitted; nil if it already is.
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

    /// Notes a change at the daemon. The old value is shown until the new one arrives.
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

    /// Outdates all keys with a prefix, such as `impact/`.
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
