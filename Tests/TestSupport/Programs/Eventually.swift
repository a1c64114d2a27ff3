/// A condition was not met in time.
package struct TimedOut: Error, CustomStringConvertible {
    package let description: String

    package init(_ what: String) { description = "timed out: " + what }
}

/// Waits until `condition` returns a value, checking every few milliseconds.
///
/// - Parameters:
///   - what: what is waited for, for the error.
///   - patience: how long to wait; generous, because it only matters when a test fails. At least 200 checks are made,
///     because a machine that is busy with other tests may not run this one for a long time.
package func eventually<Value>(
    _ what: String,
    within patience: Duration = .seconds(20),
    _ condition: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + patience
    for looks in 1... {
        if let value = try await condition() { return value }
        guard looks < 200 || ContinuousClock.now < deadline else { break }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw TimedOut(what)
}
