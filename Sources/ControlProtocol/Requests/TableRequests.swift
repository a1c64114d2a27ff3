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

/// Undoes the last import of a table; a second undo restores it.
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
    /// Undoes even if the previous rows lack a column that a rule names.
    package var force: Bool
    package init(name: String, force: Bool = false) {
        self.name = name
        self.force = force
    }
    package var pathValues: [String] { [name] }
    package var query: [(name: String, value: String)] { pairs(("force", force ? "true" : nil)) }
}

/// Replaces a table's rows with those of a CSV file; the reply is a stream of `TableImportProgress` lines.
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

/// The effect of an import of rows, made or previewed. Any bad line means that nothing was imported.
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
    /// Columns that rules name but the file does not have. A column that the table had before is removed only with
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

    /// A column that rules name but the rows lack.
    package struct MissingColumn: Codable, Sendable, Hashable {
        package var column: String
        /// The names of the rules; `unless of NAME` for an endpoint.
        package var usedBy: [String]
        /// Whether the table has the column now, so that the import would remove it.
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
    /// The column with the keys.
    package var key: String
    /// How keys are compared: `text`, `email` or `domain`.
    package var keyKind: String
    /// All columns, including the key; before the first import, those that the policy names.
    package var columns: [String]
    /// The same under a name that does not clash with the column list of printed tables.
    package var columnNames: [String] { columns }
    package var rows: Int
    /// The memory that the rows take, in bytes.
    package var bytes: Int
    /// The file of the newest import.
    package var source: String?
    /// The date of the data according to its source.
    package var asOf: Timestamp?
    package var updated: Timestamp?
    /// Increases with each import.
    package var revision: Int
    /// Why the rows cannot be used; nil if they can.
    package var problem: String?
    /// The rules that use the table.
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

/// One row, or the answer that there is none.
package struct TableRow: Codable, Sendable, Hashable {
    package var key: String
    /// Nil if no row has the key.
    package var values: [String: String]?

    package init(key: String, values: [String: String]?) {
        self.key = key
        self.values = values
    }
}
