import Foundation
import TerminalUI

struct ProbeState: Sendable {
    var rows = ProbeRows()
    var selection = TableSelection<String>()
    var size = Size(width: 0, height: 0)
    var note = "ready"
    var dialog: Dialog?
    var prompt: Prompt?
    var ticks = 0
    var isFollowing = false
    var theme = Theme.terminal
}

enum ProbeMessage: Sendable {
    case event(TerminalEvent)
    case tick
    case note(String)
}

struct ProbeApp: TerminalApp {
    func message(for event: TerminalEvent) -> ProbeMessage? { .event(event) }

    func theme(_ state: ProbeState) -> Theme { state.theme }

    func barrier(_ state: ProbeState) -> String? { state.dialog.map { _ in "dialog" } }

    func update(_ state: inout ProbeState, _ message: ProbeMessage) -> [Action<ProbeEffect, ProbeMessage>] {
        switch message {
        case .tick:
            if state.isFollowing { state.ticks += 1 }
        case .note(let note):
            state.note = note
        case .event(.resize(let size)):
            state.size = size
        case .event(.paste(let paste)):
            state.note = "pasted \(paste.text.count): \(paste.text)"
            state.prompt?.insert(paste.text)
        case .event(.mouse(let mouse)):
            state.note = "mouse \(mouse.action) at \(mouse.point.x),\(mouse.point.y)"
        case .event(.focus(let isFocused)):
            state.note = isFocused ? "focus" : "no focus"
        case .event(.key(let key)):
            return press(key, &state)
        }
        return []
    }

    private func press(_ key: Key, _ state: inout ProbeState) -> [Action<ProbeEffect, ProbeMessage>] {
        if let dialog = state.dialog {
            guard let choice = dialog.choice(for: key) else { return [] }
            state.dialog = nil
            state.note = "chose \(choice)"
            return []
        }
        if state.prompt != nil {
            return type(key, &state)
        }
        return command(key, &state)
    }

    private func type(_ key: Key, _ state: inout ProbeState) -> [Action<ProbeEffect, ProbeMessage>] {
        switch state.prompt?.press(key) {
        case .submitted(let text):
            state.note = "typed \(text)"
            state.prompt = nil
        case .cancelled: state.prompt = nil
        default: break
        }
        return []
    }

    private func command(_ key: Key, _ state: inout ProbeState) -> [Action<ProbeEffect, ProbeMessage>] {
        let height = state.size.height - 4
        switch key {
        case .character("q"): return [.quit]
        case .character("j"), .named(.down): state.selection.move(by: 1, in: state.rows, height: height)
        case .character("k"), .named(.up): state.selection.move(by: -1, in: state.rows, height: height)
        case .character("G"): state.selection.moveToEnd(in: state.rows, height: height)
        case .space: state.selection.toggleMark(in: state.rows)
        case .character("/"): state.prompt = Prompt()
        case .character("F"): state.isFollowing.toggle()
        case .character("d"): state.dialog = ProbeApp.dialog
        case .character("c"): return [.effect(.clock)]
        case .character("y"): return [.terminal(.copy("copied text")), .terminal(.title("probe title"))]
        case .character("m"): return [.terminal(.mouse(true))]
        case .character("e"): return [editor]
        case .character("x"): fatalError("deliberate end of the probe")
        case .control("l"): return [.terminal(.redraw)]
        default: state.note = "key \(key)"
        }
        return []
    }

    private var editor: Action<ProbeEffect, ProbeMessage> {
        let program = ForegroundProgram(arguments: ["/bin/sh", "-c", "echo in the editor; read -r line; exit 7"])
        return .run(program) { .note("editor: \($0)") }
    }

    private static let dialog = Dialog(
        title: "Deny",
        body: [Line("Deny this one?")],
        choices: [
            Dialog.Choice(id: "deny", key: .character("y"), label: "deny", isDangerous: true),
            Dialog.Choice(id: "back", key: .character("n"), label: "back"),
        ],
        safeChoice: "back",
        openedBy: .character("d")
    )
}

extension ProbeApp {
    func view(_ state: ProbeState, size: Size, glyphs: GlyphSet) -> Frame {
        var frame = Frame(size: size, glyphs: glyphs)
        let status: Line = [Span("\(size.width)x\(size.height)", .title)]
        let tabs = StatusLine(leading: TabBar(["1 Rows", "2 More"], selected: 0).line, trailing: status)
        tabs.draw(in: frame.area.row(0), of: &frame)
        let (middle, footer) = frame.area.split(rows: 1).bottom.split(rows: -1)
        let box = Box(
            title: [Span("Rows", .title), Span(" · \(state.rows.count)", .dim)],
            trailingTitle: [Span("ticks \(state.ticks)", .ok)],
            footer: [Span(SafeText(state.note), .warn)],
            isFocused: true
        )
        let inner = box.draw(in: middle, of: &frame)
        Table(columns: ProbeRows.columns).draw(state.rows, selection: state.selection, in: inner, of: &frame)
        if let prompt = state.prompt {
            prompt.draw(label: [Span("/", .key)], in: footer, of: &frame)
        } else {
            Footer([Footer.Hint("j k", "move"), Footer.Hint("q", "quit", isPinned: true)]).draw(in: footer, of: &frame)
        }
        state.dialog?.draw(over: frame.area, of: &frame)
        return frame
    }
}
