package import Logging
package import NIOCore
import Synchronization

/// Conditions that keep callers out at either door: counted where they occur, and reported in the log and the status.
package final class DoorTroubles: Sendable {
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// A connection was closed to make room at the connector door.
        case connectorDoorFull
        /// A connection was closed to make room at the control socket.
        case controlSocketFull
        /// The system had no descriptor for a connection.
        case noDescriptors
    }

    private struct State {
        var troubles: [Kind: RecurringTrouble] = [:]
        /// The source of the connection that was closed last.
        var lastFrom = ""
    }

    private let capacity: DoorCapacity
    private let logger: Logger
    private let state = Mutex(State())

    package init(capacity: DoorCapacity, logger: Logger) {
        self.capacity = capacity
        self.logger = logger
    }

    /// Counts one occurrence.
    ///
    /// - Parameter source: the address of the connection that was closed, if any.
    package func note(_ kind: Kind, from source: String? = nil, at now: NIODeadline) {
        state.withLock { state in
            state.troubles[kind, default: RecurringTrouble()].note(at: now)
            if let source { state.lastFrom = source }
        }
    }

    /// Logs what is due to be reported. To be called about once a second.
    package func tell(at now: NIODeadline) {
        for kind in Kind.allCases {
            let (news, from) = state.withLock { ($0.troubles[kind]?.news(at: now), $0.lastFrom) }
            guard let news else { continue }
            var metadata: Logger.Metadata = ["remedy": "\(remedy(for: kind))"]
            if kind == .connectorDoorFull { metadata["last-from"] = "\(from)" }
            switch news {
            case .began(let count):
                logger.warning("\(sentence(for: kind))", metadata: metadata.merging(["count": "\(count)"]) { $1 })
            case .lasts(let count):
                logger.warning(
                    "still: \(sentence(for: kind))",
                    metadata: metadata.merging(["count": "\(count)"]) { $1 }
                )
            case .ended(let count):
                logger.notice("over: \(sentence(for: kind))", metadata: ["count": "\(count)"])
            }
        }
    }

    /// The conditions that last at the moment, in sentences.
    package var degraded: [String] {
        state.withLock { state in
            Kind.allCases.compactMap { kind in
                guard let count = state.troubles[kind]?.count, count > 0 else { return nil }
                return "\(sentence(for: kind)) (\(count) so far); \(remedy(for: kind))"
            }
        }
    }

    private func sentence(for kind: Kind) -> String {
        switch kind {
        case .connectorDoorFull:
            "the connector door is full with \(capacity.connectorConnections) connections; idle ones are closed to make room"
        case .controlSocketFull:
            "the control socket is full with \(capacity.controlConnections) connections; idle ones are closed to make room"
        case .noDescriptors:
            "no file descriptors are left (the limit is \(capacity.descriptors)); new connections wait"
        }
    }

    private func remedy(for kind: Kind) -> String {
        switch kind {
        case .connectorDoorFull where !capacity.isTight: "find out who keeps so many connections open"
        case .controlSocketFull where !capacity.isTight: "find out which local program keeps so many connections open"
        default: "raise LimitNOFILE in the systemd unit, or the hard limit of ulimit -n (now \(capacity.descriptors))"
        }
    }
}
