import Foundation
import GRDB
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

    static func named(_ name: String, _ state: State, in database: Database) throws -> StoredTable? {
        try Row.fetchOne(
            database,
            sql: "SELECT file, digest, revision, source, as_of, updated FROM reference_table"
                + " WHERE name = ? AND state = ?",
            arguments: [name, state.rawValue]
        ).map { row in
            StoredTable(
                file: row[0],
                digest: row[1],
                revision: row[2],
                source: row[3],
                asOf: (row[4] as Int64?).map { Timestamp(milliseconds: $0) },
                updated: Timestamp(milliseconds: row[5])
            )
        }
    }

    func save(_ name: String, _ state: State, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO reference_table"
                + " (name, state, file, digest, revision, source, as_of, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                name, state.rawValue, file, digest, revision, source, asOf?.milliseconds, updated.milliseconds,
            ]
        )
    }

    static func files(in database: Database) throws -> Set<String> {
        Set(try String.fetchAll(database, sql: "SELECT file FROM reference_table"))
    }
}
