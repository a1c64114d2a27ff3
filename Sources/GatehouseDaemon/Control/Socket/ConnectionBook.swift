import NIOCore
import Synchronization

/// Counts connections and event streams, and can ask all connections to end.
final class ConnectionBook: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var connections: [UInt32: Int] = [:]
        var streams: [UInt32: Int] = [:]
        var streamCount = 0
        var isClosing = false
    }

    private let state = Mutex(State())
    private let limits: ControlLimits

    init(limits: ControlLimits) { self.limits = limits }

    /// Admits a connection, unless there are too many or the daemon is stopping. If admitted, `leave` must be called.
    func admit(_ channel: any Channel, of uid: UInt32) -> Bool {
        state.withLock { state in
            let own = state.connections[uid, default: 0]
            guard !state.isClosing, state.channels.count < limits.connections,
                uid == 0 || own < limits.connectionsPerUser
            else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            state.connections[uid] = own + 1
            return true
        }
    }

    func leave(_ channel: any Channel, of uid: UInt32) {
        state.withLock { state in
            guard state.channels.removeValue(forKey: ObjectIdentifier(channel)) != nil else { return }
            Self.decrement(&state.connections, uid)
        }
    }

    /// Admits an event stream. If admitted, `endStream` must be called.
    func beginStream(of uid: UInt32) -> Bool {
        state.withLock { state in
            let own = state.streams[uid, default: 0]
            guard state.streamCount < limits.streams, own < limits.streamsPerUser else { return false }
            state.streamCount += 1
            state.streams[uid] = own + 1
            return true
        }
    }

    func endStream(of uid: UInt32) {
        state.withLock { state in
            state.streamCount -= 1
            Self.decrement(&state.streams, uid)
        }
    }

    /// The number of connections.
    var count: Int { state.withLock { $0.channels.count } }

    /// Asks every connection to end after its current answer.
    func quiesce() {
        let channels = state.withLock { state in
            state.isClosing = true
            return Array(state.channels.values)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    private static func decrement(_ counts: inout [UInt32: Int], _ uid: UInt32) {
        let rest = counts[uid, default: 1] - 1
        counts[uid] = rest > 0 ? rest : nil
    }
}
