internal import GRDB

/// One piece of work in a `CommitQueue`.
struct CommitItem: Sendable {
    /// Bytes the work will write, roughly; batches are bounded by it.
    let weight: Int
    /// Whether the work expects to succeed as a whole and so runs without a savepoint at first.
    let isPlain: Bool
    /// Does the work; returns what to call when it is committed.
    let work: @Sendable (Database) throws -> @Sendable () -> Void
    /// To call when the work was not done.
    let fail: @Sendable (any Error) -> Void
}
