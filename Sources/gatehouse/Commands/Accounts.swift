import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse accounts`
struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "The local directory: accounts that our own user flows made.",
        subcommands: [ListThem.self, Show.self, Disable.self, Enable.self, Export.self, Erase.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Accounts, newest first.")

        @OptionGroup var control: ControlOptions
        @OptionGroup var query: QueryOptions

        func run() async throws {
            let found = try await query.gather { limit, cursor in
                try await control.ask(ListAccounts(filter: query.filter, limit: limit, cursor: cursor))
            }
            try control.printer.list(found.items, nothing: "No accounts\(query.filter == nil ? " yet" : " match").")
            query.remarkOnMore(found, control.printer)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One account.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or address.") var account: String

        func run() async throws {
            let account = try await control.ask(GetAccount(id: account))
            try control.printer.show(account, card: account.card)
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Disable an account; the owner cannot sign up again.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or address.") var account: String
        @Option(help: "Why, for the audit log.") var reason: String?

        func run() async throws {
            let changed = try await control.ask(SetAccountEnabled(id: account, enabled: false, reason: reason))
            try control.printer.show(changed, card: changed.card)
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Enable an account again.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or address.") var account: String
        @Option(help: "Why, for the audit log.") var reason: String?

        func run() async throws {
            let changed = try await control.ask(SetAccountEnabled(id: account, enabled: true, reason: reason))
            try control.printer.show(changed, card: changed.card)
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All accounts, or those that a filter lets through, as JSON lines; -o csv for CSV."
        )

        @OptionGroup var control: ControlOptions
        @Option(help: "In the query language, as in: flow:guests enabled:yes since:30d") var filter: String?

        func run() async throws {
            try await control.withClient { client in
                let format = control.printing.output == .csv ? OutputFormat.csv : .jsonl
                var rows = RunningPrinter<Account>(Printer(format: format, terminal: .none))
                var cursor: String?
                repeat {
                    let page = try await client.send(ListAccounts(filter: filter, limit: 1_000, cursor: cursor))
                    for account in page.items { try rows.print(account) }
                    cursor = page.next
                } while cursor != nil
            }
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase an account and what its sign-ups kept of the person, for good.",
            discussion: """
                Cannot be undone. The audit log keeps the account's id and the reason, and nothing of the person. \
                Calls in the journal go when their retention ends. Asks on a terminal; elsewhere --yes is needed.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or address.") var account: String
        @Option(help: "Why, for the audit log; without the person's data.") var reason: String
        @Flag(help: "Do not ask.") var yes = false

        func run() async throws {
            let found = try await control.ask(GetAccount(id: account))
            guard try yes || confirmed(found) else { throw Failure(.failure, "nothing was erased") }
            _ = try await control.ask(EraseAccount(id: found.id, reason: reason))
            control.printer.remark("account \(found.id) is erased")
        }

        private func confirmed(_ found: Account) throws -> Bool {
            guard Terminal.isInteractive else {
                throw Failure(.usage, "erasing cannot be undone", hint: "Add --yes to do it without being asked.")
            }
            StandardOutput.write(
                PrintedText.joined(found.card.lines(on: .current) + ["Erase it for good? [y/N] "], "\n")
            )
            return ["y", "yes"].contains((readLine() ?? "").lowercased())
        }
    }
}

extension Account: Listable {
    static var columns: [Column<Account>] {
        [
            Column("CREATED") { Moment.text($0.created) },
            Column("ADDRESS", shrinks: true) { $0.email },
            Column("NAME", shrinks: true) { $0.displayName ?? "-" },
            Column("FROM") { $0.identities.first?.issuer ?? "local" },
            Column("FLOW", shrinks: true) { $0.flow },
            Column("STATE", tone: { $0.isEnabled ? .good : .bad }) { $0.isEnabled ? "enabled" : "disabled" },
            Column("SIGN-UP", tone: { _ in .quiet }) { $0.signUp?.description ?? "-" },
        ]
    }

    static var fields: [String] {
        [
            "id", "email", "display_name", "enabled", "flow", "created", "updated", "sign_up", "identities",
            "attributes",
        ]
    }

    var card: Card {
        var card = Card("\(email)  \(displayName ?? "")")
        card.fact("state", isEnabled ? "enabled" : "disabled", isEnabled ? .good : .bad)
        for identity in identities { card.fact("identity", "\(identity.issuer) \(identity.issuerAssignedID)") }
        card.fact("flow", flow)
        card.fact("created", Moment.text(created))
        card.fact("changed", updated == created ? nil : Moment.text(updated))
        card.fact("sign-up", signUp?.description)
        card.fact("id", id, .quiet)
        if !attributes.isEmpty { card.section("attributes") }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { card.fact(name, value.shown) }
        return card
    }
}
