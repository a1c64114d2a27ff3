internal import Synchronization

/// What state.db and the journal record about each other, so that each shows if the other has lost something.
///
/// Both numbers count only what is on stable storage, so that no power cut makes them too high.
package final class StoreWitness: Sendable {
    /// The identity of state.db.
    let store: String
    private let commitCount: Atomic<Int64>
    private let lastCall: Atomic<Int64>

    init(store: String, commits: Int64, last: Int64) {
        self.store = store
        commitCount = Atomic(commits)
        lastCall = Atomic(last)
    }

    /// Changes of state.db.
    var commits: Int64 {
        get { commitCount.load(ordering: .relaxed) }
        set { commitCount.store(newValue, ordering: .relaxed) }
    }

    /// The sequence number of the newest call.
    var last: Int64 {
        get { lastCall.load(ordering: .relaxed) }
        set { lastCall.store(newValue, ordering: .relaxed) }
    }
}
