import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

/// `gatehouse tables`
struct TablesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables",
        abstract: "Reference data that rules look up by key.",
        discussion: """
            The policy names a table and its key column: [[table]] name = "customers", key = "email". Rules read it as \
            lookup("customers", claims.email).tier.
            """,
        subcommands: [ListThem.self, Show.self, Lookup.self, Import.self, Undo.self, Export.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "All tables of the policy.")

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let page = try await control.ask(ListTables())
            try control.printer.list(page.items, nothing: "The policy has no tables.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One table: columns, rows, where they came from.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The table's name.") var table: String

        func run() async throws {
            let summary = try await control.ask(GetTable(name: table))
            try control.printer.show(summary, card: summary.card)
        }
    }

    struct Lookup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The row with a key; exit status 5 when there is none."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The table's name.") var table: String
        @Argument(help: "The key; addresses and domains in any spelling.") var key: String

        func run() async throws {
            let row = try await control.ask(LookUpRow(name: table, key: key))
            guard row.values != nil else {
                throw Failure(.notFound, "the table \(table) has no row with the key \(row.key)")
            }
            try control.printer.show(row, card: row.card)
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace all rows by those of a CSV file, all or none; bad lines exit with status 2.",
            discussion: """
                The file is CSV in UTF-8 with commas; its first line names the columns, the key's among them. Each \
                key may come once. The rows take effect at once and together. A file that lacks a column which the \
                table has and a rule names is refused, unless --force says so: such a rule then finds no value.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The table's name.") var table: String
        @Argument(help: "The file; - reads standard input.") var file: String
        @Flag(help: "Only say what would happen.") var dryRun = false
        @Flag(help: "Also where a column goes that a rule names.") var force = false
        @OptionGroup var origin: OriginOptions

        func run() async throws {
            let bytes = [UInt8](try TextFile.bytes(file, limit: 256 << 20))
            let report = try await control.withClient { client in try await send(bytes, to: client) }
            try control.printer.show(report, card: report.card)
            guard report.badLines == 0 else {
                throw Failure.badLines(report.bad, of: report.badLines, in: file, into: table)
            }
        }

        private func send(_ bytes: [UInt8], to client: ControlClient) async throws -> TableImportReport {
            defer { if Terminal.showsProgress { StandardError.endProgress() } }
            return try await client.importRows(
                into: table,
                .pieces(of: bytes),
                source: origin.source(of: file),
                asOf: origin.asOf?.time,
                dryRun: dryRun,
                force: force
            ) { progress in
                guard Terminal.showsProgress else { return }
                StandardError.progress("\(grouped(progress.lines)) lines read")
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring back the rows from before the last import; once more brings the import back."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The table's name.") var table: String
        @Flag(help: "Also where the rows from before lack a column that a rule names.") var force = false

        func run() async throws {
            let summary = try await control.follow(UndoTableImport(name: table, force: force), reading: "rows")
            try control.printer.show(summary, card: summary.card)
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All rows of one table as CSV, as import reads them."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The table's name.") var table: String

        func run() async throws {
            try await control.withClient { client in
                var output = DocumentOutput()
                for try await piece in try await client.exportRows(of: table) { output.write(piece) }
                output.finish()
            }
        }
    }
}

extension TableSummary: Listable {
    static var columns: [Column<TableSummary>] {
        [
            Column("TABLE", shrinks: true) { $0.name },
            Column("KEY") { $0.key },
            Column("ROWS", .trailing) { grouped($0.rows) },
            Column("COLUMNS", shrinks: true) { $0.columnNames.joined(separator: " ") },
            Column("SOURCE", shrinks: true, tone: { $0.problem == nil ? .plain : .bad }) { $0.problem ?? $0.origin },
            Column("UPDATED") { $0.updated.map { Moment.text($0) } ?? "-" },
        ]
    }

    static var fields: [String] {
        [
            "name", "key", "key_kind", "columns", "rows", "bytes", "source", "as_of", "updated", "revision", "problem",
            "used_by",
        ]
    }

    fileprivate var origin: String {
        (source ?? "no import yet") + (asOf.map { " of \($0.description.prefix(10))" } ?? "")
    }

    fileprivate var card: Card {
        var card = Card(name)
        card.fact("key", "\(key), compared as \(keyKind)")
        card.fact("columns", columnNames.isEmpty ? "those of the first import" : columnNames.joined(separator: ", "))
        card.fact("rows", grouped(rows))
        card.fact("memory", bytes == 0 ? nil : "\(grouped(bytes / 1024)) KiB")
        card.fact("source", origin)
        card.fact("updated", updated.map { Moment.text($0) })
        card.fact("revision", revision == 0 ? nil : grouped(revision))
        card.fact("used by", usedBy.isEmpty ? nil : usedBy.joined(separator: ", "))
        card.fact("problem", problem, .bad)
        return card
    }
}

extension TableRow {
    fileprivate var card: Card {
        var card = Card(key)
        for (column, value) in (values ?? [:]).sorted(by: { $0.key < $1.key }) { card.fact(column, value) }
        return card
    }
}

extension TableImportReport {
    fileprivate var card: Card {
        let done = dryRun ? "would be imported (nothing was done)" : "imported"
        let title = "\(table.name): \(grouped(added + changed + unchanged)) rows \(done)"
        var card = Card(badLines == 0 ? title : "\(table.name): not imported")
        card.fact("added", grouped(added))
        card.fact("changed", grouped(changed))
        card.fact("unchanged", grouped(unchanged))
        card.fact("removed", grouped(removed))
        card.fact("left out", ignored.isEmpty ? nil : "the columns " + ignored.joined(separator: ", "))
        for column in missing {
            let remedy = dryRun && column.isDropped ? "; refused without --force" : ""
            card.fact("missing", "\(column.column), named by \(column.usedBy.joined(separator: ", "))\(remedy)", .bad)
        }
        card.fact("bad lines", badLines == 0 ? nil : grouped(badLines), .bad)
        card.fact("rows now", dryRun || badLines > 0 ? nil : grouped(table.rows))
        let canUndo = !dryRun && badLines == 0 && table.revision > 1
        card.fact("undo with", canUndo ? "gatehouse tables undo \(table.name)" : nil)
        return card
    }
}
