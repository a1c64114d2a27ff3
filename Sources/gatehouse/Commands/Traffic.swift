import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse traffic`
struct TrafficCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "traffic",
        abstract: "The calls in the journal.",
        subcommands: [ListThem.self, Show.self, Follow.self, Tail.self, Replay.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Calls, newest first.")

        @OptionGroup var control: ControlOptions
        @OptionGroup var query: QueryOptions

        func run() async throws {
            let calls = try await query.gather { limit, cursor in
                try await control.ask(ListCalls(filter: query.filter, limit: limit, cursor: cursor))
            }
            try control.printer.list(calls.items, nothing: "No calls\(query.filter == nil ? " yet" : " match").")
            query.remarkOnMore(calls, control.printer)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One call by id or code.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The call's id, or its code as in K7Q2-9MXD.") var id: String
        @Flag(help: "Also what was considered, and how long each stage took.") var why = false
        @Flag(help: "The exact bodies instead. Needs the role approver, and is audited.") var bodies = false
        @Option(help: "With --bodies: why, for the audit log.") var reason: String?

        func validate() throws {
            guard reason == nil || bodies else { throw ValidationError("--reason goes with --bodies.") }
        }

        func run() async throws {
            if bodies {
                let answer = try await control.ask(RevealCall(id: id, reason: reason))
                try control.printer.show(answer, card: answer.card)
            } else {
                let detail = try await control.ask(GetCall(id: id))
                try control.printer.show(detail, card: detail.card(why: why))
            }
        }
    }
}

extension TrafficCommand {
    struct Follow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The calls of one call's person, those that came and those that we made, newest first."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The call's id, or its code as in K7Q2-9MXD.") var id: String
        @Option(help: "Maximum number of calls, 1 to 1000.") var limit: Int = 100

        func validate() throws {
            guard (1...1000).contains(limit) else { throw ValidationError("--limit goes from 1 to 1000.") }
        }

        func run() async throws {
            let calls = try await control.ask(FollowPerson(id: id, limit: limit))
            try control.printer.list(calls.items, nothing: "No calls.")
        }
    }
}

extension CallSummary: Listable {
    static var columns: [Column<CallSummary>] {
        [
            Column("TIME") { Moment.text($0.time) },
            Column("CODE", tone: { _ in .quiet }) { $0.code.description },
            Column("ENDPOINT", shrinks: true) { $0.marker + $0.endpoint },
            Column("APPLICANT", shrinks: true) { $0.email ?? "-" },
            Column("OUTCOME", tone: { $0.outcome.tone }) { $0.outcome.rawValue },
            Column("STATUS", .trailing) { String($0.status) },
            Column("TOOK", .trailing) { Moment.took($0.tookMs) },
            Column("BY", shrinks: true) { $0.decidedBy.rawValue },
        ]
    }

    static var fields: [String] {
        [
            "id", "code", "time", "direction", "endpoint", "dialect", "step", "outcome", "status", "email", "issuer",
            "took_ms", "decided_by", "retry_of", "sign_up", "matched",
        ]
    }

    /// `↻` for a recognised retry, `⇢` for an outbound call.
    private var marker: String {
        if retryOf != nil { return "↻ " }
        return direction == .outbound ? "⇢ " : ""
    }
}

extension Outcome {
    var tone: Tone {
        switch self {
        case .continue: .good
        case .block, .failed: .bad
        case .invalid, .pending: .attention
        case .refused: .quiet
        }
    }
}

extension CallBodies {
    fileprivate var card: Card {
        var card = Card("call \(id)")
        card.section("request")
        for line in request.split(separator: "\n", omittingEmptySubsequences: false) { card.line(String(line)) }
        card.section("response")
        for line in response.split(separator: "\n", omittingEmptySubsequences: false) { card.line(String(line)) }
        return card
    }
}
