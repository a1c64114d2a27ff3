import UnixSignals

/// Lets work clean up when the user presses ^C or the session ends.
enum Interruption {
    /// Runs `work`, and cancels it on SIGINT, SIGTERM or SIGHUP. The result is what `work` returns or throws.
    ///
    /// The work starts only after the signal handlers are in place: an earlier signal would be lost and the work would
    /// continue.
    static func guarding<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        // The handlers stay until the work has cleaned up, so that a second signal cannot end the process first.
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
