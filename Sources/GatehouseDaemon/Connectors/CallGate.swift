import Synchronization

/// Lets so many through at once; further ones wait in line, and too many are turned away.
final class CallGate: Sendable {
    private struct State {
        var inside = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let width: Int
    private let line: Int
    private let state = Mutex(State())

    init(width: Int, line: Int) {
        self.width = width
        self.line = line
    }

    /// Waits for a place; false, at once, when too many wait already. Whoever gets true must leave.
    func enter() async -> Bool {
        let isTurnedAway = state.withLock { $0.inside >= width && $0.waiting.count >= line }
        guard !isTurnedAway else { return false }
        await withCheckedContinuation { continuation in
            let mayEnter = state.withLock { state in
                guard state.inside >= width else {
                    state.inside += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayEnter { continuation.resume() }
        }
        return true
    }

    /// Gives the place to whoever has waited longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.inside -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
