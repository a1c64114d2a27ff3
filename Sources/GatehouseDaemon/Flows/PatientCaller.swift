import Synchronization

/// Waits for a result for a limited time.
final class PatientCaller<Value: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Value?, any Error>)
        case settled(Result<Value, any Error>)
        case gone
    }

    private let state = Mutex<State>(.idle)

    /// The result, or nil if it does not arrive in time. Call this only once.
    func wait(_ patience: Duration) async throws -> Value? {
        let timer = Task {
            try await Task.sleep(for: patience)
            giveUp()
        }
        defer { timer.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            let result: Result<Value, any Error>? = state.withLock { state in
                if case .settled(let result) = state { return result }
                state = .waiting(continuation)
                return nil
            }
            if let result { continuation.resume(with: result.map { $0 }) }
        }
    }

    /// Delivers the result if a caller is still waiting.
    func resume(_ result: Result<Value, any Error>) {
        let waiting: CheckedContinuation<Value?, any Error>? = state.withLock { state in
            switch state {
            case .waiting(let continuation):
                state = .gone
                return continuation
            case .idle:
                state = .settled(result)
                return nil
            case .settled, .gone: return nil
            }
        }
        waiting?.resume(with: result.map { $0 })
    }

    private func giveUp() {
        let waiting: CheckedContinuation<Value?, any Error>? = state.withLock { state in
            guard case .waiting(let continuation) = state else { return nil }
            state = .gone
            return continuation
        }
        waiting?.resume(returning: nil)
    }
}
