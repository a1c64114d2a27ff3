import NIOCore
import NIOEmbedded
import Testing

@testable import GatehouseDaemon

@Suite struct `Places at the connector door` {
    private static func place(_ address: String, at second: Int64 = 0) throws -> ConnectionPlace {
        let channel = EmbeddedChannel()
        channel.connect(to: try SocketAddress(ipAddress: address, port: 40_000), promise: nil)
        return ConnectionPlace(channel, at: .uptimeNanoseconds(0) + .seconds(second))
    }

    /// A book whose places are all taken.
    private static func full(_ places: [ConnectionPlace], known: Int = 0) -> PlaceBook {
        var book = PlaceBook(capacity: places.count)
        for place in places { _ = book.admit(place) }
        for place in places.prefix(known) { book.welcome(place) }
        return book
    }

    private static func victim(_ admission: PlaceBook.Admission) -> ConnectionPlace? {
        if case .replaced(let place) = admission { place } else { nil }
    }

    @Test func `every connection is admitted while there is room`() throws {
        var book = PlaceBook(capacity: 3)
        for _ in 0..<3 {
            guard case .admitted = book.admit(try Self.place("192.0.2.1")) else {
                Issue.record("not admitted")
                return
            }
        }
        #expect(book.count == 3)
    }

    @Test func `a new connection takes the place of the oldest newcomer`() throws {
        let places = try (0..<20).map { try Self.place("192.0.2.\($0)") }
        var book = Self.full(places)
        for (number, expected) in places.prefix(10).enumerated() {
            #expect(Self.victim(book.admit(try Self.place("198.51.100.\(number)"))) === expected)
        }
    }

    @Test func `the listener waits before arrivals and closing connections use up the descriptors`() throws {
        let places = try (0..<64).map { try Self.place("192.0.2.\($0)") }
        var book = Self.full(places)
        var waiting: [ConnectionPlace] = []
        // Every arrival that is accepted is admitted, though no connection has finished closing.
        for round in 0..<100 where book.hasRoom {
            let batch = try (0..<PlaceBook.batch).map { try Self.place("198.51.100.\(round % 200 + $0)") }
            for place in batch { book.arrive(place.channel) }
            waiting += batch
        }
        #expect(!waiting.isEmpty)
        #expect(!book.hasRoom)
        let replaced = waiting.compactMap { place in
            book.endArrival(place.channel)
            return Self.victim(book.admit(place))
        }
        #expect(replaced.count == waiting.count)
        #expect(!book.hasRoom)
        for place in replaced { book.remove(place) }
        #expect(book.hasRoom)
    }

    @Test func `a source with more than its share loses a place of its own`() throws {
        let others = try (0..<10).map { try Self.place("192.0.2.\($0)") }
        let flood = try (0..<30).map { _ in try Self.place("203.0.113.9") }
        var book = Self.full(others + flood)
        for expected in flood.prefix(20) {
            #expect(Self.victim(book.admit(try Self.place("203.0.113.9"))) === expected)
            book.remove(expected)
        }
    }

    @Test func `an IPv6 network of 64 bits counts as one source`() throws {
        let other = try Self.place("192.0.2.1")
        let flood = try (0..<15).map { try Self.place("2001:db8:0:7::\($0 + 1)") }
        var book = Self.full([other] + flood)
        #expect(Self.victim(book.admit(try Self.place("2001:db8:0:7:ffff::1"))) === flood.first)
        #expect(Self.victim(book.admit(try Self.place("2001:db8:0:8::1"))) === other)
    }

    @Test(arguments: [
        ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
        ("2001:db8::1", "2001:db8::2", true),
        ("2001:db8::1", "2001:db8:0:1::1", false), ("::1", "127.0.0.1", false),
        ("::ffff:1.2.3.4", "::ffff:1.2.3.5", false),
    ])
    func `addresses belong to the same source or not`(one: String, other: String, same: Bool) throws {
        let sources = try [one, other].map { SourceNetwork(try SocketAddress(ipAddress: $0, port: 1)) }
        #expect((sources[0] == sources[1]) == same)
    }

    @Test func `connections with an authenticated call keep their places during a flood`() throws {
        let places = try (0..<40).map { try Self.place("192.0.2.\($0)") }
        var book = Self.full(places, known: 30)
        for number in 0..<5_000 {
            let victim = Self.victim(book.admit(try Self.place("10.\(number % 200).\(number / 200).1")))
            #expect(!places.prefix(30).contains { $0 === victim })
            if let victim { book.remove(victim) }
        }
        #expect(book.count == 40)
    }

    @Test func `a quarter of the places is kept for newcomers, and the longest idle connections make room`() throws {
        let places = try (0..<16).map { try Self.place("192.0.2.1", at: Int64(100 - $0)) }
        var book = Self.full(places, known: 16)
        let expected = places.suffix(4).reversed()
        for place in expected { #expect(Self.victim(book.admit(try Self.place("203.0.113.9"))) === place) }
        let fifth = Self.victim(book.admit(try Self.place("203.0.113.9")))
        #expect(!places.contains { $0 === fifth })
    }

    @Test func `a connection that is being answered never loses its place`() throws {
        let places = try (0..<12).map { try Self.place("192.0.2.\($0)") }
        var book = Self.full(places, known: 6)
        for place in places where place !== places[9] { place.activity.begin() }
        #expect(Self.victim(book.admit(try Self.place("203.0.113.9"))) === places[9])
    }

    @Test func `a new connection is refused if all others are being answered`() throws {
        let places = try (0..<12).map { try Self.place("192.0.2.\($0)") }
        var book = Self.full(places, known: 6)
        for place in places { place.activity.begin() }
        let late = try Self.place("203.0.113.9")
        guard case .refused = book.admit(late) else {
            Issue.record("not refused")
            return
        }
        book.remove(late)
        #expect(book.count == 12)
    }

    @Test func `the number of closing connections is limited`() throws {
        var book = Self.full(try (0..<8).map { try Self.place("192.0.2.\($0)") })
        var refused = 0
        for _ in 0..<100 {
            let late = try Self.place("203.0.113.9")
            guard case .refused = book.admit(late) else { continue }
            refused += 1
            book.remove(late)
        }
        #expect(refused == 100 - PlaceBook.slack(for: 8))
        #expect(book.count == 8 + PlaceBook.slack(for: 8))
    }

    @Test func `no places are taken when all connections have gone`() throws {
        var book = PlaceBook(capacity: 10)
        let places = try (0..<60).map { try Self.place("192.0.2.\($0 % 3)") }
        for (number, place) in places.enumerated() {
            _ = book.admit(place)
            if number % 4 == 0 { book.welcome(place) }
            if number % 7 == 0 { book.remove(place) }
        }
        for place in places { book.remove(place) }
        #expect(book.count == 0)
        #expect(book.places.isEmpty)
    }
}
