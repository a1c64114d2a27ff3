import ControlProtocol
import GatehouseModel
import TerminalUI

/// The sign-ups of the selected flow, newest first.
enum SignUpsView: FlowsFeedView {
    static var feed: WritableKeyPath<FlowsState, Feed<SignUp>> { \.signUps }

    static func rows(_ state: ConsoleState) -> FeedRows<SignUp> {
        SignUpCell.rows(
            state.flows.signUps.rows,
            isMasked: state.isMasked,
            now: state.daemonTime,
            search: search(state)
        )
    }

    static func more(_ state: inout ConsoleState) -> [Effect] {
        let flow = state.flows.selectedFlow?.flow.name
        let filter = state.panes[.flows]?.filter.active.flatMap { FlowsScreen.isFor(SignUp.self, $0) ? $0 : nil }
        state.flows.signUps.show(flow, filter: filter)
        guard let flow, let cursor = wanted(&state) else { return [] }
        let whole = FlowsScreen.term("flow", flow) + (filter.map { " (\($0))" } ?? "")
        let request = ListSignUps(filter: whole, limit: FlowsScreen.pageSize, cursor: cursor)
        return [
            .ask(
                Ask(request) { .flows(.signUps(flow: flow, filter: filter, isMore: cursor != nil, $0)) }
            )
        ]
    }

    static func draw(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard !state.flows.signUps.rows.isEmpty else { return Empty.draw(emptyLines(state), in: area, on: &frame) }
        Table(columns: area.width >= 110 ? wideColumns : columns, isFocused: state.pane.isDetailFocused)
            .draw(rows(state), selection: state.flows.signUps.selection, in: area, of: &frame)
    }

    private static func emptyLines(_ state: ConsoleState) -> [String] {
        if let failure = state.flows.signUps.failure { return ["The sign-ups cannot be read.", failure] }
        if state.flows.signUps.isReading || state.flows.signUps.isOld { return ["Reading…"] }
        return state.flows.signUps.filter == nil
            ? ["Nobody signed up through this flow yet.", "gatehouse flows run plays a person."]
            : ["No sign-up matches the filter.", "^X turns it off for a moment, f changes it."]
    }

    static let columns = [
        Column("time", title: "STARTED", minimum: 8, ideal: 8),
        Column("person", title: "PERSON", minimum: 14, ideal: 26, weight: 3, truncation: .addressDomain),
        Column("from", title: "FROM", minimum: 8, ideal: 8, dropPriority: 3),
        Column("stage", title: "STAGE", minimum: 9, ideal: 9),
        Column("back", title: "BACK", minimum: 4, ideal: 4, dropPriority: 2),
        Column("took", title: "TOOK", minimum: 5, ideal: 5, dropPriority: 1),
        Column("code", title: "CODE", minimum: 9, ideal: 9, dropPriority: 4),
    ]

    static let wideColumns =
        columns + [
            Column("name", title: "NAME", minimum: 10, ideal: 14, weight: 1, dropPriority: 6),
            Column("why", title: "WHAT WAS WRONG", minimum: 14, ideal: 20, weight: 3, dropPriority: 5),
        ]

    static func table(_ state: ConsoleState) -> [[String]] {
        [
            ["started", "code", "flow", "stage", "email", "name", "issuer", "validations", "account", "problem"]
        ]
            + state.flows.signUps.rows.map {
                [
                    $0.started.description, $0.code.description, $0.flow, $0.stage.rawValue, state.shown($0.email),
                    $0.displayName ?? "", $0.issuer ?? "", String($0.validations), $0.account ?? "",
                    $0.problem ?? "",
                ]
            }
    }
}

/// A sign-up as shown in each column of the list.
struct SignUpCell {
    let signUp: SignUp
    let isMasked: Bool
    let now: Timestamp

    static func rows(_ signUps: [SignUp], isMasked: Bool, now: Timestamp, search: String = "") -> FeedRows<SignUp> {
        FeedRows(records: signUps, search: search, words: words) { signUp, column in
            SignUpCell(signUp: signUp, isMasked: isMasked, now: now).span(column)
        }
    }

    static func words(_ signUp: SignUp) -> String {
        [
            signUp.code.description, signUp.email ?? "", signUp.displayName ?? "", signUp.issuer ?? "",
            signUp.stage.rawValue, signUp.problem ?? "", signUp.message ?? "",
        ].joined(separator: " ")
    }

    private func span(_ column: String) -> Span {
        switch column {
        case "time": return Span(SafeText(started), .dim)
        case "person": return Span(SafeText(person), signUp.email == nil ? .dim : .text)
        case "name": return Span(SafeText(signUp.displayName ?? "-"), .text)
        case "from": return Span(SafeText(Words.issuer(signUp.issuer)), .dim)
        case "stage": return Span(SafeText(signUp.stage.rawValue), Self.role(signUp.stage))
        case "back":
            let count = signUp.validations
            return Span(SafeText(count == 0 ? "-" : "\(count)×"), count == 0 ? .dim : .warn)
        case "took": return Span(SafeText(Words.length(signUp.updated.since(signUp.started))), .dim)
        case "code": return Span(SafeText(signUp.code.description), .dim)
        case "why":
            return Span(SafeText(signUp.problem ?? signUp.message ?? "-"), signUp.problem == nil ? .dim : .error)
        default: return Span("", .text)
        }
    }

    /// The time for sign-ups of the last day, the date for older ones.
    private var started: String {
        now.since(signUp.started) < .seconds(86_400) ? Words.clock(signUp.started) : Words.day(signUp.started, now: now)
    }

    private var person: String {
        guard let email = signUp.email, !email.isEmpty else { return "-" }
        return isMasked ? Masking.email(email) : email
    }

    static func role(_ stage: SignUp.Stage) -> TerminalUI.Role {
        switch stage {
        case .created: .allowed
        case .blocked: .denied
        case .failed: .error
        case .abandoned: .dim
        case .step1, .form, .step2, .writing: .pending
        }
    }
}
