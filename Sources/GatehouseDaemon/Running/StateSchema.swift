import GatehouseModel

/// The schema of state.db: the migrations of all parts, oldest first. Released migrations keep their identifiers and
/// order; a new one goes to the end.
enum StateSchema {
    static let migrations: [Migration] = [
        AuditLog.migration,
        PolicyHistory.migration,
        ApprovalRow.migration,
        ListTable.migration,
        IdempotencyStore.migration,
        FlowSchema.migration,
        RuleTally.migration,
        DraftStore.migration,
        // Two parts share this migration because they were released together.
        Migration("reference data", StoredTable.schema + "\n" + ListTable.overridesSchema),
        ConnectorProofs.migration,
        StoreIdentity.migration,
    ]
}

extension StateStore {
    /// Opens or creates state.db and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: the file, usually `state.db` in the state directory, which must exist.
    ///   - hooks: told when writing begins to fail and when it works again.
    ///   - publish: told the events of each committed change, on the writer's thread and in order. Must be quick.
    ///   - opening: changes something before anybody reads, in the transaction that opens the store.
    /// - Throws: `StorageFailure` when the file cannot be used, or a later version wrote it; an error of SQLite when a
    ///   migration fails.
    convenience init(
        path: String,
        durability: Durability = .full,
        hooks: CommitHooks = CommitHooks(),
        publish: @escaping @Sendable ([Event.Body]) -> Void = { _ in },
        opening: (Transaction) throws -> Void = { _ in }
    ) throws {
        try self.init(
            path: path,
            migrations: Migrations(StateSchema.migrations),
            durability: durability,
            hooks: hooks,
            publish: publish,
            opening: opening
        )
    }
}
