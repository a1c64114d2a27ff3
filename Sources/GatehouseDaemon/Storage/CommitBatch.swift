internal import GRDB

/// Items that share one transaction, and their results.
struct CommitBatch {
    let items: ArraySlice<CommitItem>
    let hooks: CommitHooks

    /// The result of one item after the transaction.
    enum Fate {
        case done(@Sendable () -> Void)
        case failed(any Error)
    }

    private struct NeedsSavepoints: Error {}

    /// Runs all items in one transaction and commits it.
    ///
    /// Items are first tried without savepoints where possible. If one of those fails, everything is rolled back and
    /// run again with a savepoint for each item, so that only the failing one is lost.
    ///
    /// - Throws: `StorageFailure` if nothing was committed; it applies to all items.
    func commit(_ db: Database) throws(StorageFailure) -> [Fate] {
        do {
            return try attempt(db, plainly: true)
        } catch is NeedsSavepoints {
            return try again(db)
        } catch {
            throw StorageFailure(error) ?? .inputOutput("\(error)")
        }
    }

    private func again(_ db: Database) throws(StorageFailure) -> [Fate] {
        do {
            return try attempt(db, plainly: false)
        } catch {
            throw StorageFailure(error) ?? .inputOutput("\(error)")
        }
    }

    private func attempt(_ db: Database, plainly: Bool) throws -> [Fate] {
        do {
            try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            var fates: [Fate] = []
            fates.reserveCapacity(items.count)
            for item in items {
                fates.append(plainly && item.isPlain ? try runPlainly(item, db) : try runInSavepoint(item, db))
            }
            hooks.willCommit(db)
            try db.cachedStatement(sql: "COMMIT").execute()
            return fates
        } catch {
            // SQLite may already have rolled back the transaction.
            try? db.rollback()
            hooks.didRollBack()
            throw error
        }
    }

    private func runPlainly(_ item: CommitItem, _ db: Database) throws -> Fate {
        do {
            return .done(try item.work(db))
        } catch {
            if StorageFailure(error) != nil || !db.isInsideTransaction { throw error }
            throw NeedsSavepoints()
        }
    }

    private func runInSavepoint(_ item: CommitItem, _ db: Database) throws -> Fate {
        try db.cachedStatement(sql: "SAVEPOINT item").execute()
        do {
            let done = try item.work(db)
            try db.cachedStatement(sql: "RELEASE item").execute()
            return .done(done)
        } catch {
            if StorageFailure(error) != nil || !db.isInsideTransaction { throw error }
            try db.cachedStatement(sql: "ROLLBACK TO item").execute()
            try db.cachedStatement(sql: "RELEASE item").execute()
            hooks.didRollBack()
            return .failed(error)
        }
    }
}
