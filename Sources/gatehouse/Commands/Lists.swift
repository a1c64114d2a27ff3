import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse lists`
struct ListsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "Whom to let through, to stop, or to ask a person about.",
        discussion: """
            An entry is written as ada@b.example (an address), b.example (exactly this domain), .b.example (it and \
            everything below), *.b.example (below only), issuer:google.com (an identity provider), 192.0.2.0/24 or 2001:db8::/32 (IP \
            addresses), /^x[0-9]+@/ (a pattern in RE2 syntax, over the address, in any case) or value:country=SE (a \
            claim's value, in any case).
            """,
        subcommands: [
            ListThem.self, Show.self, Add.self, Remove.self, Undo.self, Import.self, Export.self, Check.self,
            Impact.self,
        ],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "All lists, in the order they are looked at."
        )

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let page = try await control.ask(ListLists())
            try control.printer.list(page.items, nothing: "The policy has no lists.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The entries of one list, newest first.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The list's name.") var list: String
        @Option(help: "Only entries with this text in them.") var contains: String?
        @OptionGroup var limit: LimitOption

        func run() async throws {
            let entries = try await limit.gather { limit, cursor in
                let request = ListEntries(name: list, contains: contains, limit: limit, cursor: cursor)
                return try await control.ask(request)
            }
            try control.printer.list(entries.items, nothing: "No entries.")
            limit.remarkOnMore(entries, control.printer)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Which entries match an address, a domain, an identity provider, an IP address or a claim's value, and "
                + "which one decides."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "An address, a domain, an IP address, or an entry in its notation.") var value: String

        func run() async throws {
            let found = try await control.ask(CheckValue(value: value))
            try control.printer.list(found.matches, nothing: "No list has \(found.value).")
        }
    }

    struct Impact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What an entry would have matched in the last days, and who waits now."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "In the entry notation.") var entry: String
        @Option(help: "1 to 30.") var days = 7

        func run() async throws {
            let impact = try await control.ask(GetImpact(entry: entry, days: days))
            try control.printer.show(impact, card: impact.card)
        }
    }
}

extension ListSummary: Listable {
    static var columns: [Column<ListSummary>] {
        [
            Column("EFFECT", tone: { $0.effect.tone }) { $0.effect.rawValue },
            Column("LIST", shrinks: true) { $0.name },
            Column("ENTRIES", .trailing) { grouped($0.entries) },
            Column("HITS 24h", .trailing) { grouped($0.hits24h) },
            Column("EXPIRING", .trailing) { $0.expiring == 0 ? "-" : grouped($0.expiring) },
            Column("SOURCE", shrinks: true) { list in
                list.source + (list.asOf.map { " of \($0.description.prefix(10))" } ?? "")
            },
            Column("UPDATED") { $0.updated.map { Moment.text($0) } ?? "-" },
        ]
    }

    static var fields: [String] {
        ["name", "effect", "queue", "entries", "hits_24h", "expiring", "source", "as_of", "updated", "revision"]
    }
}

extension ListEntry: Listable {
    static var columns: [Column<ListEntry>] {
        [
            Column("ENTRY", shrinks: true) { $0.entry },
            Column("KIND") { $0.kind.rawValue },
            Column("HITS", .trailing) { grouped($0.hits) },
            Column("LAST") { $0.lastHit.map { Moment.text($0) } ?? "-" },
            Column("OWNER") { $0.owner ?? "-" },
            Column("TICKET") { $0.ticket ?? "-" },
            Column("EXPIRES") { $0.expires.map { Moment.text($0) } ?? "-" },
            Column("COMMENT", shrinks: true) { $0.comment ?? "" },
        ]
    }

    static var fields: [String] {
        [
            "entry", "kind", "value", "comment", "owner", "ticket", "source", "created", "expires", "hits", "last_hit",
        ]
    }
}

extension CheckReply.Match: Listable {
    static var columns: [Column<CheckReply.Match>] {
        [
            Column("", tone: { _ in .heading }) { $0.decides ? "■" : "·" },
            Column("LIST", shrinks: true) { $0.list },
            Column("EFFECT", tone: { $0.effect.tone }) { $0.effect.rawValue },
            Column("ENTRY", shrinks: true) { $0.entry.entry },
            Column("OWNER") { $0.entry.owner ?? "-" },
            Column("COMMENT", shrinks: true) { $0.entry.comment ?? "" },
        ]
    }

    static var fields: [String] { ["list", "effect", "entry", "decides"] }
}

extension ListEffect {
    fileprivate var tone: Tone {
        switch self {
        case .allow: .good
        case .deny: .bad
        case .approve: .attention
        case .none: .quiet
        }
    }
}

extension Impact {
    fileprivate var card: Card {
        var card = Card(entry)
        card.fact("matches", explanation)
        card.fact(
            "last \(days) days",
            "\(grouped(calls)) calls of \(grouped(people)) people\(complete ? "" : ", or more")"
        )
        for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) { card.fact("  " + outcome, grouped(count)) }
        card.fact("not known", unknown == 0 ? nil : "of \(grouped(unknown)) calls, whose claims are no longer kept")
        card.fact("waiting now", grouped(waitingCount), waitingCount > 0 ? .attention : .plain)
        for approval in waiting { card.line("\(approval.code)  \(approval.email ?? "-")") }
        for remark in remarks { card.line(remark, .quiet) }
        return card
    }
}
