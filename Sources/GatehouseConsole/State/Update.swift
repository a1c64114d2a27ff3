package import GatehouseModel
import TerminalUI

/// The behaviour of the whole console: what a message changes, and which effects follow. Pure.
package func update(_ state: inout ConsoleState, _ message: Message, at now: Timestamp) -> [Effect] {
    state.now = max(now, state.now)
    let target = state.target
    switch message {
    case .key, .bundled, .mouse: state.isHandlingKey = true
    default: state.isHandlingKey = false
    }
    var effects = state.handle(message)
    effects += state.dueByClock()
    state.current.settle(&state)
    state.follow(target, isKey: state.isHandlingKey)
    effects += state.screen.following?.more(&state) ?? []
    effects += state.readWhatIsLookedAt()
    return effects
}

extension ConsoleState {
    /// The first effects of the console.
    package mutating func start() -> [Effect] {
        current.settle(&self)
        return watch() + [.watchThemes]
    }

    /// The next time at which something changes without a message.
    package var nextWake: Timestamp? {
        var moments: [Timestamp] = []
        if let until = notice?.until { moments.append(until) }
        if let retryAt = connection.retryAt { moments.append(retryAt) }
        moments += ScreenID.allCases.compactMap { $0.following?.nextWake(self) }
        if let wake = resources.nextAsk(after: now) { moments.append(wake) }
        if case .entry(let form) = dialog, let wake = form.nextWake { moments.append(wake) }
        if case .pane(let pane) = dialog, let wake = pane.nextWake(self) { moments.append(wake) }
        // Ages and the time without events are shown in whole seconds.
        moments.append(now + .seconds(1))
        return moments.filter { $0 > now }.min()
    }

    fileprivate mutating func handle(_ message: Message) -> [Effect] {
        switch message {
        case .key(let key): return take(key, .alone)
        case .bundled(let key, let place): return take(key, place)
        case .pasted(let text):
            bundles.pasted(at: now)
            return Overlay.paste(String(text.prefix(Prompt.limit)), &self)
        case .mouse(let mouse): return Clicking.handle(mouse, &self)
        case .resized(let size): self.size = size
        case .tick: break
        case .stream(let generation, let news): return hear(news, generation: generation)
        case .whoAmI(let result): return learnRole(result)
        case .status(.success(let status)): learn(status)
        case .status(.failure(let error)): say("cannot read the status: \(error)", .warning)
        case .screen(let message): return message.update(&self)
        case .undo(let message): return Undoing.update(message, &self)
        case .resource(let key, let result): resources.finish(key, result)
        case .theme(let theme, let isPreview, let problems): wear(theme, isPreview: isPreview, problems)
        case .themeNames(let names): themeNames = names
        case .themesChanged: return [.loadTheme(theme.name, isPreview: true)]
        case .viewReady(let path): return [.edit(path: path)]
        case .viewed(let path, let problem):
            if let problem { say(problem, .bad) }
            return [.forget(path: path)]
        case .done(let text): say(text, .good)
        case .failed(let text): say(text, .bad)
        }
        return []
    }

    private mutating func take(_ key: Key, _ place: KeyPlace) -> [Effect] {
        guard bundles.take(place, at: now) else { return [] }
        defer { bundles.end() }
        presses += 1
        if notice?.givesWay(at: now) ?? false { notice = nil }
        return press(meant(by: key))
    }

    /// A key right after escape arrives as one key with Alt, because slow connections deliver both together. If the Alt
    /// key has no meaning here, escape was meant, and the key after it is dropped because the user has not seen the
    /// result of escape.
    private func meant(by key: Key) -> Key {
        guard case .alt = key else { return key }
        if dialog != nil { return Prompt.wordKeys.contains(key) ? key : .escape }
        return keymap.match(KeySequence(pendingKeys + [key]), in: [screen.rawValue, CommandTable.everywhere]) == .none
            ? .escape : key
    }

    private mutating func press(_ key: Key) -> [Effect] {
        guard dialog == nil else { return Overlay.press(key, &self) }
        if layout.arrangement == .tooSmall, key != .character("q"), key != .control("c") { return [] }
        if let notice, notice.until <= now { self.notice = nil }
        pendingKeys.append(key)
        switch keymap.match(KeySequence(pendingKeys), in: [screen.rawValue, CommandTable.everywhere]) {
        case .prefix: return []
        case .none:
            let pressed = KeySequence(pendingKeys).description
            pendingKeys = []
            say("\(pressed) means nothing here; ? lists the keys", .info, for: .seconds(2))
            return []
        case .command(let line):
            pendingKeys = []
            return CommandLine(line, on: screen).run(&self)
        }
    }

    private mutating func wear(_ theme: Theme, isPreview: Bool, _ problems: [String]) {
        self.theme = theme
        if let first = problems.first { say("theme \(theme.name): \(first)", .warning) }
        guard !isPreview else { return }
        if problems.isEmpty { say("theme \(theme.name)", .info, for: .seconds(2)) }
    }

    fileprivate mutating func dueByClock() -> [Effect] {
        if let notice, notice.until <= now { self.notice = nil }
        var effects: [Effect] = []
        if let retryAt = connection.retryAt, retryAt <= now { effects += watch() }
        acts.prune(at: daemonTime)
        for id in ScreenID.allCases { effects += id.following?.tick(&self) ?? [] }
        return effects
    }

    /// Requests the shown details that are not loaded, with a pause between requests while the cursor moves.
    fileprivate mutating func readWhatIsLookedAt() -> [Effect] {
        guard connection.phase == .live || connection.phase == .syncing else { return [] }
        var effects: [Effect] = []
        for wanted in current.wanted(self) + (dialog?.wanted(self) ?? []) where resources.isMissing(wanted.key) {
            guard resources.mayAsk(at: now) else { return effects }
            resources.begin(wanted.key, at: now)
            effects.append(.ask(wanted.ask))
        }
        return effects
    }
}
