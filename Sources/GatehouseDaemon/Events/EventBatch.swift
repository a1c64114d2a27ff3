import GatehouseModel
import Synchronization

/// Collects events on a writer's thread until its batch is complete.
package final class EventBatch: Sendable {
    private let hub: EventHub
    private let waiting = Mutex<[Event.Body]>([])

    package init(hub: EventHub) { self.hub = hub }

    func add(_ body: Event.Body) { waiting.withLock { $0.append(body) } }

    /// Publishes the collected events.
    package func flush() {
        let bodies = waiting.withLock { bodies in
            defer { bodies = [] }
            return bodies
        }
        hub.publish(bodies, at: .now)
    }
}
