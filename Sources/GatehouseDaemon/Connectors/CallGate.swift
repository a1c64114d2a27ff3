import Synchronization

/// Admits a limited number of callers at once. Further ones wait in line; if the line is full, they are turned away.
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

    /// Waits for a place. Returns false at once if the line is full. A caller that gets true must call `leave`.
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

    /// Passes the place to the caller that has waited longest.
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
