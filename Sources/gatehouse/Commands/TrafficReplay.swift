import ArgumentParser
import ControlProtocol
import GatehouseModel

extension TrafficCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge kept calls again, under the policy in force or a document: recorded → now, and why.",
            discussion: "Nothing is stored or answered. `gatehouse policy simulate` does it in bulk."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The calls' ids or codes.") var ids: [String] = []
        @Option(help: "Instead of ids: the newest calls that match, in the query language.") var filter: String?
        @Option(help: ArgumentHelp("With --filter: the maximum number of calls, up to 200.", valueName: "n"))
        var limit = 20
        @Option(help: "Judge them under this document instead of the policy in force.") var policy: String?

        func validate() throws {
            guard ids.isEmpty != (filter == nil) else { throw ValidationError("Name calls, or give --filter.") }
            guard (1...200).contains(limit), ids.count <= 200 else {
                throw ValidationError("Replay 1 to 200 calls; `gatehouse policy simulate` takes any number.")
            }
        }

        func run() async throws {
            let document = try policy.map { try TextFile.read($0, limit: PolicyCommand.sizeLimit) }
            let question = ReplayCalls.Body(
                calls: ids.isEmpty ? nil : ids,
                filter: filter,
                limit: limit,
                document: document
            )
            let calls = try await control.ask(ReplayCalls(question)).items
            guard calls.count == 1, let only = calls.first, control.printing.output == .table else {
                return try control.printer.list(calls, nothing: "No calls match.")
            }
            try control.printer.show(only, card: only.card)
        }
    }
}

extension ReplayedCall: Listable {
    static var columns: [Column<ReplayedCall>] {
        [
            Column("TIME") { Moment.text($0.call.time) },
            Column("CODE", tone: { _ in .quiet }) { $0.call.code.description },
            Column("ENDPOINT", shrinks: true) { $0.call.endpoint },
            Column("APPLICANT", shrinks: true) { $0.call.email ?? "-" },
            Column("RECORDED", tone: { $0.call.outcome.tone }) { $0.call.outcome.rawValue },
            Column("NOW", tone: { $0.outcome?.tone ?? .quiet }) { $0.outcome?.rawValue ?? "-" },
            Column("BY", shrinks: true) { $0.decidedBy?.rawValue ?? $0.obstacle ?? "-" },
        ]
    }

    static var fields: [String] { ["call", "outcome", "decided_by", "obstacle"] }

    fileprivate var card: Card {
        var card = Card("\(call.code)  \(call.endpoint)")
        card.fact("recorded", "\(call.outcome.rawValue) by \(call.decidedBy.rawValue)", call.outcome.tone)
        if let outcome {
            card.fact("now", "\(outcome.rawValue) by \(decidedBy?.rawValue ?? "-")", outcome.tone)
        } else {
            card.fact("now", "cannot be judged again: \(obstacle ?? "no reason given")", .quiet)
        }
        guard !considered.isEmpty else { return card }
        card.section("why")
        for line in considered { card.line(line.sentence, line.tone) }
        for note in notes { card.line("note: " + note, .attention) }
        return card
    }
}
