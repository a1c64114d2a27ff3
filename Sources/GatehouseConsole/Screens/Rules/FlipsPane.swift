import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The calls of one group of flips.
package struct FlipsPane: Sendable {
    let simulation: String
    let group: Simulation.FlipGroup
    package var selection = TableSelection<CallID>()

    static func key(_ simulation: String, _ group: Simulation.FlipGroup) -> String {
        "flips/\(simulation)/\(group.from.rawValue)/\(group.to.rawValue)/\(group.decidedBy.rawValue)"
    }

    static func keys(_ simulation: Simulation) -> [String] { simulation.flips.map { key(simulation.id, $0) } }

    private func flips(_ state: ConsoleState) -> [Flip] {
        guard case .flips(let flips) = state.resources.value(Self.key(simulation, group)) else { return [] }
        return flips
    }
}

extension FlipsPane: OverlayPane {
    package func wanted(_ state: ConsoleState) -> [Wanted] {
        let request = ListFlips(
            id: simulation,
            from: group.from,
            to: group.to,
            decidedBy: group.decidedBy.rawValue,
            limit: 500
        )
        return [Wanted(Self.key(simulation, group), request) { .flips($0.items) }]
    }

    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        let rows = CallRows(flips(state).map(\.call))
        let height = max(1, state.paneArea.height - 3)
        switch key.description {
        case "esc", "q", "^C":
            state.closeDialog()
            return []
        case "enter":
            guard let index = selection.index(in: rows) else { return [] }
            return show(rows[index], of: flips(state).map(\.call), &state)
        default: guard pane.selection.press(key, in: rows, height: height) else { return [] }
        }
        state.replace(pane)
        return []
    }

    /// Shows the calls of the group in Traffic; esc returns from there.
    private func show(_ call: CallSummary, of calls: [CallSummary], _ state: inout ConsoleState) -> [Effect] {
        let above = state.covered + [.pane(self)]
        state.closeAllDialogs()
        _ = state.traffic.unpin()
        let effects = TrafficScreen.pin(.flips("\(title) in a simulation"), calls: calls, at: call.id, &state)
        state.traffic.pinned?.above = above
        return effects
    }

    private var title: String { "\(group.from.rawValue) → \(group.to.rawValue) by \(group.decidedBy.rawValue)" }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let flips = flips(state)
        let inner = Panel.draw(
            [title, part(flips.count)].compactMap(\.self).joined(separator: ", "),
            size: state.paneArea.size,
            keys: [("enter", "open in Traffic"), ("↑↓", "calls")],
            over: state.paneArea,
            on: &frame
        )
        guard !flips.isEmpty else { return Empty.draw([empty(state)], in: inner, on: &frame) }
        var rows = CallRows(flips.map(\.call))
        rows.isMasked = state.isMasked
        Table(columns: CallRows.columns).draw(rows, selection: selection, in: inner, of: &frame)
    }

    private func keptPart(_ state: ConsoleState) -> String? {
        guard let found = state.rules.simulation?.simulation, found.id == simulation else { return nil }
        return found.keptPart { Words.count($0) }
    }

    /// `newest 500 of 41,207`; nil if all are shown.
    private func part(_ shown: Int) -> String? {
        shown > 0 && shown < group.calls ? "newest \(Words.count(shown)) of \(Words.count(group.calls))" : nil
    }

    private func empty(_ state: ConsoleState) -> String {
        switch state.resources[Self.key(simulation, group)] {
        case .failed(let error): error.problem?.detail ?? error.description
        case .loaded:
            if let part = keptPart(state) {
                "None of them is among the \(part) flips that are kept."
            } else {
                "These calls are no longer kept."
            }
        case .loading, nil: "reading…"
        }
    }
}
