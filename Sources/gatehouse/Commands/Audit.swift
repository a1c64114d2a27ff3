import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Who changed and decided what.",
        subcommands: [ListThem.self, Verify.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The audit log, newest first.")

        @OptionGroup var control: ControlOptions
        @Option(help: "In the query language: user, action, subject, since.") var filter: String?
        @OptionGroup var limit: LimitOption

        func run() async throws {
            let records = try await limit.gather { limit, cursor in
                try await control.ask(ListAudit(filter: filter, limit: limit, cursor: cursor))
            }
            try control.printer.list(records.items, nothing: "No audit records.")
            limit.remarkOnMore(records, control.printer)
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the whole hash chain; exit status 1 and the first wrong record if it is broken.",
            discussion: """
                The chain alone cannot show that its end was cut off and its head rewritten. The daemon writes the newest \
                record into its log every hour, as "audit checkpoint record=NUMBER:HASH"; with --against, that record must \
                be in the chain.
                """
        )

        @OptionGroup var control: ControlOptions
        @Option(
            help: ArgumentHelp(
                "A checkpoint from the daemon's log that must be in the chain.",
                valueName: "number:hash"
            )
        )
        var against: String?

        func run() async throws {
            let found = try await control.ask(VerifyAudit(against: against))
            try control.printer.show(found, card: found.card)
            guard found.intact else { throw Failure.silent(.failure) }
        }
    }
}

extension AuditRecord: Listable {
    static var columns: [Column<AuditRecord>] {
        [
            Column("NO", .trailing) { String($0.sequence) },
            Column("TIME") { Moment.text($0.time) },
            Column("USER") { $0.user },
            Column("ROLE") { $0.role?.rawValue ?? "-" },
            Column("ACTION") { $0.action },
            Column("SUBJECT", shrinks: true) { $0.subject },
        ]
    }

    static var fields: [String] {
        ["sequence", "time", "uid", "user", "role", "action", "subject", "before", "after", "hash"]
    }
}

extension AuditVerification {
    fileprivate var card: Card {
        var card = Card(intact ? "The audit log is intact." : "The audit log is broken.")
        card.fact("records", grouped(records))
        card.fact("head", head)
        card.fact("broken at", brokenAt.map(String.init), .bad)
        card.fact("detail", detail, .bad)
        return card
    }
}
