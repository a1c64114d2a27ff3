import GatehouseModel
import TerminalUI

/// The user flows and the connectors, one table above the other.
enum FlowsOverview: FlowsView {
    static func count(_ state: ConsoleState) -> Int { state.flows.flows.count + state.flows.connectors.count }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        let flows = state.flows
        if flows.selectedConnector != nil {
            return flows.connectorSelection.index(in: ConnectorRows(flows)).map { $0 + flows.flows.count }
        }
        return flows.flowSelection.index(in: FlowRows(flows))
    }

    static func select(at index: Int, height: Int, _ state: inout ConsoleState) {
        let heights = FlowsLayout(state)
        let flows = state.flows.flows
        state.flows.isInConnectors = index >= flows.count
        if state.flows.isInConnectors {
            let id = state.flows.connectors[index - flows.count].name
            state.flows.connectorSelection.select(id, in: ConnectorRows(state.flows), height: heights.connectorRows)
        } else {
            state.flows.flowSelection.select(flows[index].id, in: FlowRows(state.flows), height: heights.flowRows)
        }
        state.flows.opened = nil
        FlowsScreen.settleTab(&state)
    }

    /// The row at a line of the list, whose first column titles are line 0; nil if there is none.
    static func index(atRow row: Int, _ state: ConsoleState) -> Int? {
        let heights = FlowsLayout(state)
        let flows = state.flows
        if row > 0, row <= heights.flowRows {
            return min(
                flows.flowSelection.topIndex(in: FlowRows(flows), height: heights.flowRows) + row - 1,
                flows.flows.count - 1
            )
        }
        let below = row - heights.connectorsStart
        guard below > 0, below <= heights.connectorRows, !flows.connectors.isEmpty else { return nil }
        let top = flows.connectorSelection.topIndex(in: ConnectorRows(flows), height: heights.connectorRows)
        return flows.flows.count + min(top + below - 1, flows.connectors.count - 1)
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        let flows = state.flows
        return index < flows.flows.count
            ? FlowRows(flows).text(at: index) : ConnectorRows(flows).text(at: index - flows.flows.count)
    }

    /// Moves both cursors back into their tables.
    static func settle(_ state: inout ConsoleState) {
        let heights = FlowsLayout(state)
        state.flows.flowSelection.reconcile(with: FlowRows(state.flows), height: heights.flowRows)
        state.flows.connectorSelection.reconcile(with: ConnectorRows(state.flows), height: heights.connectorRows)
    }

    // MARK: Drawing

    static func draw(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
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

    // MARK: Export

    static func table(_ state: ConsoleState) -> [[String]] {
        state.flows.selectedConnector == nil ? flowTable(state) : connectorTable(state)
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

/// How the height of the list is divided between the two tables; computed only from the state.
struct FlowsLayout: Hashable {
    /// Rows below each title.
    let flowRows: Int
    let connectorRows: Int
    /// The row of the connectors' titles, counted from the top of the list.
    let connectorsStart: Int

    init(_ state: ConsoleState) {
        self.init(
            height: state.layout.list?.height ?? 2,
            flows: state.flows.flows.count,
            connectors: state.flows.connectors.count,
            isInConnectors: state.flows.isInConnectors
        )
    }

    init(height: Int, flows: Int, connectors: Int, isInConnectors: Bool) {
        let wanted = (flows: max(1, flows) + 1, connectors: max(1, connectors) + 1)
        guard height >= 5 else {
            // There is room for only one of them: the one with the cursor.
            let rows = max(1, height - 1)
            flowRows = isInConnectors ? 0 : rows
            connectorRows = isInConnectors ? rows : 0
            connectorsStart = isInConnectors ? 0 : height
            return
        }
        let gap = wanted.flows + wanted.connectors < height ? 1 : 0
        let above = min(wanted.flows, max(height / 2, height - wanted.connectors - gap))
        flowRows = above - 1
        connectorsStart = above + gap
        connectorRows = max(0, height - connectorsStart - 1)
    }
}
