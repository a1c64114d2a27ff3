import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

/// `gatehouse policy`
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "The policy document in force.",
        subcommands: [Show.self, Export.self, Apply.self],
        defaultSubcommand: Show.self
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The revision in force, and whose it is.")

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let policy = try await control.ask(GetPolicy())
            try control.printer.show(policy, card: policy.card)
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the document, as it was applied.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The file to write; standard output unless given.") var file: String?

        func run() async throws {
            let policy = try await control.ask(GetPolicy())
            guard let file, file != "-" else { return StandardOutput.write(policy.document) }
            try TextFile.write(policy.document, to: file)
            control.printer.remark("revision \(policy.revision) written to \(file)")
        }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the policy; nothing changes if the document has an error (exit status 2)."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The document, TOML; - reads standard input.") var file: String
        @Option(help: "Why, for the history.") var comment: String?
        @Option(help: "The revision the document is based on; the one in force unless given.") var base: Int?

        func run() async throws {
            let document = try TextFile.read(file, limit: 1 << 20)
            let base = if let base { base } else { try await control.ask(GetPolicy()).revision }
            let applied = try await control.ask(ApplyPolicy(document: document, comment: comment, base: base))
            try control.printer.show(applied, card: applied.card)
        }
    }
}

extension PolicyDocumentReply {
    fileprivate var card: Card {
        var card = Card("policy revision \(revision)")
        card.fact("applied", "\(Moment.text(applied)) by \(user)")
        card.fact("comment", comment)
        card.fact("document", "\(grouped(document.utf8.count)) bytes; `gatehouse policy export` writes it")
        return card
    }
}
