package import GatehouseModel

/// Where calls are written down.
package protocol CallJournal: Sendable {
    /// Writes a call; `completion` runs once, on the writer's thread, when it is on stable storage or with why not.
    func append(_ entry: JournalEntry, completion: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Replaces what was written of a call, or is about to be: its answer turned out another.
    func amend(_ entry: JournalEntry)
}
