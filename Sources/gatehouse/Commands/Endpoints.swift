import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse endpoints`
struct EndpointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoints",
        abstract: "The URLs that identity providers call.",
        subcommands: [ListThem.self, Show.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "All endpoints.")

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let page = try await control.ask(ListEndpoints())
            try control.printer.list(page.items, nothing: "The policy has no endpoints.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One endpoint.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The endpoint's name.") var name: String

        func run() async throws {
            let endpoint = try await control.ask(GetEndpoint(name: name))
            try control.printer.show(endpoint, card: endpoint.card)
        }
    }
}

extension EndpointSummary: Listable {
    static var columns: [Column<EndpointSummary>] {
        [
            Column("ENDPOINT", shrinks: true) { $0.name },
            Column("DIALECT") { $0.dialect.rawValue },
            Column("STEP") { $0.step.rawValue },
            Column("APPROVAL") { $0.approval ?? "-" },
            Column("DEADLINE", .trailing) { Moment.took(Double($0.deadlineMs)) },
            Column("ON FAILURE") { $0.failurePolicy },
            Column("CALLS 24h", .trailing) { grouped($0.calls24h) },
            Column("LAST") { $0.lastCall.map { Moment.text($0) } ?? "-" },
        ]
    }

    static var fields: [String] {
        [
            "name", "path", "dialect", "step", "credentials", "approval", "deadline_ms", "failure_policy", "calls_24h",
            "outcomes_24h", "last_call",
        ]
    }

    fileprivate var card: Card {
        var card = Card("\(name)  \(path)")
        card.fact("dialect", dialect.rawValue)
        card.fact("step", step.rawValue)
        card.fact("credentials", credentials.joined(separator: ", "))
        card.fact("approval", approval ?? "none")
        card.fact("deadline", Moment.took(Double(deadlineMs)))
        card.fact("on failure", failurePolicy)
        card.fact("last 24 h", "\(grouped(calls24h)) calls")
        for (outcome, count) in outcomes24h.sorted(by: { $0.key < $1.key }) {
            card.fact("  " + outcome, grouped(count))
        }
        card.fact("last call", lastCall.map { Moment.text($0) })
        return card
    }
}
