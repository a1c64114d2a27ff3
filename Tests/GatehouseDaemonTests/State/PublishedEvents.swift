import GatehouseModel
import Synchronization

/// The events that a state store published, in order.
final class PublishedEvents: Sendable {
    private let list = Mutex<[Event.Body]>([])

    func note(_ events: [Event.Body]) { list.withLock { $0 += events } }

    private func all<Value>(_ pick: (Event.Body) -> Value?) -> [Value] { list.withLock(\.self).compactMap(pick) }

    var approvals: [Approval] {
        all { if case .approval(let approval) = $0 { approval } else { nil } }
    }

    var lists: [ListSummary] {
        all { if case .list(let list) = $0 { list } else { nil } }
    }

    var signUps: [SignUp] {
        all { if case .signUp(let signUp) = $0 { signUp } else { nil } }
    }
}
