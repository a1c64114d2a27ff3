import Foundation
import Synchronization

/// A terminal in memory, for tests of whole programs: takes events, and records frames and requests.
package final class RecordedTerminal: Terminal, TerminalWaker {
    /// What has happened so far.
    package struct Record: Sendable {
        package fileprivate(set) var frames = 0
        package fileprivate(set) var frame: Frame?
        package fileprivate(set) var theme: Theme?
        package fileprivate(set) var requests: [TerminalRequest] = []
        package fileprivate(set) var programs: [ForegroundProgram] = []
        package fileprivate(set) var isClosed = false
    }

    private struct State {
        var size: Size
        var batches: [[TerminalEvent]] = []
        var isWoken = false
        var closing: TerminalClosed?
        var record = Record()
        var results: [ForegroundProgram.Result] = []
    }

    package let capabilities: TerminalCapabilities
    private let state: Mutex<State>
    /// Counts the inputs that the waiting thread must handle.
    private let doorbell = DispatchSemaphore(value: 0)

    package init(
        size: Size = Size(width: 80, height: 24),
        colors: ColorDepth = .full,
        glyphs: GlyphSet = .unicode
    ) {
        capabilities = TerminalCapabilities(colors: colors, glyphs: glyphs)
        state = Mutex(State(size: size))
    }

    package var waker: any TerminalWaker { self }
    package var size: Size { state.withLock { $0.size } }
    package var record: Record { state.withLock { $0.record } }

    package func wake() {
        state.withLock { $0.isWoken = true }
        doorbell.signal()
    }
}

// MARK: - Putting in

extension RecordedTerminal {
    /// Presses keys one after the other, as a user does: `press("2 j j a")`. Unknown notation is ignored.
    package func press(_ notation: String) {
        for key in KeySequence(notation)?.keys ?? [] { send([.key(key)]) }
    }

    /// Types text, one key per character.
    package func type(_ text: String) {
        for scalar in text.unicodeScalars { send([.key(.character(scalar))]) }
    }

    /// Delivers events that arrive together, before anything can be drawn.
    package func send(_ events: [TerminalEvent]) {
        state.withLock { $0.batches.append(events) }
        doorbell.signal()
    }

    package func resize(to size: Size) {
        state.withLock { $0.size = size }
        send([.resize(size)])
    }

    /// Closes the terminal as a lost connection or a signal would.
    package func end(_ reason: TerminalClosed) {
        state.withLock { $0.closing = reason }
        doorbell.signal()
    }

    /// Sets the result of the next program that gets the screen. By default, programs succeed.
    package func answerProgram(with result: ForegroundProgram.Result) {
        state.withLock { $0.results.append(result) }
    }
}

// MARK: - Terminal

extension RecordedTerminal {
    package func waitForEvents(for timeout: Duration?) throws(TerminalClosed) -> [TerminalEvent] {
        while true {
            let (events, closing, isWoken) = state.withLock { state in
                defer { state.isWoken = false }
                let events = state.batches.isEmpty ? nil : state.batches.removeFirst()
                return (events, state.closing, state.isWoken)
            }
            if let events { return events }
            if let closing { throw closing }
            if isWoken || doorbell.wait(timeout: RecordedTerminal.deadline(timeout)) == .timedOut { return [] }
        }
    }

    private static func deadline(_ timeout: Duration?) -> DispatchTime {
        guard let timeout else { return .distantFuture }
        let (seconds, attoseconds) = timeout.components
        return .now() + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }

    package func present(_ frame: Frame, in theme: Theme) -> Duration {
        state.withLock {
            $0.record.frames += 1
            $0.record.frame = frame
            $0.record.theme = theme
        }
        return .zero
    }

    package func perform(_ request: TerminalRequest) {
        state.withLock { $0.record.requests.append(request) }
    }

    package func run(_ program: ForegroundProgram) -> ForegroundProgram.Result {
        state.withLock {
            $0.record.programs.append(program)
            return $0.results.isEmpty ? .exited(0) : $0.results.removeFirst()
        }
    }

    package func close() {
        state.withLock { $0.record.isClosed = true }
    }
}
