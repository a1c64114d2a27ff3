package import PolicyEngine
package import GatehouseModel

/// Where calls are written down.
package protocol CallJournal: Sendable {
    /// Writes a call; `completion` runs once, on the writer's thread, when it is on stable storage or with why not.
    func append(_ entry: JournalEntry, completion: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Replaces what was written of a call, or is about to be: its answer turned out another.
    func amend(_ entry: JournalEntry)
}

/// Where matches of list entries are counted.
package protocol HitCounting: Sendable {
    /// Counts without waiting; under a flood some may be lost.
    func count(_ hits: [Judgement.Hit], at now: Timestamp)
}
