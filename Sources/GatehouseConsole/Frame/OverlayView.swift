import GatehouseModel
import TerminalUI

/// The overlay above the screen, if one is open.
enum OverlayView {
    static func draw(_ state: ConsoleState, _ layout: Layout, on frame: inout Frame) {
        let area = frame.area
        switch state.dialog {
        case .prompt(let prompt): drawCandidates(prompt, state, layout, on: &frame)
        case .confirm(let confirm): ConfirmView.draw(confirm, state, over: area, on: &frame)
        case .deny(let form): DenyView.draw(form, state, over: area, on: &frame)
        case .entry(let form): drawEntry(form, state, over: area, on: &frame)
        case .menu(let menu): ChoiceMenuView.draw(menu, over: area, on: &frame)
        case .commands(let menu): CommandMenuView.draw(menu, state, over: area, on: &frame)
        case .pane(let pane): pane.draw(state, over: area, on: &frame)
        case .log(let lines): LogView.draw(state, scrolledBy: lines, over: area, on: &frame)
        case nil: break
        }
    }

    private static func drawEntry(_ form: EntryForm, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        guard EntryFormView.inlineHeight(state) == 0 else { return }
        let inner = Panel.draw(
            form.purpose == .add ? "List this" : "Change the entry",
            size: Size(width: 76, height: 11),
            keys: EntryFormView.keys(form),
            over: area,
            on: &frame
        )
        EntryFormView.draw(form, state, in: inner, on: &frame)
    }

    /// The completions of a command line or a filter, above it.
    private static func drawCandidates(
        _ prompt: LinePrompt,
        _ state: ConsoleState,
        _ layout: Layout,
        on frame: inout Frame
    ) {
        let candidates = prompt.candidates(state)
        guard !candidates.isEmpty, candidates != [prompt.editor.text] else { return }
        let limit = min(8, layout.footer.y - 2)
        let first = max(0, (prompt.completion ?? 0) - limit + 1)
        let shown = Array(candidates.dropFirst(first).prefix(limit))
        let width = min(frame.size.width, 76)
        for (offset, candidate) in shown.enumerated() {
            let row = Rect(x: 0, y: layout.footer.y - shown.count + offset, width: width, height: 1)
            frame.fill(row)
            let (text, help) = described(candidate, prompt, state)
            let line: Line = [Span(SafeText(text).fitted(to: 20) + " ", .key), Span(SafeText(help), .dim)]
            frame.write(line.truncated(to: width), at: row.origin, in: row)
            frame.lay(row, over: first + offset == prompt.completion ? .cursor : .hint)
        }
    }

    /// A completion as shown, and what it means.
    private static func described(
        _ candidate: String,
        _ prompt: LinePrompt,
        _ state: ConsoleState
    ) -> (text: String, help: String) {
        if prompt.kind == .filter {
            return (FilterCompletion.lastWord(of: candidate), FilterCompletion.help(for: candidate, state))
        }
        let name = candidate.split(separator: " ").first.map(String.init) ?? ""
        let help = candidate.contains(" ") ? "" : CommandTable.command(name, on: state.screen)?.help ?? ""
        return (":" + candidate, help)
    }
}

/// A framed area in the middle of the screen.
enum Panel {
    /// Draws the frame and returns its inside. The keys are in the lower border, with `esc` at its right end.
    static func draw(
        _ title: String,
        size: Size,
        keys: [(key: String, title: String)],
        danger: String? = nil,
        over area: Rect,
        on frame: inout Frame
    ) -> Rect {
        let outline = area.centered(size)
        frame.fill(outline)
        var footer = Line()
        for (index, key) in keys.enumerated() {
            if index > 0 { footer.spans.append(Span(" ─── ", .border)) }
            footer.spans.append(Span(SafeText(key.key), .key))
            footer.spans.append(Span(" \(key.title)", key.key == danger ? .danger : .hint))
        }
        let box = Box(
            title: Line(SafeText(title), .title),
            footer: footer,
            trailingFooter: [Span("esc", .key), Span(" back", .hint)],
            isFocused: true
        )
        return box.draw(in: outline, of: &frame).inset(columns: 1, rows: 0)
    }
}

/// A question; its default is no.
enum ConfirmView {
    static func draw(_ confirm: Confirm, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        var question = confirm.question
        if let preview = question.preview {
            let exceptions = preview.exceptions(state) ?? ["asking the daemon what it would leave as it is…"]
            question.lines += exceptions.isEmpty ? ["none is taken, changed or decided by others"] : exceptions
        }
        // The text of a question is never cut: it takes as many rows as it needs.
        let room = max(8, min(area.width - 6, 90))
        let lines = question.lines.flatMap { Line(SafeText($0)).wrapped(to: room) }
        let widest = max(lines.map(\.width).max() ?? 0, SafeText(question.title).width + 4, 44)
        let inner = Panel.draw(
            question.title,
            size: Size(width: widest + 4, height: lines.count + 3),
            keys: [("y", question.yes), ("enter", "no")],
            danger: "y",
            over: area,
            on: &frame
        )
        TextPane(lines).draw(in: inner, of: &frame)
    }
}

/// A few choices.
enum ChoiceMenuView {
    static func draw(_ menu: ChoiceMenu, over area: Rect, on frame: inout Frame) {
        let inner = Panel.draw(
            menu.title,
            size: Size(width: 60, height: menu.items.count + 2),
            keys: [("enter", "choose")],
            over: area,
            on: &frame
        )
        for (index, item) in menu.items.enumerated() {
            let row = inner.row(index)
            let line: Line = [
                Span(SafeText(item.key) + " ", .key), Span(SafeText(item.title).fitted(to: 18)),
                Span(SafeText(item.preview), .dim),
            ]
            frame.write(line.truncated(to: row.width), at: row.origin, in: row)
            if index == menu.selected { frame.lay(row, over: .cursor) }
        }
    }
}
