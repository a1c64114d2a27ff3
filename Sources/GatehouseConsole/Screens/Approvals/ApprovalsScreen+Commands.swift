import TerminalUI
import ControlProtocol
import GatehouseModel

extension ApprovalsScreen {
    static let commands: [Command] = [
        Command(
            "approve",
            "approve",
            keys: ["a"],
            role: .approver,
            danger: .confirmMany,
            footer: 1,
            help: "approve the request; with marks all of them, after one question",
            enabled: waits,
            question: { state, _ in
                let targets = targets(state)
                guard targets.count > 1 else { return nil }
                return bulkQuestion("Approve", targets, state)
            }
        ) { state, _ in
            let before = state.approvals.approvedAt
            state.approvals.approvedAt = state.now
            if let before, state.now.since(before) < .milliseconds(300) { return [] }
            let targets = targets(state)
            return showLoneMark(targets, &state) ? [] : decide(targets, .approve, &state)
        },
        Command(
            "deny",
            "deny",
            keys: ["d"],
            role: .approver,
            danger: .confirm,
            footer: 2,
            help: "deny the request, or the marked ones, with a reason",
            enabled: waits
        ) { state, _ in
            state.open(.deny(DenyForm(targets(state), state).resuming(state.approvals.unsent)))
            return []
        },
        Command(
            "take",
            "take",
            keys: ["t"],
            role: .approver,
            footer: 3,
            help: "take the request for five minutes so that nobody else decides it; again to give it back",
            enabled: waits
        ) { state, _ in
            guard let approval = state.approvals.selected else { return [] }
            let id = approval.id
            let isMine = approval.takenBy != nil && approval.takenBy == state.whoAmI?.user
            if isMine { return [.ask(Ask(ReleaseApproval(id: id.description)) { .approvals(.taken(id, $0)) })] }
            return [.ask(Ask(TakeApproval(id: id.description)) { .approvals(.taken(id, $0)) })]
        },
        Command(
            "comment",
            "comment",
            keys: ["c"],
            arguments: [CommandArgument("text", isRequired: false)],
            role: .approver,
            footer: 4,
            help: "add a comment that other approvers see",
            enabled: { .init($0.approvals.selected != nil, else: "nothing is selected") }
        ) { state, words in
            guard let approval = state.approvals.selected else { return [] }
            if let text = words.first { return comment(text, on: approval.id, &state) }
            state.open(.prompt(LinePrompt(.comment(approval.id))))
            return []
        },
        Command("next-waiting", "next", keys: ["]"], footer: 5, help: "the next request that waits") { state, _ in
            selectNextWaiting(&state)
            sweep(&state)
            return []
        },
        Command("previous-waiting", "previous", keys: ["["], help: "the request before that waits") { state, _ in
            selectNextWaiting(&state, step: -1)
            sweep(&state)
            return []
        },
        Command(
            "group",
            "group",
            keys: ["="],
            footer: 6,
            help: "put all requests of one domain together, reading those not read yet; again for oldest first"
        ) { state, _ in toggleGroups(&state) },
        Command(
            "mark-group",
            "mark group",
            keys: ["V"],
            help: "mark every request of the selected one's domain, reading those not read yet"
        ) { state, _ in markGroup(&state) },
        Command(
            "list-this",
            "add to a list…",
            keys: ["A"],
            role: .approver,
            help: "make a list entry or a rule of the applicant: address, domain, provider, claims",
            enabled: { .init($0.approvals.selected != nil, else: "nothing is selected") }
        ) { state, _ in
            guard let approval = state.approvals.selected else { return [] }
            var subject = Subject(
                email: approval.email,
                issuer: approval.issuer,
                origin: "approval \(approval.code)"
            )
            if case .approval(let detail) = state.resources.value("approval/\(approval.id)") {
                subject.claims = detail.claims
            }
            return AddToListMenu.open(subject, &state)
        },
        matching("approve-matching", "approve matching…", .approve),
        matching("deny-matching", "deny matching…", .deny),
        snooze,
        Command(
            "person",
            "this person",
            keys: ["P"],
            role: .approver,
            help: "all calls of this person, in Traffic; esc comes back",
            enabled: { .init(askingCall($0) != nil, else: "the call that asked is not known") }
        ) { state, _ in
            guard let approval = state.approvals.selected, let call = askingCall(state) else { return [] }
            return TrafficScreen.followPerson(call: call, email: approval.email, &state)
        },
        Command(
            "show",
            "show",
            arguments: [CommandArgument("state") { _ in ApprovalState.allCases.map(\.rawValue) + ["all"] }],
            help: "which requests are listed: pending, approved, denied, expired, withdrawn, all"
        ) { state, words in
            guard words[0] == "all" || ApprovalState(rawValue: words[0]) != nil else {
                state.say("show takes pending, approved, denied, expired, withdrawn or all", .warning)
                return []
            }
            state.approvals.shows = ApprovalState(rawValue: words[0])
            state.approvals.rows = []
            state.approvals.isLoaded = false
            return reload(&state)
        },
    ]

    private static func askingCall(_ state: ConsoleState) -> CallID? {
        guard let id = state.approvals.selected?.id,
            case .approval(let detail) = state.resources.value("approval/\(id)")
        else { return nil }
        return detail.call
    }

    private static func waits(_ state: ConsoleState) -> Command.Availability {
        guard let selected = state.approvals.selected else { return .no("nothing waits here") }
        guard targets(state).isEmpty else { return .yes }
        guard selected.state != .pending else { return .no("it is being decided; wait for the answer") }
        return .no("\(selected.decidedBy ?? "gatehoused") has \(selected.state.rawValue) it already")
    }

    static func bulkQuestion(_ verb: String, _ targets: [Approval], _ state: ConsoleState) -> Question {
        let domains = Set(targets.map(ApprovalsState.group))
        // The title takes one row.
        let place = domains.count == 1 ? domains.first.flatMap { 1...40 ~= $0.count ? $0 : nil } : nil
        let shown = targets.prefix(5).map { "\(state.shown($0.email))  \($0.displayName ?? "")" }
        var rest = targets.count > 5 ? ["and \(targets.count - 5) more"] : []
        let others = targets.count { $0.takenBy != nil && $0.takenBy != state.whoAmI?.user }
        if others > 0 { rest.append("\(others) of them taken by others: those are left as they are") }
        if targets.count == matchLimit { rest.append("\(Words.count(matchLimit)) are decided at a time") }
        return Question(
            "\(verb) \(Words.count(targets.count)) requests of \(place ?? Words.count(domains.count, "domain"))?",
            shown + rest,
            yes: "\(verb.lowercased()) \(Words.count(targets.count))",
            preview: DecisionPreview(.approve, targets)
        )
    }
}
