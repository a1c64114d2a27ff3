import GatehouseModel

/// The journal of calls.
package protocol CallJournal: Sendable {
    /// Writes a call. `completion` runs once, on the writer's thread, when the call is on stable storage or cannot be.
    func append(_ entry: JournalEntry, completion: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Replaces the entry of a call, written or about to be, because its answer turned out different.
    func amend(_ entry: JournalEntry)
}
