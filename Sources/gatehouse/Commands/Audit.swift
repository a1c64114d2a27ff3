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
        @Option(parsing: .unconditional, help: "In the query language: user, action, subject, since.") var filter:
            String?
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
            abstract: "Check the whole hash chain; exit status 1 and the first wrong record if it is broken."
        )

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let found = try await control.ask(VerifyAudit())
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
