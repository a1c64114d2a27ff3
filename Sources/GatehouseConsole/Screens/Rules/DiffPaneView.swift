import ControlProtocol
import GatehouseModel
import TerminalUI

/// Draws the differences between two policies.
enum DiffPaneView {
    /// The size inside the border and below the tabs.
    static func inside(_ state: ConsoleState) -> Size {
        let area = state.paneArea
        return Size(width: area.width - 4, height: area.height - 3)
    }

    static func draw(_ pane: DiffPane, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let inner = Panel.draw(
            title(pane, state),
            size: state.paneArea.size,
            keys: keys(pane, state),
            danger: "y",
            over: state.paneArea,
            on: &frame
        )
        let tabs = pane.tabs(state)
        let bar = TabBar(tabs.map { title($0, pane, state) }, selected: tabs.firstIndex(of: pane.tab) ?? 0)
        bar.draw(in: inner.row(0), of: &frame)
        TextPane(lines(pane, state)).draw(.init(row: pane.scroll), in: inner.split(rows: 1).bottom, of: &frame)
    }

    private static func title(_ pane: DiffPane, _ state: ConsoleState) -> String {
        switch (pane.purpose, pane.subject) {
        case (.apply, _): return "Apply the draft?"
        case (.rollBack(let number, _), _): return "Roll back to revision \(number)?"
        case (.look, .revisions(let from, let to)):
            return "Revision \(from.map(String.init) ?? "in force") → \(to.map(String.init) ?? "in force")"
        case (.look, .draft):
            guard let draft = state.rules.draft else { return "No draft" }
            return "Draft of \(draft.name), based on \(draft.base)"
        }
    }

    private static func keys(_ pane: DiffPane, _ state: ConsoleState) -> [(key: String, title: String)] {
        var keys: [(key: String, title: String)] = []
        if pane.isStale(state) {
            keys += [("m", "take theirs in"), ("b", "keep mine"), ("e", "edit")]
        } else {
            switch pane.purpose {
            case .look: break
            case .apply: keys += [("y", "apply"), ("s", "simulate")]
            case .rollBack: keys.append(("y", "roll back"))
            }
        }
        return keys + [("tab", "parts, lines")]
    }

    private static func title(_ tab: DiffPane.Tab, _ pane: DiffPane, _ state: ConsoleState) -> SafeText {
        let diff = try? pane.diff(state)?.get()
        switch tab {
        case .parts: return diff.map { "Parts \($0.parts.count)" } ?? "Parts"
        case .lines: return "Lines"
        case .theirs: return diff.map { "Theirs \($0.theirs.count)" } ?? "Theirs"
        }
    }

    static func lines(_ pane: DiffPane, _ state: ConsoleState) -> [Line] {
        let head = head(pane, state)
        switch pane.diff(state) {
        case nil: return head + [Line("reading…", .dim)]
        case .failure(let error): return head + [Line("\(error.problem?.detail ?? error.description)", .error)]
        case .success(let diff):
            switch pane.tab {
            case .parts: return head + parts(diff)
            case .lines: return diff.lines.isEmpty ? [Line("no line differs", .dim)] : diff.lines.map(line)
            case .theirs: return theirs(diff, state)
            }
        }
    }

    /// The facts to know before a yes.
    private static func head(_ pane: DiffPane, _ state: ConsoleState) -> [Line] {
        var lines: [Line] = []
        if pane.isStale(state), let draft = state.rules.draft {
            lines.append(
                Line("▲ based on revision \(draft.base), in force is \(draft.current): take theirs in first", .warn)
            )
        }
        guard case .draft = pane.subject, let draft = state.rules.draft else { return lines }
        lines += draft.check.problems.prefix(5).map { DraftLines.remark($0, "▲ ", .error) }
        lines += draft.check.warnings.prefix(5).map { DraftLines.remark($0, "note ", .warn) }
        guard pane.purpose != .look else { return lines + (lines.isEmpty ? [] : [Line()]) }
        lines.append(
            Line(SimulationPane.verdict(state), SimulationPane.isCurrent(state) ? .text : .warn)
        )
        if case .apply(let comment?) = pane.purpose { lines.append(Line("comment \u{22}\(comment)\u{22}", .text)) }
        return lines + [Line()]
    }

    private static func parts(_ diff: PolicyDiff) -> [Line] {
        guard !diff.parts.isEmpty else {
            return [Line(diff.lines.isEmpty ? "Nothing differs." : "Only comments or the layout differ.", .text)]
        }
        return DraftLines.parts(diff.parts)
    }

    private static func theirs(_ diff: PolicyDiff, _ state: ConsoleState) -> [Line] {
        var lines: [Line] = []
        if let base = state.rules.draft?.base { lines.append(Line("applied by others since \(base):", .dim)) }
        lines += diff.theirs.isEmpty ? [Line("nothing that has a name", .dim)] : DraftLines.parts(diff.theirs)
        guard !diff.conflicts.isEmpty else {
            return lines + [Line(), Line("No part was changed by both; m takes theirs into the draft.", .ok)]
        }
        return lines + [Line(), Line("changed by both sides, look at each:", .error)]
            + diff.conflicts.map { Line("! \($0)", .error) }
    }

    private static func line(_ line: PolicyDiff.Line) -> Line {
        switch line.side {
        case .same where line.text.hasPrefix("@@"): Line(SafeText(line.text), .title)
        case .same: Line("  \(line.text)", .diffContext)
        case .removed: Line("- \(line.text)", .diffDelete)
        case .added: Line("+ \(line.text)", .diffAdd)
        }
    }
}
