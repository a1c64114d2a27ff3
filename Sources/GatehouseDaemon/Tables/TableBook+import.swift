package import ControlProtocol
import Foundation
package import GatehouseModel
import PolicyEngine
import Synchronization

extension TableBook {
    /// Options of an import.
    package struct Options: Sendable, Hashable {
        package var dryRun: Bool
        /// The origin of the rows, usually the file's name; cut to 200 characters.
        package var source: String
        /// The date of the data according to its source.
        package var asOf: Timestamp?
        /// Allows the import to remove a column that a rule names.
        package var force: Bool

        package init(dryRun: Bool = false, source: String, asOf: Timestamp? = nil, force: Bool = false) {
            self.dryRun = dryRun
            self.force = force
            self.source = source.isEmpty ? "import" : String(source.prefix(200))
            self.asOf = asOf
        }
    }

    /// Replaces a table's rows with those of a CSV file, all or none: any bad line means that nothing changes.
    ///
    /// The rows are on stable storage before they take effect, and take effect in one swap. Cancelling the task before
    /// that leaves the table unchanged.
    ///
    /// - Parameters:
    ///   - body: the file's bytes, in pieces of any size.
    ///   - progress: called with the number of lines read so far, from time to time.
    /// - Returns: the report; if `badLines` is above zero, nothing was changed.
    /// - Throws: `StateError.conflict` during another import of this table, `StateError.invalid` for a file that does
    ///   not fit the table, `Problem` of kind `conflict` if it would remove a column that a rule names,
    ///   `CancellationError`, and errors of `body` and the store.
    package func importRows(
        into name: String,
        from body: some AsyncSequence<[UInt8], any Error>,
        _ options: Options,
        by actor: Actor,
        progress: @Sendable (Int) -> Void = { _ in },
        at now: Timestamp
    ) async throws -> TableImportReport {
        let shelf = try begin(name)
        defer { end(name) }
        var reader = TableReader(shelf.definition)
        var reported = 0
        for try await chunk in body {
            try Task.checkCancellation()
            reader.feed(chunk)
            if reader.lines - reported >= 10_000 {
                reported = reader.lines
                progress(reported)
            }
            if reader.fatal != nil { break }
        }
        let table = reader.finish()
        progress(reader.lines)
        if let fatal = reader.fatal { throw StateError.invalid(fatal) }
        guard let table else { return report(reader, ReferenceTable.Difference(), [], shelf, options) }
        let former = tables[name]
        let difference = table.difference(from: former ?? TableBuilder(of: table).finish())
        let missing = missingColumns(name, table)
        try Task.checkCancellation()
        if !options.dryRun {
            try checkColumns(name, table, force: options.force)
            let isSame = former?.columns == table.columns && difference.isNone
            let next = Import(
                table: isSame ? nil : table,
                missing: missing,
                difference: difference,
                options: options,
                lines: reader.lines
            )
            try await replace(name, next, by: actor, at: now)
        }
        return report(reader, difference, missing, try require(name), options)
    }

    /// Rows that are ready to take effect.
    private struct Import: Sendable {
        /// Nil if the rows are unchanged and only their source is new.
        var table: ReferenceTable?
        var missing: [TableImportReport.MissingColumn]
        var difference: ReferenceTable.Difference
        var options: Options
        var lines: Int
    }

    private func replace(_ name: String, _ next: Import, by actor: Actor, at now: Timestamp) async throws {
        let written = try next.table.map { table -> (file: TableFile, digest: Data) in
            let file = TableFile(path: directory + "/\(name)-\(UUID().uuidString).csv")
            return (file, try file.write(table))
        }
        do {
            _ = try await store.write { [self] transaction -> Replacement in
                // Checks again, on the thread that also applies policies: a rule may have been added meanwhile that
                // names a column.
                if let table = next.table { try checkColumns(name, table, force: next.options.force) }
                let present = try StoredTable.named(name, .live, in: transaction)
                let stale = written == nil ? nil : try StoredTable.named(name, .former, in: transaction)
                let stored = StoredTable(
                    file: written?.file.path.lastComponent ?? present?.file ?? "",
                    digest: written?.digest ?? present?.digest ?? Data(),
                    revision: (present?.revision ?? 0) + 1,
                    source: next.options.source,
                    asOf: next.options.asOf,
                    updated: now
                )
                if written != nil { try present?.save(name, .former, in: transaction) }
                try stored.save(name, .live, in: transaction)
                let facts = Self.facts(next, stored)
                try transaction.record(
                    Change(.tableImported, of: "table:\(name)", by: actor, after: facts, at: now)
                )
                return Replacement(stored: stored, stale: stale)
            } published: { [self] replacement in
                publish(name, replacement, next.table)
            }
        } catch {
            written?.file.remove()
            throw error
        }
    }

    private static func facts(_ next: Import, _ stored: StoredTable) -> JSONValue {
        let difference = next.difference
        var facts: [String: JSONValue] = [
            "source": .string(stored.source), "as_of": stored.asOf.map { .string($0.description) } ?? .null,
            "revision": .int(Int64(stored.revision)), "lines": .int(Int64(next.lines)),
            "added": .int(Int64(difference.added)), "changed": .int(Int64(difference.changed)),
            "unchanged": .int(Int64(difference.unchanged)), "removed": .int(Int64(difference.removed)),
        ]
        facts.merge(forcedFacts(next.missing)) { first, _ in first }
        return .object(facts)
    }

    private func report(
        _ reader: TableReader,
        _ difference: ReferenceTable.Difference,
        _ missing: [TableImportReport.MissingColumn],
        _ shelf: Shelf,
        _ options: Options
    ) -> TableImportReport {
        TableImportReport(
            table: summary(of: shelf),
            lines: reader.lines,
            added: difference.added,
            changed: difference.changed,
            unchanged: difference.unchanged,
            removed: difference.removed,
            ignored: reader.ignored,
            badLines: reader.badLines,
            bad: reader.bad,
            missing: missing,
            dryRun: options.dryRun
        )
    }
}

extension ReferenceTable.Difference {
    var isNone: Bool { added + changed + removed == 0 }
}

extension TableBuilder {
    /// An empty builder for the same columns as `table`.
    fileprivate init(of table: ReferenceTable) {
        self.init(columns: table.columns, key: table.key, keyKind: table.keyKind)
    }
}

extension String {
    fileprivate var lastComponent: String { (self as NSString).lastPathComponent }
}
