import ControlProtocol
import GatehouseModel
import ServiceLifecycle

/// One subscriber following the events: a position in the hub's ring, and nothing that could fill up.
///
/// hello · events in order · a heartbeat whenever nothing else was sent for a while · a gap when the ring went on
/// without us · goodbye when the daemon stops.
struct EventWatch: Sendable {
    let hub: EventHub
    let interest: WatchEvents.Interest
    /// For calls.
    let filter: Query?
    let format: EventFormat
    let isMasked: Bool
    let lines: EventLines
    let hello: Event.Hello
    let heartbeat: Duration
    let clock: @Sendable () -> Timestamp

    /// The most events read and written at once.
    private static let batch = 256

    /// Writes until the daemon stops, the subscriber is gone or the writing fails.
    func run(to writer: inout any AnswerWriter) async throws {
        // Subscribed before the position is read: nothing falls between.
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
                    // What happens meanwhile is in the ring, and comes together.
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

    /// Writes what has come since `position`; whether there was anything of interest.
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

    /// Writes events of the stream's own.
    private func write(_ bodies: [Event.Body], at position: Int64, to writer: inout any AnswerWriter) async throws {
        var bytes: [UInt8] = []
        for body in bodies {
            let event = Event(sequence: position, time: clock(), body: body)
            format.append(event, try EventLines.json(event), to: &bytes)
        }
        try await writer.write(bytes)
    }
}
