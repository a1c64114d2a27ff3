import Synchronization
import TerminalUI
import Testing

/// A counter with the features that the tests need.
private struct CounterApp: TerminalApp {
    struct State: Sendable {
        var count = 0
        var log: [String] = []
        var isAsking = false
        /// How many notes had been made when it was last drawn.
        var drawn = 0
    }

    enum Message: Sendable {
        case key(Key)
        case add(Int)
        case note(String)
    }

    enum Effect: Sendable {
        case addLater(Int)
        case forEver
    }

    func message(for event: TerminalEvent) -> Message? {
        guard case .key(let key) = event else { return nil }
        return .key(key)
    }

    func message(for event: TerminalEvent, place: KeyPlace) -> Message? {
        guard place != .alone, case .key(let key) = event, key != .character("?") else {
            return message(for: event)
        }
        return .note("\(key)/\(place == .firstOfBundle ? "first" : "later")")
    }

    func drawn(_ state: inout State) { state.drawn = state.log.count }

    func barrier(_ state: State) -> String? { state.isAsking ? "question" : nil }

    func theme(_ state: State) -> Theme { .terminal }

    func update(_ state: inout State, _ message: Message) -> [Action<Effect, Message>] {
        switch message {
        case .add(let number): state.count += number
        case .note(let note): state.log.append(note)
        case .key(.character("q")): return [.quit]
        case .key(.character("e")): return [.effect(.addLater(5)), .effect(.addLater(7))]
        case .key(.character("?")): state.isAsking = true
        case .key(.character("v")):
            return [.run(ForegroundProgram(arguments: ["vi"])) { .note("\($0)") }]
        case .key(.character("b")): return [.terminal(.bell)]
        case .key(let key): state.log.append(key.description)
        }
        return []
    }

    func view(_ state: State, size: Size, glyphs: GlyphSet) -> Frame {
        var frame = Frame(size: size, glyphs: glyphs)
        frame.write("count \(state.count) \(state.log.joined(separator: ","))", at: Point(x: 0, y: 0))
        return frame
    }
}

private struct CounterEffects: EffectRunner {
    func run(_ effect: CounterApp.Effect, mailbox: Mailbox<CounterApp.Message>) async {
        switch effect {
        case .addLater(let number):
            await Task.yield()
            mailbox.post(.add(number))
        case .forEver:
            // Ends only when the loop cancels it.
            let (stream, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in stream {}
        }
    }

    func isStanding(_ effect: CounterApp.Effect) -> Bool {
        if case .forEver = effect { true } else { false }
    }
}

@Suite(.timeLimit(.minutes(1))) struct `The loop` {
    private typealias Loop = TerminalLoop<CounterApp, CounterEffects>

    private func running(
        doing actions: [Action<CounterApp.Effect, CounterApp.Message>] = [],
        _ test: (RecordedTerminal, Loop) async throws -> Void
    ) async throws -> Loop.End {
        let terminal = RecordedTerminal(size: Size(width: 40, height: 3))
        let loop = Loop(app: CounterApp(), runner: CounterEffects())
        async let end = loop.run(from: CounterApp.State(), doing: actions, on: terminal)
        await loop.waitUntilIdle()
        try await test(terminal, loop)
        terminal.press("q")
        return try await end
    }

    @Test func `the loop draws the changes of keys and effects without waiting`() async throws {
        let end = try await running { terminal, loop in
            terminal.press("x e y")
            await loop.waitUntilIdle()
            #expect(terminal.record.frame?.lines.first == "count 12 x,y")
        }
        #expect(end.state.count == 12)
        #expect(end.closed == nil)
    }

    @Test func `the loop ends and restores the terminal when its task is cancelled`() async throws {
        let terminal = RecordedTerminal(size: Size(width: 40, height: 3))
        let loop = Loop(app: CounterApp(), runner: CounterEffects())
        let running = Task { try await loop.run(from: CounterApp.State(), on: terminal) }
        await loop.waitUntilIdle()
        running.cancel()
        #expect(try await running.value.closed == .terminated)
    }

    @Test func `the loop ends at once if its task was cancelled before it began`() async throws {
        let terminal = RecordedTerminal(size: Size(width: 40, height: 3))
        let loop = Loop(app: CounterApp(), runner: CounterEffects())
        let end = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try? await loop.run(from: CounterApp.State(), on: terminal)
        }.value
        #expect(end?.closed == .terminated)
    }

    @Test func `the loop draws nothing if nothing changed`() async throws {
        _ = try await running { terminal, loop in
            let before = terminal.record.frames
            loop.mailbox.post(.add(0))
            await loop.waitUntilIdle()
            #expect(terminal.record.frames == before)
        }
    }

    @Test func `the loop drops keys that arrived together with the one that opened a dialog`() async throws {
        let end = try await running { terminal, loop in
            terminal.send(["?", "y", "z"].map { .key(.character($0)) })
            await loop.waitUntilIdle()
            terminal.press("n")
            await loop.waitUntilIdle()
        }
        #expect(end.state.log == ["n"])
    }

    @Test func `the loop tells the app which keys came in one read`() async throws {
        let end = try await running { terminal, loop in
            terminal.send(["x", "y", "z"].map { .key(.character($0)) })
            terminal.press("w")
            await loop.waitUntilIdle()
        }
        #expect(end.state.log == ["x/first", "y/later", "z/later", "w"])
    }

    @Test func `the loop tells the app what was drawn`() async throws {
        let end = try await running { terminal, loop in
            terminal.press("x y")
            await loop.waitUntilIdle()
        }
        #expect(end.state.drawn == 2)
    }

    @Test func `the loop suspends on ^Z without asking the app`() async throws {
        let end = try await running { terminal, loop in
            terminal.press("^Z")
            await loop.waitUntilIdle()
            #expect(terminal.record.requests == [.suspend])
        }
        #expect(end.state.log.isEmpty)
    }

    @Test func `the loop gives the screen to a program and reports how it ended`() async throws {
        let end = try await running { terminal, loop in
            terminal.answerProgram(with: .exited(3))
            terminal.press("v")
            await loop.waitUntilIdle()
            #expect(terminal.record.programs.map(\.arguments) == [["vi"]])
        }
        #expect(end.state.log == ["exited(3)"])
    }

    @Test func `the loop redraws when the size changes`() async throws {
        _ = try await running { terminal, loop in
            terminal.resize(to: Size(width: 50, height: 9))
            await loop.waitUntilIdle()
            #expect(terminal.record.frame?.size == Size(width: 50, height: 9))
        }
    }

    @Test func `the loop ends when the terminal is gone, and cancels endless effects`() async throws {
        let terminal = RecordedTerminal()
        let loop = Loop(app: CounterApp(), runner: CounterEffects())
        async let end = loop.run(from: CounterApp.State(), doing: [.effect(.forEver)], on: terminal)
        await loop.waitUntilIdle()
        terminal.end(.hangUp)
        #expect(try await end.closed == .hangUp)
        #expect(terminal.record.isClosed)
        #expect(!loop.mailbox.post(.add(1)))
    }

    @Test func `the loop handles a flood of messages at the sender's pace`() async throws {
        let end = try await running { _, loop in
            for _ in 0..<50_000 { await loop.mailbox.send(.add(1)) }
            await loop.waitUntilIdle()
        }
        #expect(end.state.count == 50_000)
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A mailbox` {
    @Test func `a mailbox refuses messages when it is full`() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.post(1))
        #expect(mailbox.post(2))
        #expect(!mailbox.post(3))
    }
}
