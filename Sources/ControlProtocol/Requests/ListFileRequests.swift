package import GatehouseModel

/// Imports many entries at once; the reply is a stream of `ImportProgress` lines.
///
/// The body is plain text (one entry a line, `#` comments) or CSV with a header, at most 128 MiB; see
/// `ControlClient.importEntries`.
package enum ImportEntries {
    package static let route = Route(
        .put,
        "/v1/lists/{name}/import",
        .approver,
        "Import entries from plain lines (text/plain) or CSV (text/csv); answers NDJSON progress and a report."
    )
}

package typealias ImportProgress = ProgressLine<ImportReport>

/// The effect of an import, made or previewed. Any bad line means that nothing was imported.
package struct ImportReport: Codable, Sendable, Hashable {
    package struct BadLine: Codable, Sendable, Hashable {
        package var line: Int
        package var detail: String

        package init(line: Int, detail: String) {
            self.line = line
            self.detail = detail
        }
    }

    package var list: ListSummary
    package var lines: Int
    package var added: Int
    package var updated: Int
    /// Already present with the same fields.
    package var unchanged: Int
    /// With replace: the number of removed entries.
    package var removed: Int
    /// Entries that are more than once in the file.
    package var repeated: Int
    package var badLines: Int
    /// With refresh: entries in the file that people removed by hand and that stay removed.
    package var keptOut: Int
    /// The first bad lines, at most 100.
    package var bad: [BadLine]
    /// Entries that are domains and match them alone, without what is below.
    package var exactDomains: Int
    /// Lines that were taken and deserve a look, at most 100: entries that have expired already, and domains that mix
    /// the letters of several scripts.
    package var warnings: [BadLine]
    package var change: Int?
    package var dryRun: Bool

    package init(
        list: ListSummary,
        lines: Int,
        added: Int,
        updated: Int,
        unchanged: Int,
        removed: Int,
        repeated: Int,
        badLines: Int,
        keptOut: Int = 0,
        bad: [BadLine],
        exactDomains: Int = 0,
        warnings: [BadLine] = [],
        change: Int? = nil,
        dryRun: Bool
    ) {
        self.exactDomains = exactDomains
        self.warnings = warnings
        self.list = list
        self.lines = lines
        self.added = added
        self.updated = updated
        self.unchanged = unchanged
        self.removed = removed
        self.repeated = repeated
        self.badLines = badLines
        self.keptOut = keptOut
        self.bad = bad
        self.change = change
        self.dryRun = dryRun
    }
}

/// The entries of one list as CSV (`entry,comment,owner,ticket,expires`); see `ControlClient.exportEntries`.
package enum ExportEntries {
    package static let route = Route(.get, "/v1/lists/{name}/export", .approver, "All entries of one list as CSV.")
}
