import Foundation
import GatehouseModel

/// An import as recorded in state.db.
struct StoredTable: Sendable, Hashable {
    /// Whether an import's rows are in use.
    enum State: String, Sendable {
        case live
        /// The previous import, which undo restores.
        case former
    }

    var file: String
    var digest: Data
    var revision: Int
    var source: String
    /// The date of the data according to its source.
    var asOf: Timestamp?
    var updated: Timestamp

    /// An import is a file beside state.db, in use once a row names it.
    static let schema = """
        CREATE TABLE reference_table (
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            file TEXT NOT NULL,
            digest BLOB NOT NULL,
            revision INTEGER NOT NULL,
            source TEXT NOT NULL,
            as_of INTEGER,
            updated INTEGER NOT NULL,
            PRIMARY KEY (name, state)
        ) STRICT;
        """

    static func named(_ name: String, _ state: State, in transaction: Transaction) throws -> StoredTable? {
        try transaction.first(
            "SELECT file, digest, revision, source, as_of, updated FROM reference_table"
                + " WHERE name = ? AND state = ?",
            [name, state.rawValue]
        ) { row in
            StoredTable(
                file: try row[0],
                digest: try row[1],
                revision: try row[2],
                source: try row[3],
                asOf: (try row[4] as Int64?).map { Timestamp(milliseconds: $0) },
                updated: Timestamp(milliseconds: try row[5])
            )
        }
    }

    func save(_ name: String, _ state: State, in transaction: Transaction) throws {
        try transaction.execute(
            "INSERT INTO reference_table"
                + " (name, state, file, digest, revision, source, as_of, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (name, state) DO UPDATE SET file = excluded.file, digest = excluded.digest,"
                + " revision = excluded.revision, source = excluded.source, as_of = excluded.as_of, updated = excluded.updated",
            [
                name, state.rawValue, file, digest, revision, source, asOf?.milliseconds, updated.milliseconds,
            ]
        )
    }

    static func files(in transaction: Transaction) throws -> Set<String> {
        Set(try transaction.column("SELECT file FROM reference_table"))
    }
}
