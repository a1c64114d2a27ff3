import NIOCore

/// Decides which connections have a place at the connector door, and which one loses its place when all are taken.
///
/// A connection is a newcomer until a call of it is authenticated. A connection that finds no free place gets a
/// newcomer's: the oldest one from its own source, if that source has more than its share, else the oldest of all. The
/// share matters only when the door is full, and only among newcomers, so that all calls may come from one proxy. A
/// quarter of the places is reserved for newcomers. If they have fewer, the authenticated connection that has been idle
/// for longest loses its place.
///
/// A closing connection keeps its descriptor for a moment, so the listener accepts no more than `hasRoom` permits. The
/// others wait in the system's queue, and none is refused only because many arrive at once.
struct PlaceBook {
    /// The result for a connection that asks for a place.
    enum Admission {
        case admitted
        /// Admitted; this other connection must be closed.
        case replaced(ConnectionPlace)
        case refused
    }

    private let capacity: Int
    /// Connections that were accepted and have not asked for a place yet.
    private var arriving: Set<ObjectIdentifier> = []
    private var newcomers = ArrivalQueue()
    private var newcomersOf: [SourceNetwork: ArrivalQueue] = [:]
    private var known: [ObjectIdentifier: ConnectionPlace] = [:]
    /// Connections that are being closed. They still have a descriptor, but no place.
    private var leaving: [ObjectIdentifier: ConnectionPlace] = [:]

    init(capacity: Int) { self.capacity = capacity }

    /// How many connections may be closing while others take their places.
    static func slack(for capacity: Int) -> Int { max(12, capacity / 8) }

    /// The maximum number of connections that the listener accepts before it looks at `hasRoom` again.
    static let batch = 4

    /// Whether the listener may accept a batch, with descriptors left for connections that are being closed.
    var hasRoom: Bool { count + arriving.count + Self.batch <= capacity + Self.slack(for: capacity) }

    /// Notes that the listener accepted a connection, which will ask for a place or be closed.
    mutating func arrive(_ channel: any Channel) { arriving.insert(ObjectIdentifier(channel)) }

    /// Notes that a connection asks for a place, or is closed before it does.
    mutating func endArrival(_ channel: any Channel) { arriving.remove(ObjectIdentifier(channel)) }

    /// The number of open connections, including those being closed.
    var count: Int { newcomers.count + known.count + leaving.count }
    /// The open connections, including those being closed.
    var places: [ConnectionPlace] { newcomers.places + known.values + leaving.values }

    mutating func admit(_ place: ConnectionPlace) -> Admission {
        guard newcomers.count + known.count >= capacity else {
            add(place)
            return .admitted
        }
        guard leaving.count < Self.slack(for: capacity), let victim = victim(for: place.source) else {
            leaving[place.id] = place
            return .refused
        }
        remove(victim)
        leaving[victim.id] = victim
        add(place)
        return .replaced(victim)
    }

    /// Notes that a call of the connection was authenticated.
    mutating func welcome(_ place: ConnectionPlace) {
        guard removeNewcomer(place) else { return }
        known[place.id] = place
    }

    /// Notes that a connection is closed, whether it had a place or not.
    mutating func remove(_ place: ConnectionPlace) {
        guard !removeNewcomer(place), known.removeValue(forKey: place.id) == nil else { return }
        leaving[place.id] = nil
    }

    private func victim(for source: SourceNetwork) -> ConnectionPlace? {
        if let own = newcomersOf[source], own.count >= max(8, newcomers.count / 8), let place = own.oldestIdle {
            return place
        }
        if newcomers.count < max(1, capacity / 4), let place = longestIdle { return place }
        return newcomers.oldestIdle ?? longestIdle
    }

    /// Searches all of them. This is rare, because the next newcomer replaces the one that gets this place.
    private var longestIdle: ConnectionPlace? {
        known.values.lazy
            .compactMap { place in place.activity.idleSince.map { (place, $0) } }
            .min { $0.1 < $1.1 }?.0
    }

    private mutating func add(_ place: ConnectionPlace) {
        newcomers.append(place)
        newcomersOf[place.source, default: ArrivalQueue()].append(place)
    }

    private mutating func removeNewcomer(_ place: ConnectionPlace) -> Bool {
        guard newcomers.remove(place) else { return false }
        newcomersOf[place.source]?.remove(place)
        if newcomersOf[place.source]?.count == 0 { newcomersOf[place.source] = nil }
        return true
    }
}
