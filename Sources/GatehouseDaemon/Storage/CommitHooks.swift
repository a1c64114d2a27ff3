package import GRDB

/// What the owner of a `CommitQueue` wants to know. All are called on the writer's thread and must be quick.
package struct CommitHooks: Sendable {
    /// Just before COMMIT, inside the transaction; may write.
    package var willCommit: @Sendable (Database) -> Void
    /// A batch, or an item of it, was rolled back: forget what its work left in memory. Work may run again after it.
    package var didRollBack: @Sendable () -> Void
    /// A batch is on stable storage; its completions come next.
    package var didCommit: @Sendable () -> Void
    /// All completions of a batch have been called.
    package var didComplete: @Sendable () -> Void
    /// The file is damaged. A store returned here takes its place, and the batch runs again there.
    package var damaged: @Sendable (StorageFailure) -> SQLiteStore?
    /// The disk is full. When this says that it has made room the batch runs again.
    package var makeRoom: @Sendable () -> Bool
    /// Writing has begun to fail, or, with nil, works again.
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
