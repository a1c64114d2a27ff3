import ArgumentParser
import ControlProtocol
import GatehouseModel

extension ApprovalsCommand {
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve requests; each one succeeds or fails by itself (exit status 9 when only some did)."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Ids or codes.") var ids: [String]
        @Option(help: "Why, for the log.") var reason: String?
        @Option(help: "What the applicant is told.") var message: String?
        @Flag(help: "Only say what would happen.") var dryRun = false

        func run() async throws {
            let decision = Decision(verdict: .approve, reason: reason, message: message, dryRun: dryRun)
            try await decision.make(on: ids, control)
        }
    }

    struct Deny: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deny requests; each one succeeds or fails by itself (exit status 9 when only some did)."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Ids or codes.") var ids: [String]
        @Option(help: "Why, for the log.") var reason: String
        @Option(help: "What the applicant is told.") var message: String?
        @Flag(help: "Only say what would happen.") var dryRun = false

        func run() async throws {
            let decision = Decision(verdict: .deny, reason: reason, message: message, dryRun: dryRun)
            try await decision.make(on: ids, control)
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back your own decisions within ten seconds of making them."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Ids or codes.") var ids: [String]

        func run() async throws {
            let reply = try await control.ask(UndoDecisions(ids: ids))
            try control.printer.list(reply.results, nothing: "Nothing to take back.")
            try DecideReply.judge(reply.results)
        }
    }

    /// One verdict, applied to any number of requests.
    struct Decision: Sendable {
        let verdict: DecideApprovals.Verdict
        let reason: String?
        let message: String?
        let dryRun: Bool

        /// The maximum number of requests that the daemon decides in one call.
        private static let portion = 500

        func make(on ids: [String], _ control: ControlOptions) async throws {
            var results: [DecideReply.Result] = []
            var undoUntil: Timestamp?
            for start in stride(from: 0, to: ids.count, by: Self.portion) {
                let portion = ids[start..<min(start + Self.portion, ids.count)]
                let reply = try await control.ask(DecideApprovals(body(for: portion)))
                results += reply.results
                undoUntil = reply.undoUntil ?? undoUntil
            }
            try control.printer.list(results, nothing: "Nothing to decide.")
            if undoUntil != nil, !dryRun {
                control.printer.remark("`gatehouse approvals undo ID…` takes it back within ten seconds.")
            }
            try DecideReply.judge(results)
        }

        private func body(for ids: some Sequence<String>) -> DecideApprovals.Body {
            DecideApprovals.Body(
                items: ids.map { DecideApprovals.Body.Item(id: $0) },
                verdict: verdict,
                reason: reason,
                message: message,
                dryRun: dryRun ? true : nil
            )
        }
    }
}

extension DecideReply {
    /// Returns if all requests were decided. Throws status 9 if only some were, otherwise the status of the problem.
    fileprivate static func judge(_ results: [Result]) throws {
        let problems = results.compactMap(\.problem)
        guard let first = problems.first else { return }
        guard problems.count == results.count else { throw Failure.silent(.partlyDone) }
        let statuses = Set(problems.map(ExitStatus.init))
        guard problems.count > 1 else { throw first }
        throw Failure(statuses.count == 1 ? ExitStatus(first) : .failure, "none of the \(results.count) was done")
    }
}

extension DecideReply.Result: Listable {
    static var columns: [Column<DecideReply.Result>] {
        [
            Column("REQUEST") { $0.approval?.code.description ?? $0.id },
            Column("APPLICANT", shrinks: true) { $0.approval?.email ?? "-" },
            Column("STATE", tone: { $0.approval?.state.tone ?? .plain }) { $0.approval?.state.rawValue ?? "-" },
            Column("RESULT", tone: { $0.problem == nil ? .good : .bad }) { $0.problem?.detail ?? "done" },
        ]
    }

    static var fields: [String] { ["id", "approval", "problem"] }
}
