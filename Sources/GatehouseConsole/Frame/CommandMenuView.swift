import TerminalUI

/// Help and palette: every command of the screen with its keys, and below them why the selected one cannot be run.
enum CommandMenuView {
    static func draw(_ menu: CommandMenu, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let matches = menu.matches(state)
        let size = Size(width: min(area.width, 78), height: min(area.height - 1, 22))
        let title = menu.kind == .help ? "Keys and commands on \(state.current.title)" : "Run a command"
        let inner = Panel.draw(title, size: size, keys: [("enter", "run"), ("type", "narrow")], over: area, on: &frame)
        menu.editor.draw(label: [Span("/ ", .key)], in: inner.row(0), of: &frame)
        let notes =
            matches.indices.contains(menu.selected)
            ? note(matches[menu.selected], state) : Line("nothing matches", .warn)
        let below = Array(notes.wrapped(to: inner.width).prefix(2))
        let list = Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: inner.height - 1 - below.count)
        let first = max(0, min(menu.selected - list.height / 2, matches.count - list.height))
        for (offset, command) in matches.dropFirst(first).prefix(list.height).enumerated() {
            draw(command, state, isSelected: first + offset == menu.selected, in: list.row(offset), on: &frame)
        }
        for (offset, line) in below.enumerated() {
            frame.write(line, at: inner.row(offset - below.count).origin, in: inner)
        }
    }

    private static func draw(
        _ command: Command,
        _ state: ConsoleState,
        isSelected: Bool,
        in row: Rect,
        on frame: inout Frame
    ) {
        var isDisabled = false
        if case .no = command.availability(state) { isDisabled = true }
        let keys = SafeText(state.keymap.label(command.name, on: state.screen)).fitted(to: 12)
        let line: Line = [
            Span(keys + " ", isDisabled ? .dim : .key),
            Span(SafeText(command.name).fitted(to: 18) + " ", isDisabled ? .dim : .text),
            Span(SafeText(command.help), .dim),
        ]
        frame.write(line.truncated(to: row.width), at: row.origin, in: row)
        if isSelected { frame.lay(row, over: .cursor) }
    }

    /// Why the command cannot be run, else how to type it.
    private static func note(_ command: Command, _ state: ConsoleState) -> Line {
        if case .no(let reason) = command.availability(state) { return Line("not now: \(reason)", .warn) }
        let usage = ([":" + command.name] + command.arguments.map(\.usage)).joined(separator: " ")
        let danger = command.danger == .none ? "" : "  asks first"
        return [Span(SafeText(usage), .key), Span(SafeText(danger), .warn), Span("  \(command.help)", .dim)]
    }
}
