import ArgumentParser
import ControlProtocol
import GatehouseModel

extension ListsCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add entries, all or none; one that is there takes over the fields given."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The list's name.") var list: String
        @Argument(help: "In the entry notation.") var entries: [String]
        @Option(help: "Why it is there.") var comment: String?
        @Option(help: "Who answers for it.") var owner: String?
        @Option(help: "The ticket it belongs to.") var ticket: String?
        @Option(
            help: "When it expires: 30d, 12h, 2026-12-24 (through that day), or 2026-12-24T18:00:00Z."
        )
        var expires: Expiry?
        @Flag(help: "Only say what would happen.") var dryRun = false

        func run() async throws {
            let expires = expires?.moment(from: .now)
            if let expires, expires <= .now {
                throw Failure(
                    .usage,
                    "\(expires) is in the past; such an entry does nothing",
                    hint: "Name a later time."
                )
            }
            let drafts = entries.map {
                EntryDraft(entry: $0, comment: comment, owner: owner, ticket: ticket, expires: expires)
            }
            let changed = try await control.ask(AddEntries(name: list, entries: drafts, dryRun: dryRun))
            try control.printer.show(changed, card: changed.card)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove entries, all or none.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The list's name.") var list: String
        @Argument(help: "In the entry notation.") var entries: [String]
        @Flag(help: "Only say what would happen.") var dryRun = false

        func run() async throws {
            let changed = try await control.ask(RemoveEntries(name: list, entries: entries, dryRun: dryRun))
            try control.printer.show(changed, card: changed.card)
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take back one change by its number.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The list's name.") var list: String
        @Argument(help: "The change's number, as add, remove and import print it.") var change: Int

        func run() async throws {
            let changed = try await control.follow(
                UndoListChange(name: list, change: change),
                reading: "entries"
            )
            try control.printer.show(changed, card: changed.card)
        }
    }
}

extension EntriesChanged {
    fileprivate var card: Card {
        var card = Card(dryRun ? "\(list.name) would change (nothing was done)" : "\(list.name): \(summary)")
        for entry in added { card.line("+ " + entry.entry + Self.until(entry), .good) }
        for entry in updated { card.line("~ " + entry.entry + Self.until(entry), .attention) }
        for entry in removed { card.line("- " + entry.entry, .bad) }
        for entry in unchanged { card.line("= " + entry, .quiet) }
        card.fact("entries now", dryRun ? nil : grouped(list.entries))
        card.fact("undo with", change.map { "gatehouse lists undo \(list.name) \($0)" })
        return card
    }

    private var summary: String {
        let counts = [("added", added.count), ("updated", updated.count), ("removed", removed.count)]
        let parts = counts.filter { $0.1 > 0 }.map { "\(grouped($0.1)) \($0.0)" }
        guard parts.isEmpty else { return parts.joined(separator: ", ") }
        // The undo of an import is shown without its entries.
        return change == nil ? "nothing to change" : "import taken back"
    }

    private static func until(_ entry: ListEntry) -> String {
        entry.expires.map { " until \(Moment.text($0))" } ?? ""
    }
}
