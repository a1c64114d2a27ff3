internal import GRDB

/// The steps that bring a store to its current schema, oldest first.
struct Migrations: Sendable {
    let steps: [Migration]

    init(_ steps: [Migration]) { self.steps = steps }

    /// The format that this program writes: the number of steps.
    var version: Int { steps.count }

    /// Brings the database to the newest schema; each step is one transaction.
    func run(on writer: some DatabaseWriter) throws {
        try migrator.migrate(writer)
        try writer.writeWithoutTransaction { db in
            guard try Self.format(of: Transaction(db)) != version else { return }
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    /// The format of a file, as its `user_version` says; 0 in files of versions that did not write it.
    static func format(of transaction: Transaction) throws -> Int {
        try transaction.value("PRAGMA user_version") ?? 0
    }

    /// Refuses a file that a later version wrote.
    ///
    /// - Throws: `StorageFailure.unsuitable` with the file, both formats and the remedy.
    func check(_ transaction: Transaction, of path: String) throws {
        let present = try Self.format(of: transaction)
        let applied: Set<String> =
            try transaction.hasTable("grdb_migrations")
            ? Set(try transaction.column("SELECT identifier FROM grdb_migrations")) : []
        let unknown = applied.subtracting(steps.map(\.identifier)).sorted()
        guard !(0...version).contains(present) || !unknown.isEmpty else { return }
        let parts =
            unknown.isEmpty ? "" : ", with unknown parts: \(unknown.prefix(5).joined(separator: ", "))"
        throw StorageFailure.unsuitable(
            "\(path) was written by a later version (format \(max(present, applied.count))\(parts); "
                + "this version knows format \(version)); use that version, or restore a backup that this version made"
        )
    }

    private var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for step in steps {
            migrator.registerMigration(step.identifier) { try $0.execute(sql: step.sql) }
        }
        return migrator
    }
}
