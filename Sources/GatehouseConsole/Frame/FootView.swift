import GatehouseModel
import TerminalUI

/// The last line: the keys that matter, a message, or the prompt.
enum FootView {
    static func draw(_ state: ConsoleState, _ layout: Layout, on frame: inout Frame) {
        if case .prompt(let prompt) = state.dialog {
            drawPrompt(prompt, state, in: layout.footer, on: &frame)
            let message = message(state)
            if let row = layout.messages, !message.isEmpty { draw(message, in: row, on: &frame) }
            return
        }
        let message = message(state)
        if layout.messages != nil || message.isEmpty { drawKeys(state, in: layout.footer, on: &frame) }
        if !message.isEmpty { draw(message, in: layout.messages ?? layout.footer, on: &frame) }
    }

    /// The maximum number of rows for a message.
    private static let mostRows = 3

    /// Writes a message into its row. If it is too long, each of its parts begins a new row.
    private static func draw(_ message: [Line], in row: Rect, on frame: inout Frame) {
        let width = row.width - 2
        let whole = message.reduce([] as Line) { $0.spans.isEmpty ? $1 : $0 + [Span(" · ", .dim)] + $1 }
        guard whole.width > width else { return stack([whole], endingIn: row, indent: 1, on: &frame) }
        var lines = message.flatMap { $0.wrapped(to: width) }
        let most = min(mostRows, max(1, row.y / 4))
        if lines.count > most {
            lines.removeSubrange(most...)
            lines[most - 1] = (lines[most - 1] + [Span("…", .dim)]).truncated(to: width)
        }
        stack(lines, endingIn: row, indent: 1, on: &frame)
    }

    /// Writes lines upwards from a row: the last one in the row, the others above it.
    private static func stack(_ lines: [Line], endingIn row: Rect, indent: Int, on frame: inout Frame) {
        for (offset, line) in lines.enumerated() {
            let place = Rect(x: row.x, y: row.y - lines.count + 1 + offset, width: row.width, height: 1)
            frame.fill(place)
            frame.write(line, at: Point(x: place.x + indent, y: place.y), in: place)
        }
    }

    /// The message to show: a notice first, then the decision that can still be undone, then the search.
    static func message(_ state: ConsoleState) -> [Line] {
        if let notice = state.notice { return [Line(SafeText(notice.text), role(notice.tone))] }
        if let undo = undo(state) { return undo }
        let search = state.pane.search
        if search.isActive {
            let place =
                search.current > 0
                ? "\(search.current) of \(search.matches)" : Words.count(search.matches, "match", "matches")
            return [[Span("/\(search.term)  \(place)", .match), Span("  n N next and previous, esc ends", .hint)]]
        }
        if case .lost(let reason, _) = state.connection.phase, state.connection.instance != nil {
            return [Line("the daemon is away: \(reason)", .error)]
        }
        return []
    }

    /// The newest act that can be undone, with the time left for it and for earlier ones. Rules has an undo of its own.
    private static func undo(_ state: ConsoleState) -> [Line]? {
        let acts = state.acts.undoable(at: state.daemonTime).filter { !$0.isRunning }
        guard let newest = acts.first, state.screen != .rules else { return nil }
        let times = acts.map { Words.age($0.until.since(state.daemonTime) + .milliseconds(999)) }
        let more = times.dropFirst().prefix(4).joined(separator: " ") + (times.count > 5 ? " …" : "")
        return [
            Line(SafeText(newest.what), .ok),
            [
                Span("u", .key), Span(" takes it back, \(times[0])", .hint),
                Span(SafeText(more.isEmpty ? "" : ", then the \(times.count - 1) before: \(more)"), .hint),
            ],
        ]
    }

    private static func role(_ tone: Notice.Tone) -> TerminalUI.Role {
        switch tone {
        case .info: .text
        case .good: .ok
        case .warning: .warn
        case .bad: .error
        }
    }

    private static func drawPrompt(_ prompt: LinePrompt, _ state: ConsoleState, in row: Rect, on frame: inout Frame) {
        let aside = aside(prompt, state)
        let fits = aside.width + 3 <= row.width * 2 / 3
        let (left, right) = row.split(columns: fits ? row.width - aside.width - 2 : row.width)
        prompt.editor.draw(
            label: Line(SafeText(prompt.label), .key),
            role: prompt.problem == nil ? .text : .error,
            in: left,
            of: &frame
        )
        if fits {
            frame.write(aside, at: Point(x: right.x + 1, y: right.y), in: right)
        } else {
            drawAbove(aside, row, on: &frame)
        }
    }

