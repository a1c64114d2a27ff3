import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension PolicyCommand {
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the policy; nothing changes if the document has an error (exit status 2).",
            discussion: """
                On a terminal it shows what changes, and asks before it takes parts away. In a script it does as it is \
                told.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The document, TOML; - reads standard input.") var file: String
        @Option(help: "Why, for the history.") var comment: String?
        @Option(help: "The revision the document is based on; the one in force unless given.") var base: Int?
        @Flag(help: "Do not ask, even if parts are taken away.") var yes = false

        func run() async throws {
            let document = try TextFile.read(file, limit: PolicyCommand.sizeLimit)
            let base = if let base { base } else { try await control.ask(GetPolicy()).revision }
            try await review(document, base)
            let applied = try await control.ask(ApplyPolicy(document: document, comment: comment, base: base))
            try control.printer.show(applied, card: applied.card)
        }

        /// Shows the changes and asks for confirmation; only for people at a terminal.
        private func review(_ document: String, _ base: Int) async throws {
            guard Terminal.isInteractive, control.printing.output == .table, file != "-" else { return }
            let check = try await control.ask(CheckPolicy(document: document))
            guard check.problems.isEmpty else {
                StandardError.note(check.card(of: file).text)
                throw Failure.silent(.usage)
            }
            let diff = try await control.ask(DiffPolicy(.init(document: document)))
            StandardError.note(diff.summary.text)
            for warning in check.warnings {
                StandardError.note("warning: \(warning.sentence(in: file))")
            }
            let lost = diff.parts.filter { $0.change == .removed }
            guard !lost.isEmpty, !yes else { return }
            let names = lost.map(\.subject).joined(separator: ", ")
            guard Question.isConfirmed("This takes away \(names). Apply it?") else {
                throw Failure(.failure, "nothing was applied")
            }
        }
    }

    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply the document of an earlier revision again, as a new revision."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The revision whose document is wanted; `policy history` lists them.") var revision: Int
        @Option(help: "Why, for the history.") var comment: String?
        @Flag(help: "Do not ask.") var yes = false

        func run() async throws {
            let current = try await control.ask(GetPolicy()).revision
            if Terminal.isInteractive, control.printing.output == .table, !yes {
                let diff = try await control.ask(DiffPolicy(.init(to: revision)))
                StandardError.note(diff.summary.text)
                guard Question.isConfirmed("Put revision \(revision) in force again?") else {
                    throw Failure(.failure, "nothing was applied")
                }
            }
            let applied = try await control.ask(RollBackPolicy(revision: revision, comment: comment, base: current))
            try control.printer.show(applied, card: applied.card)
        }
    }
}

/// A yes-or-no question to the person at the terminal.
enum Question {
    /// Asks the question; any answer but yes is a no.
    static func isConfirmed(_ question: String) -> Bool {
        StandardError.ask("\(question) [y/N] ")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        return answer == "y" || answer == "yes"
    }
}

extension Card {
    /// The card as plain lines for standard error.
    var text: PrintedText { PrintedText.joined(lines(on: .none), "\n") }
}
