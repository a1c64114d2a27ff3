package import ControlProtocol
import GatehouseModel
package import TerminalUI

/// The errors of a policy that was edited, each with its line, and what to do about them.
package struct PolicyProblemsPane: Sendable {
    package var problems: [PolicyRemark]
    /// Why the text could not be saved, if that was tried.
    package var refusal: String?
    package var selected = 0

    init(problems: [PolicyRemark], refusal: String? = nil) {
        self.problems = problems
        self.refusal = refusal
    }
}

extension PolicyProblemsPane: OverlayPane {
    package var barrier: String? { "policy problems" }

    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        switch key.description {
        case "down", "j": pane.selected = min(selected + 1, max(0, problems.count - 1))
        case "up": pane.selected = max(0, selected - 1)
        case "e", "enter":
            guard var editing = state.rules.editing else { return [] }
            editing.line = problems.indices.contains(selected) ? problems[selected].line : nil
            state.rules.editing = editing
            state.closeDialog()
            return [.writePolicy(editing.text, line: editing.line)]
        case "d":
            state.rules.editing = nil
            state.closeDialog()
            state.say("dropped; the draft is as it was", .info)
            return []
        case "k":
            if let why = CommandTable.refusal(of: "policy", on: .rules, in: state) {
                pane.refusal = why
                break
            }
            return PolicyEditing.keep(&state)
        case "esc", "q", "^C":
            state.say("e edits again, d drops what you wrote, k keeps it as the draft", .info)
            return []
        default: return []
        }
        state.replace(pane)
        return []
    }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let title =
            problems.isEmpty
            ? "The policy was not kept" : "The policy has \(Words.count(problems.count, "mistake"))"
        let inner = Panel.draw(
            title,
            size: state.paneArea.size,
            keys: [
                ("e", "edit again"), ("k", problems.isEmpty ? "keep, try again" : "keep as broken draft"),
                ("d", "drop"),
            ],
            danger: "d",
            over: state.paneArea,
            on: &frame
        )
        let lines = lines(state, width: inner.width)
        let first = max(0, lines.focus - inner.height / 2)
        TextPane(lines.all).draw(.init(row: first), in: inner, of: &frame)
    }

    private func lines(_ state: ConsoleState, width: Int) -> (all: [Line], focus: Int) {
        var lines: [Line] = []
        if let refusal {
            lines.append(Line(SafeText(refusal), .error))
            lines.append(Line("What you wrote is kept here meanwhile.", .dim))
        }
        let text = (state.rules.editing?.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        var focus = 0
        for (index, problem) in problems.enumerated() {
            if index == selected { focus = lines.count }
            lines += excerpt(problem, text, isSelected: index == selected, width: width)
        }
        return (lines, focus)
    }

    /// The line with the error, and a caret under the place.
    private func excerpt(_ problem: PolicyRemark, _ text: [Substring], isSelected: Bool, width: Int) -> [Line] {
        let mark: SafeText = isSelected ? "▸ " : "  "
        guard let line = problem.line, text.indices.contains(line - 1) else {
            return Line(mark + SafeText(problem.text), .error).wrapped(to: width)
        }
        let label = mark + SafeText("\(line)").fitted(to: 5, alignment: .right) + " "
        let source = text[line - 1]
        let column = max(1, problem.column ?? 1)
        let before = SafeText(source.prefix(column - 1)).width
        // A long line is cut at its start, so that the error is visible.
        let skipped = max(0, before - (width - label.width) / 2)
        let shown = SafeText(source).dropping(columns: skipped).truncated(to: max(1, width - label.width))
        return [Line([Span(label, isSelected ? .key : .dim), Span(shown)])]
            + Caret.lines(problem.text, column: before - skipped, indent: label.width, width: width)
    }
}
