package import GatehouseModel

/// All tables of reference data.
package struct ListTables: ControlRequest {
    package typealias Reply = Page<TableSummary>
    package static let route = Route(.get, "/v1/tables", .viewer, "All tables of reference data.")
    package init() {}
}

/// One table.
package struct GetTable: ControlRequest {
    package typealias Reply = TableSummary
    package static let route = Route(.get, "/v1/tables/{name}", .viewer, "One table of reference data.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// One row of a table.
package struct LookUpRow: ControlRequest {
    package typealias Reply = TableRow
    package static let route = Route(.get, "/v1/tables/{name}/rows", .approver, "The row with a key.")
    package var name: String
    package var key: String
    package init(name: String, key: String) {
        self.name = name
        self.key = key
    }
    package var pathValues: [String] { [name] }
    package var query: [(name: String, value: String)] { [("key", key)] }
}

/// Takes back the last import of a table; doing it twice brings the import back.
package struct UndoTableImport: ControlRequest {
    package typealias Reply = TableSummary
    package static let tellsProgress = true
    package static let route = Route(
        .post,
        "/v1/tables/{name}/undo",
        .approver,
        "Bring back the rows from before the last import."
    )
    package var name: String
    /// Also where the rows from before lack a column that a rule names.
    package var force: Bool
    package init(name: String, force: Bool = false) {
        self.name = name
        self.force = force
    }
    package var pathValues: [String] { [name] }
    package var query: [(name: String, value: String)] { pairs(("force", force ? "true" : nil)) }
}

/// Puts the rows of a CSV file in the place of a table's; the reply is a stream of `TableImportProgress` lines.
///
/// The body is CSV in UTF-8 whose first line names the columns, at most 256 MiB; see `ControlClient.importRows`.
package enum ImportRows {
    package static let route = Route(
        .put,
        "/v1/tables/{name}/import",
        .approver,
        "Replace all rows by those of a CSV file; answers NDJSON progress and a report."
    )
}

/// The rows of one table as CSV; see `ControlClient.exportRows`.
package enum ExportRows {
    package static let route = Route(.get, "/v1/tables/{name}/export", .approver, "All rows of one table as CSV.")
}

package typealias TableImportProgress = ProgressLine<TableImportReport>

/// What an import of rows did, or would do. Any bad line means that nothing was imported.
package struct TableImportReport: Codable, Sendable, Hashable {
    package var table: TableSummary
    package var lines: Int
    package var added: Int
    package var changed: Int
    package var unchanged: Int
    package var removed: Int
    /// Columns of the file that the policy does not keep.
    package var ignored: [String]
    package var badLines: Int
    /// The first bad lines, at most 100.
    package var bad: [ImportReport.BadLine]
    /// Columns that rules name and the file does not have. One that the table had before is only given up with
    /// `force`.
    package var missing: [MissingColumn]
    package var dryRun: Bool

    package init(
        table: TableSummary,
        lines: Int,
        added: Int,
        changed: Int,
        unchanged: Int,
        removed: Int,
        ignored: [String],
        badLines: Int,
        bad: [ImportReport.BadLine],
        missing: [MissingColumn] = [],
        dryRun: Bool
    ) {
        self.table = table
        self.lines = lines
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.removed = removed
        self.ignored = ignored
        self.badLines = badLines
        self.bad = bad
        self.missing = missing
        self.dryRun = dryRun
    }

    /// A column that the rows lack, though rules name it.
    package struct MissingColumn: Codable, Sendable, Hashable {
        package var column: String
        /// Rules by their names; `unless of NAME` for an endpoint's.
        package var usedBy: [String]
        /// Whether the table has it now, so that the import would take it away.
        package var isDropped: Bool

        package init(column: String, usedBy: [String], isDropped: Bool) {
            self.column = column
            self.usedBy = usedBy
            self.isDropped = isDropped
        }
    }
}

/// A table of reference data, whose rows expressions look up by key.
package struct TableSummary: Codable, Sendable, Hashable, Identifiable {
    package var id: String { name }
    package var name: String
    /// The column that rows are looked up by.
    package var key: String
    /// How keys are compared: `text`, `email` or `domain`.
    package var keyKind: String
    /// All columns, the key among them; those the policy names before the first import.
    package var columns: [String]
    /// The same under a name that tables for people leave free.
    package var columnNames: [String] { columns }
    package var rows: Int
    /// Memory that the rows take.
    package var bytes: Int
    /// The file of the newest import.
    package var source: String?
    /// When the source says its data is from.
    package var asOf: Timestamp?
    package var updated: Timestamp?
    /// Grows with each import.
    package var revision: Int
    /// Why the rows cannot be looked into.
    package var problem: String?
    /// Rules that look into it.
    package var usedBy: [String]

    package init(
        name: String,
        key: String,
        keyKind: String = "text",
        columns: [String] = [],
        rows: Int = 0,
        bytes: Int = 0,
        source: String? = nil,
        asOf: Timestamp? = nil,
        updated: Timestamp? = nil,
        revision: Int = 0,
        problem: String? = nil,
        usedBy: [String] = []
    ) {
        self.name = name
        self.key = key
        self.keyKind = keyKind
        self.columns = columns
        self.rows = rows
        self.bytes = bytes
        self.source = source
        self.asOf = asOf
        self.updated = updated
        self.revision = revision
        self.problem = problem
        self.usedBy = usedBy
    }
}

/// One row, or the word that there is none.
package struct TableRow: Codable, Sendable, Hashable {
    package var key: String
    /// Nil when no row has the key.
    package var values: [String: String]?

    package init(key: String, values: [String: String]?) {
        self.key = key
        self.values = values
    }
}
