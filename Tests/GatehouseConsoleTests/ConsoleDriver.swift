import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI

/// The whole console with a fake daemon, a fake terminal and a clock that tests set.
final class ConsoleDriver {
    private(set) var state: ConsoleState
    let daemon: FakeDaemon
    private(set) var now: Timestamp
    /// All effects that the console requested, in order.
    private(set) var effects: [Effect] = []
    private(set) var hasQuit = false
    private var held: [Ask] = []
    private var generation = 0
    private(set) var watched: [WatchEvents.Interest] = []

    init(
        _ daemon: FakeDaemon,
        size: Size = Size(width: 80, height: 24),
        configure: (inout ConsoleStart) -> Void = { _ in }
    ) {
        self.daemon = daemon
        now = daemon.now
        var start = ConsoleStart(now: daemon.now, size: size, theme: .terminal)
        configure(&start)
        state = ConsoleState(start)
        perform(state.start())
    }

    // MARK: What the user does

    /// Types keys: characters as they are, others as `<enter>`, `<esc>`, `<space>`, `<^X>`.
    func type(_ keys: String) {
        for key in Self.keys(in: keys) { send(.key(key)) }
    }

    static func keys(in text: String) -> [Key] {
        var keys: [Key] = []
        var rest = text[...]
        while let first = rest.first {
            if first == "<", let end = rest.firstIndex(of: ">"),
                let key = Key(String(rest[rest.index(after: rest.startIndex)..<end]))
            {
                keys.append(key)
                rest = rest[rest.index(after: end)...]
            } else {
                keys += first == " " ? [.space] : first.unicodeScalars.map { .character($0) }
                rest.removeFirst()
            }
        }
        return keys
    }

    func send(_ message: Message) {
        daemon.now = now
        perform(update(&state, message, at: now))
    }

    /// Sends keys that arrive in one read, like pasted text in a terminal that does not mark pastes.
    func typeAtOnce(_ keys: String) {
        for (index, key) in Self.keys(in: keys).enumerated() {
            send(.bundled(key, index == 0 ? .firstOfBundle : .laterInBundle))
        }
    }

    /// Draws the state on the terminal; from then on only what was drawn counts as seen.
    func draw() { state.drawn(at: now) }

    func resize(_ width: Int, _ height: Int) { send(.resized(Size(width: width, height: height))) }

    // MARK: What happens outside

    /// Advances the clock, and wakes the console when it asked to be woken.
    func advance(_ duration: Duration) {
        let end = now + duration
        while let wake = state.nextWake, wake <= end {
            now = wake
            send(.tick)
        }
        now = end
        send(.tick)
    }

    func happens(_ body: Event.Body) {
        send(.stream(generation: generation, .event(daemon.event(body))))
    }

    /// The connection breaks.
    func breaks() {
        daemon.isUp = false
        send(.stream(generation: generation, .ended(.interrupted(detail: "connection reset"))))
    }

    /// Delivers the replies that a slow daemon held back.
    func release() {
        daemon.isSlow = false
        let waiting = held
        held = []
        for ask in waiting { send(ask.message(for: daemon.answer(ask.request))) }
    }

    private func perform(_ wanted: [Effect]) {
        effects += wanted
        for effect in wanted {
            switch effect {
            case .ask(let ask):
                if daemon.isSlow { held.append(ask) } else { send(ask.message(for: daemon.answer(ask.request))) }
            case .watch(let generation, let interest):
                self.generation = generation
                watched.append(interest)
                if daemon.isUp {
                    send(.stream(generation: generation, .event(daemon.hello())))
                } else {
                    let error = ControlError.unreachable(socket: "/run/g.sock", detail: "connection refused")
                    send(.stream(generation: generation, .ended(error)))
                }
            case .quit: hasQuit = true
            case .copy, .write, .view, .edit, .forget, .wake, .watchThemes, .loadTheme, .save, .mouse, .suspend,
                .redraw, .bell, .saveDisplay, .writePolicy, .editPolicy, .readPolicy:
                break
            }
        }
    }

    // MARK: What can be seen

    func frame(_ glyphs: GlyphSet = .unicode) -> Frame { ConsoleView.draw(state, glyphs: glyphs) }

    var screen: String { frame().text }
    var lines: [String] { frame().lines }
    /// The lines below the panes: the keys and the whole message, or the prompt.
    var footer: String {
        if case .prompt = state.dialog { return lines.last ?? "" }
        let below = lines.reversed().prefix { !"│├└╰+|".contains($0.first ?? " ") }.reversed()
        guard below.count < lines.count, let first = below.first else { return lines.last ?? "" }
        return below.dropFirst().reduce(first) { $0 + " " + $1.drop { $0 == " " } }
    }

    /// The words on the screen, however they are wrapped.
    var words: String { screen.split { " │\n".contains($0) }.joined(separator: " ") }

    func shows(_ text: String) -> Bool { screen.contains(text) }

    /// The row the cursor is on.
    var selectedLine: String { lines.first { $0.contains("▸") } ?? "" }
}
