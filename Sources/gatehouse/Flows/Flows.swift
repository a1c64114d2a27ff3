import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse flows`
struct FlowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "Our own user flows: sign-ups without a cloud, and the simulator of one.",
        subcommands: [
            ListThem.self, Show.self, Run.self, Check.self, SignUps.self, Import.self, Export.self,
        ],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "User flows, with how far the last 24 hours' sign-ups came."
        )

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let flows = try await control.ask(ListFlows())
            try control.printer.list(flows.items, nothing: "The policy has no user flows.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One user flow.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The flow's name.") var flow: String

        func run() async throws {
            let flow = try await control.ask(GetFlow(name: flow))
            try control.printer.show(flow, card: flow.card)
        }
    }

    /// `gatehouse flows sign-ups`
    struct SignUps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-ups",
            abstract: "People's attempts to sign up.",
            subcommands: [List.self, Show.self],
            defaultSubcommand: List.self
        )

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(abstract: "Sign-ups, newest first.")

            @OptionGroup var control: ControlOptions
            @OptionGroup var query: QueryOptions

            func run() async throws {
                let found = try await query.gather { limit, cursor in
                    try await control.ask(ListSignUps(filter: query.filter, limit: limit, cursor: cursor))
                }
                let nothing: PrintedText = "No sign-ups\(query.filter == nil ? " yet" : " match")."
                try control.printer.list(found.items, nothing: nothing)
                query.remarkOnMore(found, control.printer)
            }
        }

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(abstract: "One sign-up with its timeline.")

            @OptionGroup var control: ControlOptions
            @Argument(help: "Id or code.") var id: String

            func run() async throws {
                let detail = try await control.ask(GetSignUp(id: id))
                try control.printer.show(detail, card: detail.card)
            }
        }
    }
}
