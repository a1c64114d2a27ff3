internal import GRDB

/// A piece of work in a `CommitQueue`.
struct CommitItem: Sendable {
    /// The approximate number of bytes that the work writes; limits the size of batches.
    let weight: Int
    /// Whether the work is not expected to fail, and is therefore first run without a savepoint.
    let isPlain: Bool
    /// Does the work. Returns a closure to call after the commit.
    let work: @Sendable (Database) throws -> @Sendable () -> Void
    /// Called if the work was not done.
    let fail: @Sendable (any Error) -> Void
}
