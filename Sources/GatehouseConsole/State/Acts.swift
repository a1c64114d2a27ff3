package import GatehouseModel

/// Something the user did that can be taken back: decisions for ten seconds, changes of lists for a day, or both as one.
package struct Act: Sendable, Hashable {
    package let id: Int
    /// For the footer: `approved mi…@atelier.example`.
    package var what: String
    /// When it was made, by the daemon's clock.
    package let made: Timestamp
    /// The requests that were decided, or may have been when no answer came.
    package var decided: [CallID] = []
    /// Until when the decisions can be taken back, by the daemon's clock.
    package var until: Timestamp
    /// The changes of lists that belong to it.
    package var changes: [ListsState.Change] = []
    /// Whether parts of it are still being sent.
    package var isRunning = true
    /// Whether it has several parts, which can be stopped.
    package var isLong = false
    /// Whether no more parts are to be sent.
    package var isStopped = false
    /// Whether it is to be taken back as soon as the daemon has answered.
    package var isWantedBack = false

    func hasDecisions(at now: Timestamp) -> Bool { until > now && (isRunning || !decided.isEmpty) }
}

/// The user's own acts of this session, newest last: what `u` takes back, one at a time.
package struct Acts: Sendable {
    /// How long the daemon lets a decision be taken back.
    package static let decisionTime = Duration.seconds(10)
    /// The most acts that are remembered.
    package static let limit = 100

    package private(set) var list: [Act] = []
    private var count = 0

    /// Whether nothing was done so far.
    var isUnused: Bool { count == 0 }

    subscript(id: Int) -> Act? {
        get { list.last { $0.id == id } }
        set {
            guard let index = list.lastIndex(where: { $0.id == id }) else { return }
            if let newValue { list[index] = newValue } else { list.remove(at: index) }
        }
    }

    /// Begins an act; returns its number.
    mutating func begin(_ what: String, at now: Timestamp, isRunning: Bool = true) -> Int {
        count += 1
        list.append(Act(id: count, what: what, made: now, until: now + Self.decisionTime, isRunning: isRunning))
        list = Array(list.suffix(Self.limit))
        return count
    }

    /// Puts an act back that could not be taken back, in the order in which the acts were made.
    mutating func put(back act: Act) {
        let index = list.firstIndex { $0.id > act.id } ?? list.endIndex
        list.insert(act, at: index)
    }

    /// Acts whose decisions can still be taken back, newest first.
    package func undoable(at now: Timestamp) -> [Act] { list.reversed().filter { $0.hasDecisions(at: now) } }

    /// What `u` takes back. A change of a list that is older than a decision may be is taken back on Lists only, where
    /// it can be seen.
    package func next(on screen: ScreenID, at now: Timestamp) -> Act? {
        list.last { act in
            !act.isWantedBack && act.hasDecisions(at: now)
                || (!act.changes.isEmpty && (screen == .lists || act.made + Self.decisionTime > now))
        }
    }

    /// The newest change of a list that can be taken back on Lists.
    var newestChange: ListsState.Change? { list.last { !$0.changes.isEmpty }?.changes.last }

    /// Requests that were decided so lately that the decision can be taken back.
    func requests(at now: Timestamp) -> Set<CallID> { Set(undoable(at: now).flatMap(\.decided)) }

    /// Forgets acts of which nothing can be taken back any more.
    mutating func prune(at now: Timestamp) {
        list.removeAll { !$0.isRunning && $0.changes.isEmpty && $0.until <= now }
    }
}
