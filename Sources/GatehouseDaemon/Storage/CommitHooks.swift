package import GRDB

/// Callbacks for the owner of a `CommitQueue`. All are called on the writer's thread and must be quick.
package struct CommitHooks: Sendable {
    /// Called just before COMMIT, inside the transaction; may write.
    package var willCommit: @Sendable (Database) -> Void
    /// Called when a batch or one of its items was rolled back. In-memory effects of its work must be undone; the work
    /// may run again.
    package var didRollBack: @Sendable () -> Void
    /// Called when a batch is on stable storage, before its completions.
    package var didCommit: @Sendable () -> Void
    /// Called after all completions of a batch.
    package var didComplete: @Sendable () -> Void
    /// Called if the file is damaged. If it returns a store, that replaces the damaged one, and the batch runs again.
    package var damaged: @Sendable (StorageFailure) -> SQLiteStore?
    /// Called if the disk is full. If it returns true, the batch runs again.
    package var makeRoom: @Sendable () -> Bool
    /// Called when writing begins to fail, or, with nil, when it works again.
    package var healthChanged: @Sendable (StorageFailure?) -> Void

    package init(
        willCommit: @escaping @Sendable (Database) -> Void = { _ in },
        didRollBack: @escaping @Sendable () -> Void = {},
        didCommit: @escaping @Sendable () -> Void = {},
        didComplete: @escaping @Sendable () -> Void = {},
        damaged: @escaping @Sendable (StorageFailure) -> SQLiteStore? = { _ in nil },
        makeRoom: @escaping @Sendable () -> Bool = { false },
        healthChanged: @escaping @Sendable (StorageFailure?) -> Void = { _ in }
    ) {
        self.willCommit = willCommit
        self.didRollBack = didRollBack
        self.didCommit = didCommit
        self.didComplete = didComplete
        self.damaged = damaged
        self.makeRoom = makeRoom
        self.healthChanged = healthChanged
    }
}
