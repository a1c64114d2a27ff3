import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension PolicyCommand {
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What differs between two policies, part by part and line by line.",
            discussion: """
                Compares the file with the policy in force, or with --from. Without a file it compares two revisions. \
                With --base, the revision the file is based on, it also shows what others changed since, and whether \
                both can be merged.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The newer document, TOML; - reads standard input.") var file: String?
        @Option(help: "The older revision; the one in force unless given, or the one before --to.") var from: Int?
        @Option(help: "The newer revision, without a file.") var to: Int?
        @Option(help: "The revision that the file is based on.") var base: Int?
        @Option(help: "Write the merged document to this file; exit status 6 if something conflicts.") var merge:
            String?
        @Flag(help: "Only the parts, not the lines.") var summary = false

        func validate() throws {
            guard file == nil || to == nil else { throw ValidationError("Give a file or --to, not both.") }
            guard file != nil || base == nil else { throw ValidationError("--base goes with a file.") }
            guard base != nil || merge == nil else { throw ValidationError("--merge goes with --base.") }
        }

        func run() async throws {
            let document = try file.map { try TextFile.read($0, limit: PolicyCommand.sizeLimit) }
            var sides = DiffPolicy.Body(document: document, to: to, from: from, base: base)
            if document == nil, from == nil {
                let newer = if let to { to } else { try await control.ask(GetPolicy()).revision }
                sides.from = max(newer, 1) - 1
                sides.to = newer
            }
            let diff = try await control.ask(DiffPolicy(sides))
            try control.printer.show(diff, card: summary ? diff.summary : diff.card)
            if let merge { try write(diff, to: merge, document ?? "") }
        }

        private func write(_ diff: PolicyDiff, to path: String, _ document: String) throws {
            guard diff.conflicts.isEmpty else {
                throw Failure(.conflict, "not merged: both sides changed " + diff.conflicts.joined(separator: ", "))
            }
            try TextFile.write(diff.merged ?? document, to: path)
            control.printer.remark("merged document written to \(path)")
        }
    }
}

extension PolicyDiff {
    /// The changed parts only.
    var summary: Card {
        let sides = [from.map { "revision \($0)" }, to.map { "revision \($0)" } ?? "the document"].compactMap(\.self)
        var card = Card(parts.isEmpty ? "no part differs" : sides.joined(separator: " → "))
        for part in parts { part.add(to: &card) }
        if parts.isEmpty, !lines.isEmpty { card.line("only comments or formatting differ", .quiet) }
        if !theirs.isEmpty || !conflicts.isEmpty {
            card.section("changed by others since")
            for part in theirs { part.add(to: &card) }
            for conflict in conflicts { card.line("both changed: " + conflict, .bad) }
            if merged != nil { card.line("both can be merged: --merge FILE writes the document", .good) }
        }
        return card
    }

    /// The changed parts and the changed lines.
    var card: Card {
        var card = summary
        guard !lines.isEmpty else { return card }
        card.section("lines")
        for line in lines {
            switch line.side {
            case .same:
                card.line(
                    (line.text.hasPrefix("@@ ") ? "" : " ") + line.text,
                    line.text.hasPrefix("@@ ") ? .quiet : .plain
                )
            case .removed: card.line("-" + line.text, .bad)
            case .added: card.line("+" + line.text, .good)
            }
        }
        return card
    }
}

extension PolicyDiff.Part {
    fileprivate func add(to card: inout Card) {
        let (mark, tone): (String, Tone) =
            switch change {
            case .added: ("+", .good)
            case .removed: ("-", .bad)
            case .changed: ("~", .attention)
            case .moved: ("↕", .attention)
            }
        card.line("\(mark) \(subject)", tone)
        for detail in details { card.line("    " + detail) }
    }
}
