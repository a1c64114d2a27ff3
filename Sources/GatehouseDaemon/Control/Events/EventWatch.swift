import ControlProtocol
import GatehouseModel
import ServiceLifecycle

/// An event stream to one subscriber. It is only a position in the hub's ring, so it has no buffer that could overflow.
///
/// Sends `hello`, then events in order, a heartbeat after a period of silence, a gap event if the ring has overwritten
/// events that were not yet sent, and `goodbye` when the daemon stops.
struct EventWatch: Sendable {
    let hub: EventHub
    let interest: WatchEvents.Interest
    /// The filter for calls.
    let filter: Query?
    let format: EventFormat
    let isMasked: Bool
    let lines: EventLines
    let hello: Event.Hello
    let heartbeat: Duration
    let clock: @Sendable () -> Timestamp

    /// The maximum number of events read and written at a time.
    private static let batch = 256

    /// Writes until the daemon stops, the subscriber disconnects or a write fails.
    func run(to writer: inout any AnswerWriter) async throws {
        // Subscribes before reading the position, so that no event is missed.
        let wakeUps = hub.wakeUps()
        var position = interest.after ?? hub.position
        try await write([.hello(hello)], at: position, to: &writer)
        try await withThrowingTaskGroup { group in
            let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                for await _ in wakeUps.cancelOnGracefulShutdown() { signal.yield() }
                signal.finish()
            }
            group.addTask { [heartbeat] in
                while !Task.isCancelled {
                    try await Task.sleep(for: heartbeat)
                    signal.yield()
                }
            }
            var lastWritten = ContinuousClock.now
            if try await drain(from: &position, to: &writer) { lastWritten = .now }
            for await _ in signals {
                if try await drain(from: &position, to: &writer) {
                    lastWritten = .now
                    // Events that arrive meanwhile stay in the ring and are sent together.
                    if let pace = interest.pace { try await Task.sleep(for: pace) }
                } else if ContinuousClock.now - lastWritten >= heartbeat * 0.9 {
                    try await write([.heartbeat], at: position, to: &writer)
                    lastWritten = .now
                }
            }
            try Task.checkCancellation()
            _ = try await drain(from: &position, to: &writer)
            try await write([.goodbye], at: position, to: &writer)
            group.cancelAll()
        }
    }

    /// Writes the events since `position`. Returns whether there were any that match.
    private func drain(from position: inout Int64, to writer: inout any AnswerWriter) async throws -> Bool {
        var wrote = false
        while true {
            switch hub.read(after: position, limit: Self.batch) {
            case .gap(let gap):
                position = gap.to
                try await write([.gap(gap)], at: position, to: &writer)
                wrote = true
            case .events(let events, let more):
                if let last = events.last { position = last.sequence }
                let wanted = events.filter(isWanted)
                if !wanted.isEmpty {
                    var bytes: [UInt8] = []
                    for event in wanted {
                        format.append(event, try lines.json(of: event, masked: isMasked), to: &bytes)
                    }
                    try await writer.write(bytes)
                    wrote = true
                }
                if !more { return wrote }
            }
        }
    }

    private func isWanted(_ event: Event) -> Bool {
        guard interest.types.isEmpty || interest.types.contains(event.type) else { return false }
        guard let filter, case .call(let call) = event.body else { return true }
        return filter.matches(call)
    }

    /// Writes events that concern only this stream.
    private func write(_ bodies: [Event.Body], at position: Int64, to writer: inout any AnswerWriter) async throws {
        var bytes: [UInt8] = []
        for body in bodies {
            let event = Event(sequence: position, time: clock(), body: body)
            format.append(event, try EventLines.json(event), to: &bytes)
        }
        try await writer.write(bytes)
    }
}
