import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension PolicyCommand {
    /// `gatehouse policy draft`
    struct Draft: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Policies that somebody is working on, kept in the daemon for console and command line.",
            subcommands: [ListThem.self, Show.self, Save.self, Discard.self],
            defaultSubcommand: ListThem.self
        )

        struct ListThem: AsyncParsableCommand {
            static let configuration = CommandConfiguration(commandName: "list", abstract: "All drafts.")

            @OptionGroup var control: ControlOptions

            func run() async throws {
                let drafts = try await control.ask(ListDrafts()).items
                try control.printer.list(drafts, nothing: "No drafts.")
            }
        }

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "One draft: what it changes and what is wrong with it, or its text."
            )

            @OptionGroup var control: ControlOptions
            @Argument(help: "The draft's name; your own unless given.") var name: String?
            @Flag(help: "Only the document.") var text = false

            func run() async throws {
                let draft = try await control.ask(GetDraft(name: try await control.draftName(name)))
                if text { return StandardOutput.write(document: draft.document) }
                try control.printer.show(draft, card: draft.card)
            }
        }

        struct Save: AsyncParsableCommand {
            static let configuration = CommandConfiguration(abstract: "Keep a document as a draft, be it right or not.")

            @OptionGroup var control: ControlOptions
            @Argument(help: "The document, TOML; - reads standard input.") var file: String
            @Option(help: "The draft's name; your own unless given.") var name: String?
            @Option(help: "The revision it is based on; the draft's, or the one in force, unless given.") var base: Int?

            func run() async throws {
                let document = try TextFile.read(file, limit: PolicyCommand.sizeLimit)
                let name = try await control.draftName(name)
                let present = try await control.ask(ListDrafts()).items.first { $0.name == name }
                let draft = try await control.ask(
                    SaveDraft(name: name, document: document, base: base ?? present?.base, edition: present?.edition)
                )
                try control.printer.show(draft, card: draft.card)
            }
        }

        struct Discard: AsyncParsableCommand {
            static let configuration = CommandConfiguration(abstract: "Forget a draft.")

            @OptionGroup var control: ControlOptions
            @Argument(help: "The draft's name.") var name: String

            func run() async throws {
                _ = try await control.ask(DiscardDraft(name: name))
                control.printer.remark("draft \(name) discarded")
            }
        }
    }
}

extension ControlOptions {
    /// The given name, or the caller's own user name.
    fileprivate func draftName(_ name: String?) async throws -> String {
        if let name { return name }
        return try await ask(GetWhoAmI()).user
    }
}

extension PolicyDraft: Listable {
    static var columns: [Column<PolicyDraft>] {
        [
            Column("NAME", shrinks: true) { $0.name },
            Column("BASE", .trailing, tone: { $0.base < $0.current ? .attention : .plain }) { draft in
                draft.base < draft.current ? "\(draft.base) of \(draft.current)" : String(draft.base)
            },
            Column("EDITION", .trailing) { String($0.edition) },
            Column("CHANGED") { Moment.text($0.updated) },
            Column("BY", shrinks: true) { $0.user },
        ]
    }

    static var fields: [String] { ["name", "base", "current", "edition", "updated", "user"] }

    fileprivate var card: Card {
        var card = Card("draft \(name), edition \(edition)")
        card.fact("changed", "\(Moment.text(updated)) by \(user)")
        let isStale = base < current
        card.fact(
            "based on",
            isStale
                ? "revision \(base); \(current) is in force: `gatehouse policy diff --base \(base)`"
                : "revision \(base)",
            isStale ? .attention : .plain
        )
        card.fact("rules", String(rules.count))
        card.fact("document", "\(grouped(document.utf8.count)) bytes; `gatehouse policy draft show --text` prints it")
        for problem in check.problems { card.line(problem.sentence(in: name), .bad) }
        for warning in check.warnings { card.line("warning: " + warning.sentence(in: name), .attention) }
        return card
    }
}