    /// Text that does not fit next to the prompt is shown above it, in up to two rows.
    private static func drawAbove(_ aside: Line, _ row: Rect, on frame: inout Frame) {
        let above = Rect(x: row.x, y: row.y - 1, width: row.width, height: 1)
        stack(Array(aside.wrapped(to: row.width).prefix(2)), endingIn: above, indent: 0, on: &frame)
    }

    /// The text next to the prompt: the error, the number of matches, or what can be typed.
    private static func aside(_ prompt: LinePrompt, _ state: ConsoleState) -> Line {
        if let problem = prompt.problem { return Line(SafeText(problem), .warn) }
        switch prompt.kind {
        case .search:
            guard !prompt.editor.text.isEmpty else { return [] }
            return Line(
                "\(Words.count(state.pane.search.matches, "match", "matches"))  ^T makes it a filter",
                state.pane.search.matches == 0 ? .warn : .hint
            )
        case .filter:
            return prompt.editor.text.isEmpty
                ? Line(SafeText(state.screen.filtering?.filterHint ?? ""), .hint) : counted(prompt, state)
        case .expiry: return Line("30d 12h 2026-12-31 never now", .hint)
        case .check: return Line("an address, a domain or issuer:name", .hint)
        case .command: return usage(prompt.editor.text, state)
        case .comment, .contains: return []
        }
    }

    /// The arguments that a command takes, once its name is typed.
    private static func usage(_ text: String, _ state: ConsoleState) -> Line {
        guard let space = text.firstIndex(of: " "), text.index(after: space) == text.endIndex,
            let command = CommandTable.command(String(text[..<space]), on: state.screen), !command.arguments.isEmpty
        else { return [] }
        return Line(SafeText(command.arguments.map(\.usage).joined(separator: " ") + ": " + command.help), .hint)
    }

    private static func counted(_ prompt: LinePrompt, _ state: ConsoleState) -> Line {
        guard let count = prompt.count else { return Line("enter applies it", .hint) }
        return Line(SafeText(count.words), .hint)
    }

    private static let always = [
        Footer.Hint(":", "cmd", isPinned: true), Footer.Hint("?", "help", isPinned: true),
    ]

    /// The screen's keys. While a dialog is open, only those of a form without a border, because other dialogs show
    /// their own keys.
    private static func drawKeys(_ state: ConsoleState, in row: Rect, on frame: inout Frame) {
        guard state.dialog == nil else {
            guard case .entry(let form) = state.dialog, EntryFormView.inlineHeight(state) > 0 else { return }
            let hints = EntryFormView.keys(form) + [("esc", "back")]
            return Footer(hints.map { Footer.Hint(SafeText($0.0), SafeText($0.1)) }).draw(in: row, of: &frame)
        }
        switch state.layout.arrangement {
        case .stacked, .sideBySide: break
        case .onePane, .tooSmall: return Footer(always).draw(in: row, of: &frame)
        case .bare:
            // There is no border that could say which list this is, and whether it is on hold or stale.
            let (left, right) = row.split(columns: -15)
            let title = state.current.listTitle(state)
            let words = Line("\(title.left)  \(title.right)", title.alarm == nil ? .dim : .error)
            frame.write(words.truncated(to: left.width - 1), at: Point(x: left.x + 1, y: left.y), in: left)
            return Footer(always).draw(in: right, of: &frame)
        }
        let commands = CommandTable.commands(on: state.screen).filter { $0.footer != nil && isShown($0, state) }
            .sorted { ($0.footer ?? 0) < ($1.footer ?? 0) }
        let hints = commands.compactMap { hint($0, state) }
        Footer(hints).draw(in: row, of: &frame)
    }

    /// A command that cannot be run now is dimmed. Commands of the screen's other views, and global ones that do not
    /// apply here, are left out.
    private static func hint(_ command: Command, _ state: ConsoleState) -> Footer.Hint? {
        var isDisabled = false
        if case .no = command.availability(state) { isDisabled = true }
        let isForeign = state.current.hasViews || !state.current.commands.contains { $0.name == command.name }
        if isDisabled, isForeign, command.refusal(state) == nil { return nil }
        return Footer.Hint(
            SafeText(state.keymap.label(command.name, on: state.screen, limit: 1)),
            SafeText(command.title),
            isPinned: (command.footer ?? 0) >= 90,
            isDisabled: isDisabled
        )
    }

    /// A global command is left out if its key means something else here.
    private static func isShown(_ command: Command, _ state: ConsoleState) -> Bool {
        !state.keymap.label(command.name, on: state.screen, limit: 1).isEmpty
    }
}
