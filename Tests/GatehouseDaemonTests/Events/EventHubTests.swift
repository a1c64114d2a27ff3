import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `The event hub` {
    private let start = Timestamp(milliseconds: 1)

    @Test func `a subscriber gets every event once and in order`() {
        let hub = EventHub(capacity: 8, startedAt: start)
        let position = hub.position
        hub.publish([.heartbeat, .goodbye], at: start)
        #expect(
            hub.read(after: position)
                == .events(
                    [
                        Event(sequence: position + 1, time: start, body: .heartbeat),
                        Event(sequence: position + 2, time: start, body: .goodbye),
                    ],
                    more: false
                )
        )
        #expect(hub.read(after: position + 2) == .events([], more: false))
    }

    @Test(arguments: [0, .min, .max, -62_167_219_200_000, 253_402_300_800_000, 1 << 53])
    func `events keep their order whatever the clock says at the start`(milliseconds: Int64) {
        let hub = EventHub(capacity: 4, startedAt: Timestamp(milliseconds: milliseconds))
        let position = hub.position
        #expect(position >= 0)
        hub.publish([.heartbeat, .goodbye], at: start)
        guard case .events(let events, more: false) = hub.read(after: position) else {
            Issue.record("there is a gap")
            return
        }
        #expect(events.map(\.body) == [.heartbeat, .goodbye])
    }

    @Test(arguments: [Int64.max, .max - 1, .min, -1, 0])
    func `a position that never existed gives a gap`(position: Int64) {
        let hub = EventHub(capacity: 4, startedAt: start)
        guard case .gap(let gap) = hub.read(after: position) else {
            Issue.record("there is no gap")
            return
        }
        #expect(gap.to == hub.position)
    }

    @Test func `events are read in portions, and each says whether more are waiting`() {
        let hub = EventHub(capacity: 8, startedAt: start)
        let position = hub.position
        hub.publish([.heartbeat, .heartbeat], at: start)
        #expect(
            hub.read(after: position, limit: 1)
                == .events([Event(sequence: position + 1, time: start, body: .heartbeat)], more: true)
        )
    }

    @Test func `a slow subscriber is told what it lost`() {
        let hub = EventHub(capacity: 2, startedAt: start)
        let position = hub.position
        hub.publish([.heartbeat, .heartbeat, .heartbeat], at: start)
        #expect(hub.read(after: position) == .gap(Event.Gap(from: position + 1, to: position + 3)))
    }

    @Test(arguments: [0 as Int64, 5_000_000])
    func `a position from another run gives a gap`(foreign: Int64) {
        let hub = EventHub(capacity: 2, startedAt: start)
        hub.publish(.heartbeat, at: start)
        #expect(hub.read(after: foreign) == .gap(Event.Gap(from: foreign + 1, to: hub.position)))
    }

    @Test func `an event wakes a subscriber that was already waiting`() async {
        let hub = EventHub(startedAt: start)
        var wakeUps = hub.wakeUps().makeAsyncIterator()
        hub.publish(.heartbeat, at: start)
        #expect(await wakeUps.next() != nil)
    }

    @Test func `the event hub ends its subscribers' streams when it finishes`() async {
        let hub = EventHub(startedAt: start)
        var wakeUps = hub.wakeUps().makeAsyncIterator()
        hub.finish()
        #expect(await wakeUps.next() == nil)
        #expect(hub.subscribers == 0)
    }
}
