import NIOCore
import NIOEmbedded
import Testing

@testable import GatehouseDaemon

@Suite struct `Connections at the control socket` {
    private static func book(most: Int, perUser: Int) -> ConnectionBook {
        var limits = ControlLimits()
        limits.connections = most
        limits.connectionsPerUser = perUser
        return ConnectionBook(limits: limits)
    }

    private static func time(_ second: Int) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(Int64(second)) }

    /// Admits this many connections, one second apart.
    private static func fill(
        _ book: ConnectionBook,
        _ count: Int,
        uid: UInt32,
        from second: Int = 0
    ) -> [EmbeddedChannel] {
        (0..<count).map { number in
            let channel = EmbeddedChannel()
            _ = book.admit(channel, of: uid, at: time(second + number))
            return channel
        }
    }

    private static func victim(_ admission: ConnectionBook.Admission) -> (any Channel)? {
        if case .replaced(_, let channel) = admission { channel } else { nil }
    }

    @Test func `a new connection takes the place of the one that has been idle for longest`() {
        let book = Self.book(most: 5, perUser: 100)
        let channels = Self.fill(book, 5, uid: 0)
        for expected in channels {
            #expect(Self.victim(book.admit(EmbeddedChannel(), of: 1_000, at: Self.time(99))) === expected)
            #expect(book.count == 5)
        }
    }

    @Test func `a user with too many connections loses one of their own for a new one`() {
        let book = Self.book(most: 100, perUser: 3)
        _ = Self.fill(book, 3, uid: 7)
        let own = Self.fill(book, 3, uid: 8, from: 50)
        #expect(Self.victim(book.admit(EmbeddedChannel(), of: 8, at: Self.time(99))) === own.first)
        #expect(book.count == 6)
    }

    @Test func `root has no limit of its own`() {
        let book = Self.book(most: 100, perUser: 3)
        _ = Self.fill(book, 50, uid: 0)
        #expect(book.count == 50)
    }

    @Test func `a connection that is being answered is not closed`() {
        let book = Self.book(most: 2, perUser: 2)
        var activities: [ConnectionActivity] = []
        for second in 0..<2 {
            guard case .admitted(let activity) = book.admit(EmbeddedChannel(), of: 7, at: Self.time(second)) else {
                return
            }
            activity.begin()
            activities.append(activity)
        }
        guard case .refused = book.admit(EmbeddedChannel(), of: 7, at: Self.time(9)) else {
            Issue.record("not refused")
            return
        }
        activities.last?.end(at: Self.time(10))
        #expect(Self.victim(book.admit(EmbeddedChannel(), of: 7, at: Self.time(11))) != nil)
    }

    @Test func `closed connections are not counted, even if they were closed to make room`() {
        let book = Self.book(most: 3, perUser: 3)
        let channels = Self.fill(book, 6, uid: 7)
        #expect(book.count == 3)
        for channel in channels + channels { book.leave(channel) }
        #expect(book.count == 0)
        #expect(Self.fill(book, 3, uid: 7).count == book.count)
    }

    @Test func `connections are refused once the daemon stops`() {
        let book = Self.book(most: 3, perUser: 3)
        book.quiesce()
        guard case .refused = book.admit(EmbeddedChannel(), of: 0) else {
            Issue.record("not refused")
            return
        }
    }
}
