import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `The connection` {
    let daemon = Situation.daemon()

    @Test func `without a daemon the console says so and keeps trying`() {
        daemon.isUp = false
        let console = ConsoleDriver(daemon)
        #expect(console.lines[0].contains("NOT CONNECTED · trying again"))
        console.advance(.seconds(120))
        #expect(console.watched.count > 20)
        daemon.isUp = true
        console.advance(.seconds(6))
        #expect(console.lines[0].contains("● LIVE"))
    }

    @Test func `the waits between attempts grow from a quarter of a second to five`() {
        var connection = Connection(now: Situation.now)
        var waits: [Duration] = []
        for _ in 0..<10 {
            _ = connection.begin(now: Situation.now)
            connection.ended(reason: "gone", now: Situation.now, jitter: 0.999_999)
            if let retryAt = connection.retryAt { waits.append(retryAt.since(Situation.now)) }
        }
        #expect(waits.first.map { $0 <= .milliseconds(250) } ?? false)
        #expect(waits.allSatisfy { $0 >= .milliseconds(249) && $0 <= .seconds(5) })
        #expect(waits.last.map { $0 > .milliseconds(4900) } ?? false)
    }

    @Test func `a new connection resumes after the last event`() {
        let console = ConsoleDriver(daemon)
        console.happens(.heartbeat)
        console.happens(.heartbeat)
        console.breaks()
        daemon.isUp = true
        console.advance(.seconds(1))
        #expect(console.watched.last?.after == 102)
        #expect(console.footer.contains("gatehoused answers again"))
    }

    @Test func `missed events are a row in the list`() {
        let console = ConsoleDriver(daemon)
        console.happens(.heartbeat)
        console.advance(.seconds(2))
        console.happens(.gap(.init(from: 10, to: 1214)))
        let row = console.lines.first { $0.contains("1,204 events missed") }
        #expect(row?.contains("since 14:02:12") == true, "\(console.screen)")
    }

    @Test func `events that another run of the daemon never sent do not count as missed`() {
        let console = ConsoleDriver(daemon)
        console.breaks()
        daemon.isUp = true
        daemon.status.instance = "two"
        console.advance(.seconds(1))
        console.happens(.gap(.init(from: 10, to: 84_088_892)))
        #expect(!console.shows("missed"), "\(console.screen)")
        console.happens(.gap(.init(from: 84_088_893, to: 84_088_903)))
        #expect(console.shows("10 events missed"))
    }

    @Test(arguments: ["1", "2", "3", "4", "5", "6"])
    func `without a daemon every screen says what is missing and what to do`(key: String) {
        daemon.isUp = false
        let console = ConsoleDriver(daemon)
        console.type(key)
        console.advance(.seconds(20))
        #expect(
            console.words.contains("cannot reach gatehoused at /run/g.sock: connection refused"),
            "\(console.screen)"
        )
        #expect(console.words.contains("start it, or name its socket with --socket"))
    }

    @Test func `a fault of the daemon is shown on every screen when it begins`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.status.degraded = ["the disk is nearly full"]
        console.happens(.status(daemon.status))
        #expect(console.footer.contains("degraded: the disk is nearly full"))
        console.advance(.seconds(11))
        console.happens(.status(daemon.status))
        #expect(!console.footer.contains("degraded"))
    }

    @Test func `data becomes stale when no events arrive`() {
        let console = ConsoleDriver(daemon)
        console.advance(.seconds(14))
        #expect(console.lines[0].contains("STALE 14s"))
        console.happens(.heartbeat)
        #expect(console.lines[0].contains("● LIVE"))
    }

    @Test func `the events of another run of the daemon are read from its start`() {
        let console = ConsoleDriver(daemon)
        console.breaks()
        daemon.isUp = true
        daemon.status.instance = "two"
        console.advance(.seconds(1))
        #expect(daemon.requests(ListApprovals.self).count == 2)
        #expect(console.footer.contains("started anew"))
    }

    @Test func `events of an abandoned stream are ignored`() {
        let console = ConsoleDriver(daemon)
        console.send(.stream(generation: 0, .ended(nil)))
        #expect(console.lines[0].contains("● LIVE"))
    }

    @Test func `a changed role is shown`() {
        let console = ConsoleDriver(daemon)
        console.breaks()
        daemon.isUp = true
        daemon.whoAmI.role = .viewer
        console.advance(.seconds(1))
        #expect(console.lines[0].contains("anna viewer"))
        #expect(console.footer.contains("your role is now viewer (it was approver)"))
    }
}
