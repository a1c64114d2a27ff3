package import GatehouseModel
import Synchronization

/// Publishes events: keeps the newest in a ring, which subscribers read, each from its own position.
///
/// Publishing never waits for a subscriber. One that falls too far behind gets a gap and must reload what it shows.
/// Positions start at the microsecond at which the daemon started, so they increase across restarts, and a position
/// from an earlier run gives a gap too, never a silent loss.
package final class EventHub: Sendable {
    /// The result of reading from a position.
    package enum Reading: Sendable, Equatable {
        /// Events in order, possibly none, and whether more are waiting.
        case events([Event], more: Bool)
        /// The position is older than the ring, or from another run; continue after `gap.to`.
        case gap(Event.Gap)
    }

    private struct Ring {
        var slots: [Event?]
        var next: Int64
        var first: Int64
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextSubscriber = 0
    }

    private let ring: Mutex<Ring>
    private let capacity: Int

    /// A hub that keeps the newest `capacity` events, at least 1.
    package init(capacity: Int = 8192, startedAt start: Timestamp) {
        self.capacity = max(capacity, 1)
        // Positions start at the microsecond of the start, so that a later run begins after an earlier one. The clamp
        // leaves room for a clock before 1970 or far in the future.
        let first = min(max(start.milliseconds, 0), 1 << 50) * 1000
        ring = Mutex(Ring(slots: Array(repeating: nil, count: self.capacity), next: first + 1, first: first + 1))
    }

    /// The position of the newest event, or of the start.
    package var position: Int64 { ring.withLock { $0.next - 1 } }

    /// Adds one event and wakes the subscribers.
    package func publish(_ body: Event.Body, at time: Timestamp) {
        publish([body], at: time)
    }

    /// Adds events in order under one lock and wakes each subscriber once. Events of other daemons must be published
    /// here too; positions belong to this daemon only.
    package func publish(_ bodies: [Event.Body], at time: Timestamp) {
        guard !bodies.isEmpty else { return }
        let waiting = ring.withLock { ring in
            for body in bodies {
                let slot = Int(ring.next % Int64(capacity))
                ring.slots[slot] = Event(sequence: ring.next, time: time, body: body)
                ring.next += 1
            }
            ring.first = max(ring.first, ring.next - Int64(capacity))
            return Array(ring.waiting.values)
        }
        for subscriber in waiting { subscriber.yield() }
    }

    /// At most `limit` events after `position`.
    package func read(after position: Int64, limit: Int = 256) -> Reading {
        ring.withLock { ring in
            guard position >= ring.first - 1, position < ring.next else {
                return .gap(Event.Gap(from: position.addingSaturated(1), to: ring.next - 1))
            }
            let end = min(ring.next, position + 1 + Int64(max(limit, 1)))
            let events = (position + 1..<end).compactMap { ring.slots[Int($0 % Int64(capacity))] }
            return .events(events, more: end < ring.next)
        }
    }

    /// A stream that yields when something was published since it last yielded; wake-ups are merged.
    ///
    /// Subscribe first, then read from a position, so that no event is missed. The stream ends with the caller's task
    /// or with `finish`.
    package func wakeUps() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = ring.withLock { ring in
            ring.nextSubscriber += 1
            ring.waiting[ring.nextSubscriber] = continuation
            return ring.nextSubscriber
        }
        continuation.onTermination = { [weak self] _ in
            self?.ring.withLock { _ = $0.waiting.removeValue(forKey: id) }
        }
        return stream
    }

    /// How many subscribers there are.
    package var subscribers: Int { ring.withLock { $0.waiting.count } }

    /// Ends every subscriber's stream; used when the daemon stops.
    package func finish() {
        let waiting = ring.withLock { Array($0.waiting.values) }
        for subscriber in waiting { subscriber.finish() }
    }
}
