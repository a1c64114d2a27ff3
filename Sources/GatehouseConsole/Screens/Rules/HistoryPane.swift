import ControlProtocol
import GatehouseModel
package import TerminalUI

/// All applied policies, newest first.
package struct HistoryPane: Sendable {
    package var selection = TableSelection<Int>()
}

extension HistoryPane: OverlayPane {
    package func wanted(_ state: ConsoleState) -> [Wanted] { [RulesScreen.wantedRevisions] }

    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        let rows = RevisionRows(RulesScreen.revisions(state))
        let height = max(1, state.paneArea.height - 3)
        let selected = selection.index(in: rows).map { rows[$0] }
        switch key.description {
        case "esc", "q", "^C":
            state.closeDialog()
            return []
        case "enter":
            guard let selected else { return [] }
            return RulesScreen.show(selected.revision, &state)
        case "r":
            guard let selected, let command = CommandTable.command("rollback", on: .rules) else { return [] }
            return CommandTable.run(command, [String(selected.revision)], &state)
        default: guard pane.selection.press(key, in: rows, height: height) else { return [] }
        }
        state.replace(pane)
        return []
    }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let inner = Panel.draw(
            "Revisions of the policy",
            size: state.paneArea.size,
            keys: [("enter", "what it changed"), ("r", "roll back to it")],
            over: state.paneArea,
            on: &frame
        )
        var rows = RevisionRows(RulesScreen.revisions(state))
        rows.now = state.daemonTime
        rows.current = RulesScreen.revision(state)
        guard rows.count > 0 else {
            let text =
                if case .failed(let error) = state.resources[RulesScreen.revisionsKey] {
                    error.problem?.detail ?? error.description
                } else { "reading…" }
            return Empty.draw([text], in: inner, on: &frame)
        }
        Table(columns: RevisionRows.columns).draw(rows, selection: selection, in: inner, of: &frame)
    }
}

extension RulesScreen {
    /// Shows what a revision changed.
    static func show(_ revision: Int, _ state: inout ConsoleState) -> [Effect] {
        guard revision > 1 else {
            state.say("revision 1 is the first; there is nothing before it", .info)
            return []
        }
        state.cover(with: DiffPane(.look, .revisions(from: revision - 1, to: revision)))
        return []
    }
}
