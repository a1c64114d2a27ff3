import GatehouseModel
import TerminalUI

/// The console for the terminal's loop: the pure parts, with the clock added in one place.
struct ConsoleApp: TerminalApp {
    let clock: @Sendable () -> Timestamp
    /// The editor and its arguments.
    let editor: [String]

    func message(for event: TerminalEvent) -> Message? {
        switch event {
        case .key(let key): .key(key)
        case .paste(let paste): .pasted(paste.text)
        case .mouse(let mouse): .mouse(mouse)
        case .resize(let size): .resized(size)
        case .focus: nil
        }
    }

    func message(for event: TerminalEvent, place: KeyPlace) -> Message? {
        guard place != .alone, case .key(let key) = event else { return message(for: event) }
        return .bundled(key, place)
    }

    func drawn(_ state: inout ConsoleState) { state.drawn(at: clock()) }

    func update(_ state: inout ConsoleState, _ message: Message) -> [Action<Effect, Message>] {
        actions(GatehouseConsole.update(&state, message, at: clock()), &state)
    }

    /// Converts effects into actions of the loop, and adds the next wake-up.
    func actions(_ effects: [Effect], _ state: inout ConsoleState) -> [Action<Effect, Message>] {
        var actions = effects.map { action($0, state) }
        if let wake = state.wakeToAskFor() { actions.append(.effect(.wake(at: wake))) }
        return actions
    }

    private func action(_ effect: Effect, _ state: ConsoleState) -> Action<Effect, Message> {
        switch effect {
        case .copy(let text): .terminal(.copy(SafeText(text)))
        case .mouse(let isOn): .terminal(.mouse(isOn))
        case .suspend: .terminal(.suspend)
        case .redraw: .terminal(.redraw)
        case .bell: .terminal(.bell)
        case .quit: .quit
        case .edit(let path): run(path)
        case .editPolicy(let path, let line): runOnPolicy(path, line)
        case .saveDisplay(let path):
            .effect(
                .write(path: path, contents: ConsoleView.draw(state, glyphs: .unicode).text + "\n", what: "the screen")
            )
        case .ask, .watch, .write, .view, .forget, .loadTheme, .save, .wake, .watchThemes, .writePolicy, .readPolicy:
            .effect(effect)
        }
    }

    private func run(_ path: String) -> Action<Effect, Message> {
        .run(ForegroundProgram(arguments: editor + [path])) { .viewed(path: path, problem: Self.problem($0)) }
    }

    /// Editors open a file at a line if `+N` precedes its name.
    private func runOnPolicy(_ path: String, _ line: Int?) -> Action<Effect, Message> {
        let arguments = editor + (line.map { ["+\($0)"] } ?? []) + [path]
        return .run(ForegroundProgram(arguments: arguments)) {
            .rules(.policyWritten(path: path, problem: Self.problem($0)))
        }
    }

    private static func problem(_ result: ForegroundProgram.Result) -> String? {
        switch result {
        case .exited(0): nil
        case .exited(let status): "the editor ended with status \(status)"
        case .signalled(let signal): "the editor was ended by signal \(signal)"
        case .failed(let why): "cannot run the editor: \(why); set EDITOR"
        }
    }

    func view(_ state: ConsoleState, size: Size, glyphs: GlyphSet) -> Frame {
        var state = state
        state.size = size
        return ConsoleView.draw(state, glyphs: state.settings.ascii == .on ? .ascii : glyphs)
    }

    func theme(_ state: ConsoleState) -> Theme { state.theme }

    func barrier(_ state: ConsoleState) -> String? { state.dialog?.barrier }
}

extension ConsoleState {
    /// The next wake-up time, if the runner does not know it yet.
    mutating func wakeToAskFor() -> Timestamp? {
        guard let next = nextWake else { return nil }
        if let asked = wakesAt, asked > now, asked <= next { return nil }
        wakesAt = next
        return next
    }
}
