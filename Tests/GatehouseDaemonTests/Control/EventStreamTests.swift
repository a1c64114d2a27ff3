import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The event stream` {
    private static func list(_ number: Int) -> Event.Body {
        .list(ListSummary(name: "list-\(number)", effect: .deny, entries: number))
    }

    /// Limits with frequent heartbeats.
    private static var brisk: ControlLimits {
        var limits = ControlLimits()
        limits.heartbeat = .milliseconds(20)
        return limits
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the event stream begins with hello, and all events follow in order without gaps`(
        way: ControlHarness.Way
    ) async throws {
        try await ControlHarness.run(way) { harness in
            var events = harness.client(way).events().makeAsyncIterator()
            let hello = try #require(try await events.next())
            #expect(hello.type == "hello")
            #expect(hello.sequence == harness.services.events.position)
            for number in 1...600 { harness.services.events.publish(Self.list(number), at: harness.clock.now) }
            var sequences: [Int64] = []
            while sequences.count < 600, let event = try await events.next() {
                if event.type == "list" { sequences.append(event.sequence) }
            }
            #expect(sequences == (1...600).map { hello.sequence + Int64($0) })
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the event stream resumes after the last event that was seen`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let start = harness.services.events.position
            for number in 1...5 { harness.services.events.publish(Self.list(number), at: harness.clock.now) }
            var events = harness.client(way).events(.init(after: start + 3)).makeAsyncIterator()
            let hello = try await events.next()?.type
            #expect(hello == "hello")
            let next = try await events.next()?.sequence
            #expect(next == start + 4)
            let last = try await events.next()?.sequence
            #expect(last == start + 5)
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `a subscriber who resumes from a lost position is told so`(way: ControlHarness.Way) async throws {
        let hub = EventHub(capacity: 4, startedAt: Timestamp(milliseconds: 0))
        try await ControlHarness.run(way, hub: hub) { harness in
            for number in 1...20 { hub.publish(Self.list(number), at: harness.clock.now) }
            var events = harness.client(way).events(.init(after: 1)).makeAsyncIterator()
            #expect(try await events.next()?.type == "hello")
            let gap = try #require(try await events.next())
            #expect(gap.body == .gap(.init(from: 2, to: 20)))
            hub.publish(Self.list(21), at: harness.clock.now)
            #expect(try await events.next()?.sequence == 21)
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the event stream sends heartbeats while nothing happens`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way, limits: Self.brisk) { harness in
            var events = harness.client(way).events().makeAsyncIterator()
            #expect(try await events.next()?.type == "hello")
            let beat = try #require(try await events.next())
            #expect(beat.type == "heartbeat")
            #expect(beat.time == harness.clock.now)
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the event stream has only the requested types and calls`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let interest = WatchEvents.Interest(filter: "outcome:block", types: ["call"])
            var events = harness.client(way).events(interest).makeAsyncIterator()
            let hello = try #require(try await events.next())
            func call(_ outcome: Outcome) -> Event.Body {
                .call(
                    CallSummary(
                        id: CallID(at: harness.clock.now),
                        time: harness.clock.now,
                        endpoint: "e",
                        outcome: outcome,
                        status: 200,
                        tookMs: 1,
                        decidedBy: .byDefault
                    )
                )
            }
            harness.services.events.publish([Self.list(1), call(.continue), call(.block)], at: harness.clock.now)
            #expect(try await events.next()?.sequence == hello.sequence + 3)
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the event stream masks personal data for viewers`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let approval = try await harness.ask()
            var masked = harness.client(way, as: .viewer).events().makeAsyncIterator()
            var whole = harness.client(way, as: .approver).events().makeAsyncIterator()
            _ = try await (masked.next(), whole.next())
            harness.services.events.publish(.approval(approval), at: harness.clock.now)
            guard case .approval(let hidden) = try await masked.next()?.body,
                case .approval(let shown) = try await whole.next()?.body
            else { throw TimedOut("an approval event") }
            #expect(hidden.email == "mi…@atelier-lumen.example")
            #expect(hidden.displayName == "M… C…")
            #expect(shown == approval)
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the event stream is sent as server-sent events on request`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let start = harness.services.events.position
            harness.services.events.publish(Self.list(1), at: harness.clock.now)
            let request = WireRequest(
                route: WatchEvents.route,
                headers: ["accept": "text/event-stream", "last-event-id": String(start)]
            )
            let reply = try await harness.transport(way).exchange(request)
            #expect(reply.headers["content-type"] == "text/event-stream")
            var text = ""
            for try await piece in reply.body {
                text += String(decoding: piece, as: UTF8.self)
                if text.contains("list-1") { break }
            }
            #expect(text.contains("id: \(start + 1)\nevent: list\ndata: {"))
        }
    }

    @Test func `the event stream says goodbye when the daemon stops`() async throws {
        let ended = Ended()
        try await ControlHarness.run(.socket) { harness in
            var events = harness.client(.socket).events().makeAsyncIterator()
            let hello = try await events.next()?.type
            #expect(hello == "hello")
            await harness.stop()
            let next = try await events.next()?.type
            #expect(next == "goodbye")
            let last = try await events.next()
            #expect(last == nil)
            ended.isTrue = true
        }
        #expect(ended.isTrue)
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `the number of event streams is limited`(way: ControlHarness.Way) async throws {
        var limits = ControlLimits()
        limits.streamsPerUser = 1
        limits.heartbeat = .milliseconds(20)
        try await ControlHarness.run(way, limits: limits) { harness in
            do {
                var first = harness.client(way).events().makeAsyncIterator()
                #expect(try await first.next()?.type == "hello")
                let error = await #expect(throws: ControlError.self) {
                    var second = harness.client(way).events().makeAsyncIterator()
                    _ = try await second.next()
                }
                #expect(error?.problem?.kind == .tooManyStreams)
                withExtendedLifetime(first) {}
            }
            // Disconnecting frees the place.
            let type = try await eventually("a place for another stream") {
                var third = harness.client(way).events().makeAsyncIterator()
                return (try? await third.next())?.type
            }
            #expect(type == "hello")
        }
    }

    @Test func `the event stream does not wait for a subscriber who does not read`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let sleeper = try SocketConnection(path: harness.socketPath)
            sleeper.send("GET /v1/events HTTP/1.1\r\nHost: local\r\n\r\n")
            _ = try await eventually("a subscriber") { harness.services.events.subscribers == 1 ? true : nil }
            let start = ContinuousClock.now
            for number in 1...50_000 { harness.services.events.publish(Self.list(number), at: harness.clock.now) }
            #expect(ContinuousClock.now - start < .seconds(10))
            var events = harness.client(.socket).events().makeAsyncIterator()
            #expect(try await events.next()?.type == "hello")
            // The sleeping subscriber reads what was already sent, then a gap up to the start of the ring, then new
            // events.
            let gap = Array(#""type":"gap""#.utf8)
            let read = await sleeper.read { $0.suffix(70_000).firstRange(of: gap) != nil }
            #expect(read.bytes.suffix(70_000).firstRange(of: gap) != nil)
            harness.services.events.publish(Self.list(50_001), at: harness.clock.now)
            let next = await sleeper.read { $0.suffix(70_000).firstRange(of: Array("list-50001".utf8)) != nil }
            #expect(!next.closed)
        }
    }
}

private final class Ended: Sendable {
    private let flag = Atomic(false)
    var isTrue: Bool {
        get { flag.load(ordering: .acquiring) }
        set { flag.store(newValue, ordering: .releasing) }
    }
}
