package import ControlProtocol
package import GatehouseModel
import TerminalUI

/// A decision on all requests that match a query, while they are being loaded.
package struct Matching: Sendable {
    package var verdict: DecideApprovals.Verdict
    /// The current filter and the typed query combined.
    package var filter: String
    package var found: [Approval] = []
}

extension ApprovalsScreen {
    /// The maximum number of requests decided in one act.
    static let matchLimit = 5_000

    static func matching(_ name: String, _ title: String, _ verdict: DecideApprovals.Verdict) -> Command {
        Command(
            name,
            title,
            arguments: [CommandArgument("query", isRequired: false)],
            role: .approver,
            danger: .confirm,
            help:
                "\(verdict.rawValue) every request that waits and matches a query, the filter in force included; shows which first"
        ) { state, words in
            let parts = [state.panes[.approvals]?.filter.active, words.first].compactMap(\.self)
            if let problem = words.first.flatMap(filterProblem) {
                state.say(problem, .warning)
                return []
            }
            guard !parts.isEmpty else {
                state.say("write a query: :\(name) email:*@partner.example", .warning)
                return []
            }
            let filter = parts.count == 1 ? parts[0] : parts.map { "(\($0))" }.joined(separator: " ")
            state.say("looking for what matches…", .info)
            return [gather(Matching(verdict: verdict, filter: filter), cursor: nil)]
        }
    }

    private static func gather(_ matching: Matching, cursor: String?) -> Effect {
        let request = ListApprovals(state: .pending, filter: matching.filter, limit: pageSize, cursor: cursor)
        return .ask(Ask(request) { .approvals(.matched(matching, $0)) })
    }

    /// Loads page by page, then asks. Nothing is decided before the answer.
    static func matched(
        _ matching: Matching,
        _ result: Result<Page<Approval>, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        switch result {
        case .failure(let error):
            state.say("cannot look for requests: \(error.problem?.detail ?? error.description)", .bad)
            return []
        case .success(let page):
            var matching = matching
            matching.found += page.items.filter { $0.state == .pending && state.approvals.sending[$0.id] == nil }
            if let next = page.next, matching.found.count < matchLimit { return [gather(matching, cursor: next)] }
            propose(matching, &state)
            return []
        }
    }

    private static func propose(_ matching: Matching, _ state: inout ConsoleState) {
        let targets = Array(matching.found.prefix(matchLimit))
        guard state.dialog == nil, state.screen == .approvals else { return }
        guard !targets.isEmpty else { return state.say("nothing that waits matches \(matching.filter)", .info) }
        state.notice = nil
        guard matching.verdict == .approve else { return state.open(.deny(DenyForm(targets, state))) }
        let verb = targets.count == 1 ? "Approve 1 request" : "Approve \(targets.count) requests"
        var question = bulkQuestion("Approve", targets, state)
        if targets.count == 1 { question.title = verb + "?" }
        question.lines.append("that match \(matching.filter)")
        let command = Command(
            "approve",
            "approve",
            role: .approver,
            danger: .confirmMany,
            help: ""
        ) { state, _ in decide(targets, .approve, &state) }
        state.open(.confirm(Confirm(question: question, command: command, words: [])))
    }

    // MARK: Snoozing

    /// The maximum number of requests snoozed at a time.
    static let snoozeLimit = 500

    static let snooze = Command(
        "snooze",
        "snooze",
        keys: ["s"],
        arguments: [CommandArgument("time", isRequired: false) { _ in ["1h", "4h", "1d", "off"] }],
        help: "put the request, or the marked ones, aside on this console: 1h unless said; off brings all back"
    ) { state, words in
        if words.first == "off" { return wakeAll(&state) }
        let expiry = Expiry(words.first ?? "1h", now: state.now)
        guard let until = expiry.moment, until > state.now else {
            state.say("write how long: 30m, 4h, 2d, or off", .warning)
            return []
        }
        let targets = targets(state).prefix(max(0, snoozeLimit - state.approvals.snoozed.count))
        guard !targets.isEmpty else {
            state.say("nothing that waits is selected", .info)
            return []
        }
        selectNextWaiting(&state)
        for target in targets { state.approvals.snoozed[target.id] = until }
        sweep(&state)
        let who = targets.count == 1 ? state.shown(targets.first?.email) : Words.count(targets.count, "request")
        state.say(
            "\(who) aside for \(Words.age(until.since(state.now))); :snooze off brings all back",
            .info
        )
        return [.save(state.saved)]
    }

    private static func wakeAll(_ state: inout ConsoleState) -> [Effect] {
        let count = state.approvals.snoozed.count
        state.approvals.snoozed = [:]
        state.say(count == 0 ? "nothing is put aside" : "\(Words.count(count, "request")) back", .info)
        return reload(&state) + [.save(state.saved)]
    }

    /// Shows requests again whose time has come.
    static func wake(_ state: inout ConsoleState) -> [Effect] {
        let due = state.approvals.snoozed.filter { $0.value <= state.now }.map(\.key)
        guard !due.isEmpty else { return [] }
        for id in due { state.approvals.snoozed[id] = nil }
        return reload(&state)
    }
}
