/// The event loop. All of this runs on the terminal's thread.
final class LoopThread<App: TerminalApp, Runner: EffectRunner<App.Effect, App.Message>> {
    struct Parts {
        let app: App
        let terminal: any Terminal
        let tasks: EffectTasks<Runner>
        let mailbox: Mailbox<App.Message>
        let idle: IdleWatch
    }

    /// The maximum number of messages handled before keys get their turn again.
    private static var batch: Int { 4_096 }

    private let parts: Parts
    private(set) var state: App.State
    private var policy: FramePolicy
    private var shown: (frame: Frame, theme: Theme)?
    private var hasQuit = false
    /// Whether data has changed since the last frame.
    private var isDirty = true
    /// Whether a key or the terminal caused the change, so that the next frame must not wait.
    private var isUrgent = true
    private let clock = ContinuousClock()

    init(_ parts: Parts, state: App.State) {
        self.parts = parts
        self.state = state
        policy = FramePolicy(isRemote: parts.terminal.capabilities.isRemote)
    }

    /// Runs until the app quits (nil) or the terminal is closed.
    func run(doing actions: [Action<App.Effect, App.Message>]) -> TerminalClosed? {
        parts.mailbox.connect(parts.terminal.waker)
        parts.idle.connect(parts.terminal.waker)
        handle(.resize(parts.terminal.size))
        perform(actions)
        do throws(TerminalClosed) {
            while !hasQuit {
                guard !parts.mailbox.isEnded else { throw TerminalClosed.terminated }
                try turn()
            }
            return nil
        } catch {
            return error
        }
    }

    /// Draws if a frame is due, sleeps, and handles what arrived.
    private func turn() throws(TerminalClosed) {
        let waiters = parts.idle.count()
        if isUrgent || (isDirty && (waiters > 0 || policy.delay(at: clock.now) == .zero)) { draw() }
        let patience = patience(waiters: waiters)
        // While a frame is due, data does not wake the loop; it is handled together when the frame is drawn.
        let dozes = patience.map { $0 > .zero } ?? false
        if dozes { parts.mailbox.doze(true) }
        let events = try parts.terminal.waitForEvents(for: patience)
        if dozes { parts.mailbox.doze(false) }
        handle(events)
        let messages = hasQuit ? [] : parts.mailbox.take(LoopThread.batch)
        for message in messages where !hasQuit { update(message) }
        if events.isEmpty, messages.isEmpty, waiters > 0 { tellIdle(waiters) }
    }

    /// How long to sleep: not at all if there is work, until the next frame if there is data to show, otherwise
    /// indefinitely.
    private func patience(waiters: Int) -> Duration? {
        if !parts.mailbox.isEmpty || (waiters > 0 && !parts.tasks.isBusy) { return .zero }
        return isDirty ? policy.delay(at: clock.now) : nil
    }

    private func tellIdle(_ waiters: Int) {
        if !isDirty, !parts.tasks.isBusy, parts.mailbox.isEmpty { parts.idle.tell(waiters) }
    }

    // MARK: Events

    private func handle(_ events: [TerminalEvent]) {
        var dropsKeys = false
        var place: KeyPlace = parts.terminal.isBundle(events) ? .firstOfBundle : .alone
        for event in events where !hasQuit {
            if dropsKeys, case .key = event { continue }
            let before = parts.app.barrier(state)
            handle(event, place)
            if place == .firstOfBundle, case .key = event { place = .laterInBundle }
            let after = parts.app.barrier(state)
            if after != before, after != nil { dropsKeys = true }
        }
    }

    private func handle(_ event: TerminalEvent, _ place: KeyPlace = .alone) {
        isUrgent = true
        isDirty = true
        if case .resize = event { shown = nil }
        guard event != .key(.control("z")) else { return perform([.terminal(.suspend)]) }
        if let message = parts.app.message(for: event, place: place) { update(message) }
    }

    private func update(_ message: App.Message) {
        isDirty = true
        perform(parts.app.update(&state, message))
    }

    private func perform(_ actions: [Action<App.Effect, App.Message>]) {
        for action in actions where !hasQuit {
            switch action {
            case .effect(let effect):
                parts.tasks.start(effect, waker: parts.terminal.waker)
            case .terminal(let request):
                parts.terminal.perform(request)
                if request == .suspend || request == .redraw { screenWasLost() }
            case .run(let program, let then):
                let result = parts.terminal.run(program)
                screenWasLost()
                update(then(result))
            case .quit:
                hasQuit = true
            }
        }
    }

    private func screenWasLost() {
        shown = nil
        isDirty = true
        isUrgent = true
    }

    // MARK: Drawing

    private func draw() {
        isDirty = false
        isUrgent = false
        defer { parts.app.drawn(&state) }
        let terminal = parts.terminal
        let frame = parts.app.view(state, size: terminal.size, glyphs: terminal.capabilities.glyphs)
        let theme = parts.app.theme(state)
        guard shown == nil || shown?.frame != frame || shown?.theme != theme else { return }
        let took = terminal.present(frame, in: theme)
        policy.sent(at: clock.now, took: took)
        shown = (frame, theme)
    }
}
