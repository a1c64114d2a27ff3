import NIOCore
import Synchronization

/// Counts connections and event streams, and can ask all connections to end.
final class ConnectionBook: Sendable {
    fileprivate struct Connection {
        var channel: any Channel
        var uid: UInt32
        var activity: ConnectionActivity
    }

    fileprivate struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var connectionsOf: [UInt32: Int] = [:]
        var streams: [UInt32: Int] = [:]
        var streamCount = 0
        var isClosing = false
    }

    /// What became of a connection that wants in.
    enum Admission: Sendable {
        case admitted(ConnectionActivity)
        /// Admitted; the channel was closed to make room.
        case replaced(ConnectionActivity, any Channel)
        case refused
    }

    private let state = Mutex(State())
    private let limits: ControlLimits

    init(limits: ControlLimits) { self.limits = limits }

    /// Lets a connection in, unless the daemon is stopping or all others are busy. `leave` must follow.
    ///
    /// When there are too many, the one that has been idle for longest goes: of the same user, if that user has too
    /// many, else of all.
    func admit(_ channel: any Channel, of uid: UInt32, at now: NIODeadline = .now()) -> Admission {
        state.withLock { state in
            guard !state.isClosing else { return .refused }
            let connection = Connection(channel: channel, uid: uid, activity: ConnectionActivity(at: now))
            let hasTooMany = uid != 0 && state.connectionsOf[uid, default: 0] >= limits.connectionsPerUser
            guard hasTooMany || state.connections.count >= limits.connections else {
                state.add(connection)
                return .admitted(connection.activity)
            }
            guard let idlest = state.longestIdle(of: hasTooMany ? uid : nil) else { return .refused }
            state.remove(idlest.channel)
            state.add(connection)
            return .replaced(connection.activity, idlest.channel)
        }
    }

    /// Notes that a connection has ended; one that was closed to make room may have been forgotten already.
    func leave(_ channel: any Channel) {
        state.withLock { $0.remove(channel) }
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
            State.decrement(&state.streams, uid)
        }
    }

    /// How many connections there are.
    var count: Int { state.withLock { $0.connections.count } }

    /// Asks every connection to end after its current answer.
    func quiesce() {
        let channels = state.withLock { state in
            state.isClosing = true
            return state.connections.values.map(\.channel)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }
}

extension ConnectionBook.State {
    fileprivate mutating func add(_ connection: ConnectionBook.Connection) {
        connections[ObjectIdentifier(connection.channel)] = connection
        connectionsOf[connection.uid, default: 0] += 1
    }

    fileprivate mutating func remove(_ channel: any Channel) {
        guard let connection = connections.removeValue(forKey: ObjectIdentifier(channel)) else { return }
        Self.decrement(&connectionsOf, connection.uid)
    }

    /// - Parameter uid: the user whose connections are considered; nil for all users.
    fileprivate func longestIdle(of uid: UInt32?) -> ConnectionBook.Connection? {
        connections.values.lazy
            .filter { uid == nil || $0.uid == uid }
            .compactMap { connection in connection.activity.idleSince.map { (connection, $0) } }
            .min { $0.1 < $1.1 }?.0
    }

    fileprivate static func decrement(_ counts: inout [UInt32: Int], _ uid: UInt32) {
        let rest = counts[uid, default: 1] - 1
        counts[uid] = rest > 0 ? rest : nil
    }
}
