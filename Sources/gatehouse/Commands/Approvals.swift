import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse approvals`
struct ApprovalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "People who wait for a decision.",
        subcommands: [
            ListThem.self, Show.self, Take.self, Release.self, Approve.self, Deny.self, Comment.self, Undo.self,
        ],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Approval requests: pending ones oldest first, others newest first."
        )

        @OptionGroup var control: ControlOptions
        @OptionGroup var query: QueryOptions
        @Option(help: "pending, approved, denied, expired or withdrawn; all unless given.") var state: ApprovalState?

        func run() async throws {
            let found = try await query.gather { limit, cursor in
                let request = ListApprovals(state: state, filter: query.filter, limit: limit, cursor: cursor)
                return try await control.ask(request)
            }
            try control.printer.list(found.items, nothing: "No approval requests.")
            query.remarkOnMore(found, control.printer)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One request with the person's history.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or code.") var id: String

        func run() async throws {
            let detail = try await control.ask(GetApproval(id: id))
            try control.printer.show(detail, card: detail.card)
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a request for five minutes, so that nobody else decides it meanwhile."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or code.") var id: String

        func run() async throws {
            let approval = try await control.ask(TakeApproval(id: id))
            try control.printer.show(approval, card: approval.card)
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a taken request back.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or code.") var id: String

        func run() async throws {
            let approval = try await control.ask(ReleaseApproval(id: id))
            try control.printer.show(approval, card: approval.card)
        }
    }

    struct Comment: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a comment that other approvers see.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "Id or code.") var id: String
        @Argument(help: "The remark.") var text: String

        func run() async throws {
            let detail = try await control.ask(CommentApproval(id: id, text: text))
            try control.printer.show(detail, card: detail.card)
        }
    }
}

extension ApprovalState: ExpressibleByArgument {}
