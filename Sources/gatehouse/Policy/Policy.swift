import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

/// `gatehouse policy`
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "The policy document: in force, before, and to come.",
        subcommands: [
            Show.self, Export.self, Check.self, Diff.self, Simulate.self, Apply.self, History.self, Rollback.self,
            Draft.self,
        ],
        defaultSubcommand: Show.self
    )

    /// The maximum size of a document, in bytes.
    static let sizeLimit = PolicyRevisionSummary.documentLimit

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The revision in force, or another, and whose it is.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "A revision; the one in force unless given.") var revision: Int?

        func run() async throws {
            let policy = try await control.policy(revision)
            try control.printer.show(policy, card: policy.card)
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the document, as it was applied.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The file to write; standard output unless given.") var file: String?
        @Option(help: "An earlier revision; the one in force unless given.") var revision: Int?

        func run() async throws {
            let policy = try await control.policy(revision)
            guard let file, file != "-" else { return StandardOutput.write(document: policy.document) }
            try TextFile.write(policy.document, to: file)
            control.printer.remark("revision \(policy.revision) written to \(file)")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a document could be applied, and where it cannot (exit status 2)."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The document, TOML; - reads standard input.") var file: String

        func run() async throws {
            let document = try TextFile.read(file, limit: PolicyCommand.sizeLimit)
            let check = try await control.ask(CheckPolicy(document: document))
            try control.printer.show(check, card: check.card(of: file))
            guard check.problems.isEmpty else { throw Failure.silent(.usage) }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every policy that was applied, newest first.")

        @OptionGroup var control: ControlOptions
        @OptionGroup var limit: LimitOption

        func run() async throws {
            let page = try await limit.gather { limit, cursor in
                try await control.ask(ListRevisions(limit: limit, cursor: cursor))
            }
            try control.printer.list(page.items, nothing: "No policy was applied yet.")
            limit.remarkOnMore(page, control.printer)
        }
    }
}

extension ControlOptions {
    /// A revision, or the policy in force if `revision` is nil.
    func policy(_ revision: Int?) async throws -> PolicyDocumentReply {
        guard let revision else { return try await ask(GetPolicy()) }
        return try await ask(GetRevision(number: revision))
    }
}

extension PolicyRevisionSummary: Listable {
    static var columns: [Column<PolicyRevisionSummary>] {
        [
            Column("REVISION", .trailing) { String($0.revision) },
            Column("APPLIED") { Moment.text($0.applied) },
            Column("BY", shrinks: true) { $0.user },
            Column("COMMENT", shrinks: true) { $0.comment ?? "-" },
        ]
    }

    static var fields: [String] { ["revision", "applied", "user", "comment"] }
}

extension PolicyDocumentReply {
    var card: Card {
        var card = Card("policy revision \(revision)")
        card.fact("applied", "\(Moment.text(applied)) by \(user)")
        card.fact("comment", comment)
        card.fact("document", "\(grouped(document.utf8.count)) bytes; `gatehouse policy export` writes it")
        return card
    }
}

extension PolicyCheck {
    /// The problems and warnings in the form that editors can jump to: `file:line:column: text`.
    func card(of file: String) -> Card {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        var card = Card(problems.isEmpty ? "\(file) can be applied" : "\(file) cannot be applied: \(count)")
        for problem in problems { card.line(problem.sentence(in: file), .bad) }
        for warning in warnings { card.line("warning: " + warning.sentence(in: file), .attention) }
        return card
    }
}

extension PolicyRemark {
    func sentence(in file: String) -> String {
        let place = line.map { line in ":\(line)" + (column.map { ":\($0)" } ?? "") } ?? ""
        return "\(file)\(place): \(text)" + (subject.map { " (\($0))" } ?? "")
    }
}
