import ControlProtocol
import GatehouseModel
import TerminalUI

/// The calls to the selected connector, newest first.
enum ConnectorCallsView: FlowsFeedView {
    static var feed: WritableKeyPath<FlowsState, Feed<CallSummary>> { \.calls }

    static func rows(_ state: ConsoleState) -> FeedRows<CallSummary> {
        FeedRows(records: state.flows.calls.rows, search: search(state), words: TrafficCell.words) {
            [isMasked = state.isMasked] in
            TrafficCell(call: $0, isMasked: isMasked).span($1)
        }
    }

    static func more(_ state: inout ConsoleState) -> [Effect] {
        let connector = state.flows.selectedConnector?.name
        state.flows.calls.show(connector, filter: nil)
        guard let connector, let cursor = wanted(&state) else { return [] }
        let request = ListCalls(filter: callFilter(connector), limit: FlowsScreen.pageSize, cursor: cursor)
        return [.ask(Ask(request) { .flows(.calls(connector: connector, isMore: cursor != nil, $0)) })]
    }

    static func callFilter(_ connector: String) -> String {
        "direction:outbound " + FlowsScreen.term("endpoint", connector)
    }

    static func draw(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard !state.flows.calls.rows.isEmpty else { return Empty.draw(emptyLines(state), in: area, on: &frame) }
        Table(columns: columns, isFocused: state.pane.isDetailFocused)
            .draw(rows(state), selection: state.flows.calls.selection, in: area, of: &frame)
    }

    private static func emptyLines(_ state: ConsoleState) -> [String] {
        if let failure = state.flows.calls.failure { return ["The calls cannot be read.", failure] }
        return state.flows.calls.isReading || state.flows.calls.isOld
            ? ["Reading…"] : ["No call to it is kept.", "p makes one, to see."]
    }

    static let columns = [
        Column("time", title: "TIME", minimum: 8, ideal: 8),
        Column("applicant", title: "APPLICANT", minimum: 14, ideal: 26, weight: 4, truncation: .addressDomain),
        Column("decision", title: "OUTCOME", minimum: 8, ideal: 8),
        Column("status", title: "HTTP", minimum: 4, ideal: 4),
        Column("took", title: "TOOK", minimum: 5, ideal: 5),
        Column("step", title: "STEP", minimum: 15, ideal: 25, dropPriority: 2),
        Column("code", title: "CODE", minimum: 9, ideal: 9, dropPriority: 1),
    ]

    static func table(_ state: ConsoleState) -> [[String]] { TrafficScreen.table(of: state.flows.calls.rows, state) }
}
