import ControlProtocol
import GatehouseModel
import TerminalUI

extension FlowsScreen {
    static func badge(_ state: ConsoleState) -> String? {
        state.flows.alarms(now: state.daemonTime).isEmpty ? nil : "▲"
    }

    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        let flows = state.flows
        let stale = state.staleness.map { "STALE \(Words.age($0))" }
        if flows.showsAccounts {
            let waiting = flows.accounts.waiting.count
            let filter = flows.accounts.filter.map { "filter \($0)" } ?? "newest first"
            let right = [stale, waiting > 0 ? "▲ \(Words.count(waiting)) new" : nil, filter].compactMap(\.self)
            return PaneTitle("Accounts", right: right.joined(separator: " · "), alarm: stale)
        }
        let left =
            "Flows  \(Words.count(flows.flows.count, "flow")) · \(Words.count(flows.connectors.count, "connector"))"
        let alarms = flows.alarms(now: state.daemonTime)
        let right = [stale, alarms.isEmpty ? "last 24 hours" : alarms.joined(separator: " · ")].compactMap(\.self)
        return PaneTitle(left, right: right.joined(separator: " · "), alarm: stale ?? alarms.first)
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        let flows = state.flows
        if let opened = flows.opened {
            guard let signUp = openedDetail(state)?.signUp else { return opened.id }
            return "\(signUp.code)  \(state.shown(signUp.email))"
        }
        if flows.showsAccounts { return flows.selectedAccount.map { state.shown($0.email) } ?? "no account" }
        if let connector = flows.selectedConnector { return "⇢ \(connector.name)" }
        guard let flow = flows.selectedFlow else { return "nothing selected" }
        let waiting = flows.signUps.subject == flow.flow.name ? flows.signUps.waiting.count : 0
        return flow.flow.name + (waiting > 0 ? "  ▲ \(Words.count(waiting)) new" : "")
    }

    static func tabs(_ state: ConsoleState) -> [String] {
        switch state.flows.kind {
        case .flow: ["Funnel", "Sign-ups", "Definition"]
        case .connector: ["State", "Probe", "Calls", "Definition"]
        case .account: ["Account"]
        case .signUp: ["Timeline", "Claims", "Account"]
        }
    }

    static func position(_ state: ConsoleState) -> String {
        let count = count(state)
        guard count > 0, let index = selectedIndex(state) else { return "0" }
        let hasMore =
            switch part(state) {
            case .signUps: state.flows.signUps.next != nil
            case .calls: state.flows.calls.next != nil
            case .accounts: state.flows.accounts.next != nil
            case .overview, .timeline, .text: false
            }
        return "\(Words.count(index + 1))/\(Words.count(count))\(hasMore ? "+" : "")"
    }

    // MARK: The list

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        if state.flows.showsAccounts { return drawAccounts(state, in: area, on: &frame) }
        guard state.flows.isLoaded, !(state.flows.flows.isEmpty && state.flows.connectors.isEmpty) else {
            return Empty.draw(emptyLines(state), in: area, on: &frame)
        }
        let heights = FlowsLayout(state)
        let isFocused = !state.pane.isDetailFocused
        let isInConnectors = state.flows.selectedConnector != nil
        if heights.flowRows > 0 {
            let top = Rect(x: area.x, y: area.y, width: area.width, height: heights.flowRows + 1)
            var table = Table(columns: area.width >= 110 ? wideFlowColumns : flowColumns, isFocused: isFocused)
            table.hasCursor = !isInConnectors
            var rows = FlowRows(state.flows)
            rows.search = state.pane.search.term.lowercased()
            table.draw(rows, selection: state.flows.flowSelection, in: top, of: &frame)
            if rows.count == 0 { note("no flows: [[flow]] in the policy defines one", in: top.row(1), on: &frame) }
        }
        guard heights.connectorRows > 0 else { return }
        let below = Rect(
            x: area.x,
            y: area.y + heights.connectorsStart,
            width: area.width,
            height: heights.connectorRows + 1
        )
        var table = Table(columns: area.width >= 110 ? wideConnectorColumns : connectorColumns, isFocused: isFocused)
        table.hasCursor = isInConnectors
        var rows = ConnectorRows(state.flows)
        rows.now = state.daemonTime
        rows.search = state.pane.search.term.lowercased()
        table.draw(rows, selection: state.flows.connectorSelection, in: below, of: &frame)
        guard rows.count == 0 else { return }
        let missing = state.flows.failure ?? "no connectors: [[connector]] in the policy defines one"
        note(SafeText(missing), in: below.row(1), on: &frame)
    }

    private static func note(_ text: SafeText, in row: Rect, on frame: inout Frame) {
        frame.write(text.truncated(to: row.width - 3), at: Point(x: row.x + 3, y: row.y), style: Style(.hint), in: row)
    }

    /// As wide as the title, but at most seven digits with their comma.
    private static func number(_ id: String, _ title: SafeText, drop: Int = 0) -> Column {
        Column(id, title: title, minimum: max(6, title.width), ideal: 7, alignment: .right, dropPriority: drop)
    }

    private static let flowColumns = [
        Column("flow", title: "FLOW", minimum: 12, ideal: 12, weight: 1),
        number("started", "STARTED"), number("step1", "STEP 1", drop: 2), number("form", "FORM", drop: 3),
        number("step2", "STEP 2", drop: 1), number("created", "CREATED"), number("blocked", "BLOCKED"),
        number("invalid", "INVALID", drop: 4), number("failed", "FAILED"),
    ]

    private static let wideFlowColumns =
        flowColumns + [Column("share", title: "CREATED OF STARTED", minimum: 18, ideal: 18)]

    private static let connectorColumns = [
        Column("connector", title: "CONNECTOR", minimum: 12, ideal: 16, weight: 1),
        Column("state", title: "STATE", minimum: 8, ideal: 8),
        Column("rate", title: "RATE", minimum: 6, ideal: 6, alignment: .right, dropPriority: 3),
        Column("p95", title: "P95", minimum: 5, ideal: 5, alignment: .right, dropPriority: 2),
        Column("failed", title: "FAILED 24H", minimum: 10, ideal: 10, alignment: .right),
        Column("certificate", title: "CERTIFICATE", minimum: 11, ideal: 11, dropPriority: 1),
        Column("steps", title: "STEPS", minimum: 8, ideal: 12, weight: 2, dropPriority: 4),
    ]

    private static let wideConnectorColumns =
        Array(connectorColumns.dropLast()) + [
            Column("steps", title: "STEPS", minimum: 12, ideal: 24, weight: 2),
            Column("url", title: "URL", minimum: 14, ideal: 24, weight: 2, dropPriority: 5),
        ]

    private static func drawAccounts(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let rows = accountRows(state)
        guard rows.count > 0 else {
            let lines =
                state.flows.accounts.failure.map { ["The accounts cannot be read.", $0] }
                ?? (state.flows.accounts.isReading || state.flows.accounts.isOld
                    ? ["Reading…"] : ["No accounts.", "A flow's sign-up that is created leaves one here."])
            return Empty.draw(lines, in: area, on: &frame)
        }
        Table(columns: accountColumns, isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.flows.accounts.selection, in: area, of: &frame)
    }

    private static let accountColumns = [
        Column("created", title: "CREATED", minimum: 12, ideal: 12, dropPriority: 3),
        Column("address", title: "ADDRESS", minimum: 22, ideal: 26, weight: 3, truncation: .start),
        Column("name", title: "NAME", minimum: 12, ideal: 14, weight: 2, dropPriority: 2),
        Column("state", title: "STATE", minimum: 8, ideal: 8),
        Column("flow", title: "FLOW", minimum: 8, ideal: 10, dropPriority: 1),
        Column("from", title: "FROM", minimum: 8, ideal: 8, dropPriority: 5),
        Column("code", title: "SIGN-UP", minimum: 9, ideal: 9, dropPriority: 4),
    ]

    private static func emptyLines(_ state: ConsoleState) -> [String] {
        if let failure = state.flows.failure { return ["Flows and connectors cannot be shown:", failure] }
        guard state.flows.isLoaded else {
            return Empty.unread(state)
        }
        return [
            "No user flows and no connectors.",
            "A policy defines them as [[flow]] and [[connector]];",
            "gatehouse demo has some to look at.",
        ]
    }

    // MARK: The detail

    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let isFocused = state.pane.isDetailFocused
        switch detailPart(state) {
        case .signUps where !state.flows.signUps.rows.isEmpty:
            Table(columns: area.width >= 110 ? wideSignUpColumns : signUpColumns, isFocused: isFocused)
                .draw(signUpRows(state), selection: state.flows.signUps.selection, in: area, of: &frame)
        case .calls where !state.flows.calls.rows.isEmpty:
            Table(columns: callColumns, isFocused: isFocused)
                .draw(callRows(state), selection: state.flows.calls.selection, in: area, of: &frame)
        case .timeline where openedDetail(state) != nil: drawTimeline(state, in: area, on: &frame)
        case .signUps, .calls: Empty.draw(emptyRows(state), in: area, on: &frame)
        default:
            let inner = area.inset(columns: 1, rows: 0)
            TextPane(detail(state, width: inner.width)).draw(.init(row: state.pane.scroll), in: inner, of: &frame)
        }
    }

    private static func drawTimeline(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let head = head(state)
        let (top, rest) = area.split(rows: min(head.count, max(0, area.height - 2)))
        TextPane(head).draw(in: top.inset(columns: 1, rows: 0), of: &frame)
        var rows = MomentRows(moments: moments(state))
        rows.search = state.pane.search.term.lowercased()
        Table(columns: timelineColumns, isFocused: state.pane.isDetailFocused)
            .draw(rows, selection: state.flows.timelineSelection, in: rest, of: &frame)
    }

    private static func emptyRows(_ state: ConsoleState) -> [String] {
        if detailPart(state) == .calls {
            if let failure = state.flows.calls.failure { return ["The calls cannot be read.", failure] }
            return state.flows.calls.isReading || state.flows.calls.isOld
                ? ["Reading…"] : ["No call to it is kept.", "p makes one, to see."]
        }
        if let failure = state.flows.signUps.failure { return ["The sign-ups cannot be read.", failure] }
        if state.flows.signUps.isReading || state.flows.signUps.isOld { return ["Reading…"] }
        return state.flows.signUps.filter == nil
            ? ["Nobody signed up through this flow yet.", "gatehouse flows run plays a person."]
            : ["No sign-up matches the filter.", "^X turns it off for a moment, f changes it."]
    }

    private static let signUpColumns = [
        Column("time", title: "STARTED", minimum: 8, ideal: 8),
        Column("person", title: "PERSON", minimum: 14, ideal: 26, weight: 3, truncation: .start),
        Column("from", title: "FROM", minimum: 8, ideal: 8, dropPriority: 3),
        Column("stage", title: "STAGE", minimum: 9, ideal: 9),
        Column("back", title: "BACK", minimum: 4, ideal: 4, dropPriority: 2),
        Column("took", title: "TOOK", minimum: 5, ideal: 5, dropPriority: 1),
        Column("code", title: "CODE", minimum: 9, ideal: 9, dropPriority: 4),
    ]

    private static let wideSignUpColumns =
        signUpColumns + [
            Column("name", title: "NAME", minimum: 10, ideal: 14, weight: 1, dropPriority: 6),
            Column("why", title: "WHAT WAS WRONG", minimum: 14, ideal: 20, weight: 3, dropPriority: 5),
        ]

    private static let callColumns = [
        Column("time", title: "TIME", minimum: 8, ideal: 8),
        Column("applicant", title: "APPLICANT", minimum: 14, ideal: 26, weight: 4, truncation: .start),
        Column("decision", title: "OUTCOME", minimum: 8, ideal: 8),
        Column("status", title: "HTTP", minimum: 4, ideal: 4),
        Column("took", title: "TOOK", minimum: 5, ideal: 5),
        Column("step", title: "STEP", minimum: 15, ideal: 25, dropPriority: 2),
        Column("code", title: "CODE", minimum: 9, ideal: 9, dropPriority: 1),
    ]

    private static let timelineColumns = [
        Column("time", title: "TIME", minimum: 12, ideal: 12),
        Column("after", title: "AFTER", minimum: 6, ideal: 7, alignment: .right, dropPriority: 1),
        Column("what", title: "WHAT HAPPENED", minimum: 30, ideal: 36, weight: 1),
        Column("outcome", title: "OUTCOME", minimum: 8, ideal: 8),
        Column("took", title: "TOOK", minimum: 5, ideal: 5, alignment: .right),
        Column("code", title: "CALL", minimum: 9, ideal: 9, dropPriority: 3),
    ]

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        let flows = state.flows
        if let opened = flows.opened { return openedLines(opened, state) }
        if flows.showsAccounts { return flows.selectedAccount.map { AccountLines.lines($0, state) } ?? [] }
        if let connector = flows.selectedConnector {
            switch tab(state) {
            case 1: return ProbeLines.lines(connector, state)
            case 2: return flows.calls.rows.map { Line(SafeText(TrafficCell.words($0))) }
            case 3: return ConnectorLines.definition(connector)
            default: return ConnectorLines.state(connector, state)
            }
        }
        guard let flow = flows.selectedFlow else { return [] }
        switch tab(state) {
        case 1: return flows.signUps.rows.map { Line(SafeText(SignUpCell.words($0))) }
        case 2: return FlowLines.lines(flow.flow)
        default: return FunnelLines.lines(flow, width: width)
        }
    }

    private static func openedLines(_ opened: FlowsState.Opened, _ state: ConsoleState) -> [Line] {
        if case .failed(let error) = state.resources["sign-up/\(opened.id)"] {
            return [Line(SafeText(error.problem?.detail ?? error.description), .error)]
        }
        guard let detail = openedDetail(state) else { return [Line("reading…", .dim)] }
        switch tab(state) {
        case 1: return ClaimsLines.lines(detail.claims, kept: true, state)
        case 2: return accountLines(detail.signUp, state)
        default: return SignUpLines.timeline(detail, state)
        }
    }

    private static func accountLines(_ signUp: SignUp, _ state: ConsoleState) -> [Line] {
        guard let id = signUp.account else {
            return [Line("No account was made: the sign-up is \(signUp.stage.rawValue).", .hint)]
        }
        if case .failed(let error) = state.resources["account/\(id)"] {
            return [Line(SafeText(error.problem?.detail ?? error.description), .error)]
        }
        guard let account = currentAccount(state) else { return [Line("reading…", .dim)] }
        return AccountLines.lines(account, state)
    }

    // MARK: Taking away

    static func copies(_ state: ConsoleState) -> [MenuItem] {
        if let signUp = currentSignUp(state) {
            return [
                MenuItem.copy("c", "code", signUp.code.description), MenuItem.copy("i", "id", signUp.id.description),
                MenuItem.copy("e", "address", signUp.email), MenuItem.copy("a", "account", signUp.account),
                MenuItem.copy("p", "problem", signUp.problem),
            ].compactMap(\.self)
        }
        if let account = state.flows.selectedAccount {
            return [
                MenuItem.copy("i", "id", account.id), MenuItem.copy("e", "address", account.email),
                MenuItem.copy("l", "link for the CLI", "gatehouse accounts show \(account.id)"),
            ].compactMap(\.self)
        }
        if let connector = state.flows.selectedConnector {
            return [
                MenuItem.copy("n", "name", connector.name), MenuItem.copy("u", "url", connector.url),
                MenuItem.copy("p", "problem", connector.problem),
                MenuItem.copy("l", "link for the CLI", "gatehouse connectors show \(connector.name)"),
            ].compactMap(\.self)
        }
        return [MenuItem.copy("n", "name", state.flows.selectedFlow?.flow.name)].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] {
        switch part(state) {
        case .signUps, .timeline:
            return [
                ["started", "code", "flow", "stage", "email", "name", "issuer", "validations", "account", "problem"]
            ]
                + state.flows.signUps.rows.map {
                    [
                        $0.started.description, $0.code.description, $0.flow, $0.stage.rawValue, state.shown($0.email),
                        $0.displayName ?? "", $0.issuer ?? "", String($0.validations), $0.account ?? "",
                        $0.problem ?? "",
                    ]
                }
        case .accounts:
            return [["created", "id", "email", "name", "flow", "enabled", "sign_up"]]
                + state.flows.accounts.rows.map {
                    [
                        $0.created.description, $0.id, state.shown($0.email), $0.displayName ?? "", $0.flow,
                        String($0.isEnabled), $0.signUp?.description ?? "",
                    ]
                }
        case .calls: return TrafficScreen.table(of: state.flows.calls.rows, state)
        case .overview, .text:
            return state.flows.selectedConnector == nil ? flowTable(state) : connectorTable(state)
        }
    }

    private static func flowTable(_ state: ConsoleState) -> [[String]] {
        [["flow", "started", "passed_step_1", "submitted", "passed_step_2", "created", "blocked", "invalid", "failed"]]
            + state.flows.flows.map { flow in
                let funnel = flow.funnel24h
                let counts = [
                    funnel.started, funnel.passedStep1, funnel.submitted, funnel.passedStep2, funnel.created,
                    funnel.blocked, funnel.invalid, funnel.failed,
                ]
                return [flow.flow.name] + counts.map(String.init)
            }
    }

    private static func connectorTable(_ state: ConsoleState) -> [[String]] {
        [
            [
                "connector", "state", "url", "steps", "calls_24h", "failures_24h", "p95_ms", "certificate_expires",
                "problem",
            ]
        ]
            + state.flows.connectors.map {
                [
                    $0.name, $0.word, $0.url, $0.steps.joined(separator: " "), String($0.calls24h),
                    String($0.failures24h), String($0.p95Ms), $0.certificateExpires?.description ?? "",
                    $0.problem ?? "",
                ]
            }
    }
}
