import UnixSignals

/// Lets work clean up behind itself when somebody presses ^C or the session ends.
enum Interruption {
    /// Runs `work`; cancels it on SIGINT, SIGTERM and SIGHUP. What it makes of that is the result.
    ///
    /// The work begins when the signals are listened to: one that came earlier would be lost, and the work go on.
    static func guarding<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        // Held until the work has cleaned up: a second signal must not end the process before.
        defer { withExtendedLifetime(signals) {} }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            defer { group.cancelAll() }
            if let first = try await group.next(), let result = first { return result }
            group.cancelAll()
            guard let last = try await group.next(), let result = last else { throw CancellationError() }
            return result
        }
    }
}
