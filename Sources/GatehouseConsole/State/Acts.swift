package import GatehouseModel

/// An act of the user that can be undone: decisions for ten seconds, changes of lists for a day, or both as one.
package struct Act: Sendable, Hashable {
    package let id: Int
    /// For the footer: `approved mi…@atelier.example`.
    package var what: String
    /// When it was made, by the daemon's clock.
    package let made: Timestamp
    /// The decided requests, including those without an answer, which may have been decided.
    package var decided: [CallID] = []
    /// The end of the time for undoing the decisions, by the daemon's clock.
    package var until: Timestamp
    /// The changes of lists that are part of the act.
    package var changes: [ListsState.Change] = []
    /// Whether parts of the act are still being sent.
    package var isRunning = true
    /// Whether it has several parts, so that it can be stopped.
    package var isLong = false
    /// Whether no further parts are to be sent.
    package var isStopped = false
    /// Whether it is to be undone as soon as the daemon has answered.
    package var isWantedBack = false

    func hasDecisions(at now: Timestamp) -> Bool { until > now && (isRunning || !decided.isEmpty) }
}

/// The user's own acts in this session, newest last. `u` undoes them one at a time.
package struct Acts: Sendable {
    /// How long the daemon permits undoing a decision.
    package static let decisionTime = Duration.seconds(10)
    /// The maximum number of acts remembered.
    package static let limit = 100

    package private(set) var list: [Act] = []
    private var count = 0

    /// Whether there was no act so far.
    var isUnused: Bool { count == 0 }

    subscript(id: Int) -> Act? {
        get { list.last { $0.id == id } }
        set {
            guard let index = list.lastIndex(where: { $0.id == id }) else { return }
            if let newValue { list[index] = newValue } else { list.remove(at: index) }
        }
    }

    /// Starts an act; returns its number.
    mutating func begin(_ what: String, at now: Timestamp, isRunning: Bool = true) -> Int {
        count += 1
        list.append(Act(id: count, what: what, made: now, until: now + Self.decisionTime, isRunning: isRunning))
        list = Array(list.suffix(Self.limit))
        return count
    }

    /// Restores an act that could not be undone, in the order in which the acts were made.
    mutating func put(back act: Act) {
        let index = list.firstIndex { $0.id > act.id } ?? list.endIndex
        list.insert(act, at: index)
    }

    /// Acts with decisions that can still be undone, newest first.
    package func undoable(at now: Timestamp) -> [Act] { list.reversed().filter { $0.hasDecisions(at: now) } }

    /// The act that `u` undoes. Once the time for undoing decisions is over, a change of a list is undone only on
    /// Lists, where the user sees it.
    package func next(on screen: ScreenID, at now: Timestamp) -> Act? {
        list.last { act in
            !act.isWantedBack && act.hasDecisions(at: now)
                || (!act.changes.isEmpty && (screen == .lists || act.made + Self.decisionTime > now))
        }
    }

    /// The newest change of a list that can be undone on Lists.
    var newestChange: ListsState.Change? { list.last { !$0.changes.isEmpty }?.changes.last }

    /// The requests whose decisions can still be undone.
    func requests(at now: Timestamp) -> Set<CallID> { Set(undoable(at: now).flatMap(\.decided)) }

    /// Forgets acts that can no longer be undone.
    mutating func prune(at now: Timestamp) {
        list.removeAll { !$0.isRunning && $0.changes.isEmpty && $0.until <= now }
    }
}
