import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension ListsCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import entries from a file, all or none; bad lines are listed and exit with status 2.",
            discussion: """
                The file has one entry a line with # comments, or is CSV with the header \
                entry,comment,owner,ticket,expires. A name ending in .csv, or a first line that begins with "entry,", \
                means CSV. In expires a date counts through its end, in UTC. Entries that the file does not have stay unless --replace or --refresh says otherwise. \
                --refresh is for a newer edition of the same data: it leaves alone what people added by hand, and what \
                they removed by hand does not come back.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The list's name.") var list: String
        @Argument(help: "The file; - reads standard input.") var file: String
        @Flag(help: "Only say what would happen.") var dryRun = false
        @Flag(help: "Remove the entries that the file does not have.") var replace = false
        @Flag(help: "Replace what earlier imports brought; what was done by hand stays.") var refresh = false
        @Flag(help: "Read each domain with everything below it: b.example as .b.example.") var subdomains = false
        @OptionGroup var origin: OriginOptions

        func validate() throws {
            guard !replace || !refresh else { throw ValidationError("--replace and --refresh exclude each other.") }
        }

        func run() async throws {
            let bytes = [UInt8](try TextFile.bytes(file, limit: 128 << 20))
            let report = try await control.withClient { client in try await send(bytes, to: client) }
            try control.printer.show(report, card: report.card(file: file))
            guard report.badLines == 0 else { throw refusal(report) }
        }

        private func send(_ bytes: [UInt8], to client: ControlClient) async throws -> ImportReport {
            defer { if Terminal.showsProgress { StandardError.endProgress() } }
            return try await client.importEntries(
                into: list,
                .pieces(of: bytes),
                format: ImportFormat(of: file, bytes),
                source: origin.source(of: file),
                asOf: origin.asOf?.time,
                replace: replace,
                refresh: refresh,
                subdomains: subdomains,
                dryRun: dryRun
            ) { progress in
                guard Terminal.showsProgress else { return }
                StandardError.progress("\(grouped(progress.lines)) lines read")
            }
        }

        private func refusal(_ report: ImportReport) -> Failure {
            .badLines(report.bad, of: report.badLines, in: file, into: list)
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All entries of one list as CSV, as import reads them."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The list's name.") var list: String

        func run() async throws {
            try await control.withClient { client in
                var output = DocumentOutput()
                for try await piece in try await client.exportEntries(of: list) { output.write(piece) }
                output.finish()
            }
        }
    }
}

extension Failure {
    /// An import that failed because of these lines.
    static func badLines(
        _ bad: [ImportReport.BadLine],
        of count: Int,
        in file: String,
        into target: String
    ) -> Failure {
        let lines = count == 1 ? "1 bad line" : "\(grouped(count)) bad lines"
        let listed = bad.map { "\(file):\($0.line): \($0.detail)" }
        let more = count > bad.count ? ["… and \(grouped(count - bad.count)) more"] : []
        return Failure(
            .usage,
            "nothing was imported into \(target), because \(file) has \(lines)",
            hint: (listed + more + ["Mend or remove them, then import again."]).joined(separator: "\n")
        )
    }
}

/// The origin of imported data.
struct OriginOptions: ParsableArguments {
    @Option(help: "What to remember as its source; the file's name unless given.") var source: String?
    @Option(name: .customLong("as-of"), help: "When the source says its data is from, such as 2026-11-01.")
    var asOf: Moment?

    func source(of file: String) -> String? {
        source ?? (file == "-" ? nil : URL(filePath: file).lastPathComponent)
    }

    /// A day or a point in time.
    struct Moment: ExpressibleByArgument, Sendable {
        let time: Timestamp

        init?(argument: String) {
            guard let time = Timestamp(argument) else { return nil }
            self.time = time
        }
    }
}

extension ImportFormat {
    /// CSV if the file name or the header says so.
    init(of file: String, _ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        let start = String(decoding: text.prefix(16), as: UTF8.self).lowercased()
        let isCSV = ["entry,", "entry;", "entry\t", "\"entry\"", "sep="].contains { start.hasPrefix($0) }
        self = isCSV || file.lowercased().hasSuffix(".csv") ? .csv : .plain
    }
}

extension ImportReport {
    fileprivate func card(file: String) -> Card {
        let done = dryRun ? "would be imported (nothing was done)" : "imported"
        var card = Card(badLines == 0 ? "\(list.name): \(grouped(lines)) lines \(done)" : "\(list.name): not imported")
        card.fact("added", grouped(added))
        card.fact("updated", grouped(updated))
        card.fact("unchanged", grouped(unchanged))
        card.fact("removed", removed == 0 ? nil : grouped(removed))
        card.fact("kept out", keptOut == 0 ? nil : "\(grouped(keptOut)), removed by hand earlier")
        card.fact("repeated", repeated == 0 ? nil : grouped(repeated))
        card.fact("bad lines", badLines == 0 ? nil : grouped(badLines), .bad)
        for warning in warnings { card.line("\(file):\(warning.line): \(warning.detail)", .attention) }
        if exactDomains > 0, badLines == 0 {
            let count = exactDomains == 1 ? "1 entry matches" : "\(grouped(exactDomains)) entries match"
            card.fact("below", "\(count) the domain alone; --subdomains takes in what is below, as . in front does")
        }
        card.fact("entries now", dryRun || badLines > 0 ? nil : grouped(list.entries))
        card.fact("undo with", change.map { "gatehouse lists undo \(list.name) \($0)" })
        return card
    }
}
