import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// Whole screens, compared as text.
@Suite struct `Screens` {
    private func console(_ width: Int = 80, _ height: Int = 24) -> ConsoleDriver {
        let daemon = Situation.daemon()
        daemon.impact = Impact(
            entry: ".evil-two.example",
            explanation: "",
            days: 7,
            calls: 17,
            people: 6,
            outcomes: ["pending": 14],
            waiting: Array(Situation.approvals.prefix(2)),
            waitingCount: 2,
            complete: true
        )
        return ConsoleDriver(daemon, size: Size(width: width, height: height))
    }

    @Test func `traffic holds its place while calls arrive`() {
        let console = console()
        console.type("jj")
        for number in 0..<128 { console.happens(.call(Situation.call(0, UInt64(number) + 3000))) }
        #expect(console.screen == Expected.trafficHolding)
        #expect(console.frame(.ascii).text == Expected.trafficASCII)
    }

    @Test(arguments: ["", "2", "2jd1", "3jo.x.example", "6", "?", ":th"])
    func `ASCII screens have only ASCII characters`(keys: String) {
        let console = console()
        console.type(keys)
        #expect(console.frame(.ascii).text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func `approvals are shown oldest first`() {
        let console = console()
        console.type("2")
        #expect(console.screen == Expected.approvals)
    }

    @Test func `approvals are shown on a large screen`() {
        let console = console(120, 36)
        console.type("2")
        #expect(console.screen == Expected.approvalsLarge)
    }

    @Test func `approvals are shown one pane at a time on a small screen`() {
        let console = console(60, 20)
        console.type("2")
        #expect(console.screen == Expected.approvalsSmall)
        console.type("<enter>")
        #expect(console.screen == Expected.approvalsSmallDetail)
    }

    @Test func `traffic is shown without frames on a tiny screen`() {
        #expect(console(40, 10).screen == Expected.trafficBare)
    }

    @Test func `a terminal that is too small is told the needed size`() {
        #expect(console(30, 6).screen == Expected.tooSmall)
    }

    @Test func `the dialog for denying is shown`() {
        let console = console()
        console.type("2jd1<down>")
        console.advance(.milliseconds(100))
        #expect(console.screen == Expected.denying)
    }

    @Test func `the question for approving several requests is shown`() {
        let console = console()
        console.type("2<space><space>a")
        #expect(console.screen == Expected.bulk)
    }

    @Test func `the form for adding an entry is shown`() {
        let console = console()
        console.type("3jo.evil-two.example")
        console.advance(.milliseconds(300))
        #expect(console.screen == Expected.addingAnEntry)
    }

    @Test func `the form for listing a caller is shown`() {
        let console = console()
        console.type("jjAd")
        console.advance(.seconds(1))
        #expect(console.screen == Expected.listThis)
    }

    @Test func `help is shown`() {
        let console = console()
        console.type("?")
        #expect(console.screen == Expected.help)
    }

    @Test func `an invalid filter is shown`() {
        let console = console()
        console.type("foutcome:blok")
        #expect(console.screen == Expected.filter)
    }

    @Test func `stale data is dimmed`() {
        let console = console()
        console.type("2")
        console.breaks()
        console.advance(.seconds(12))
        #expect(console.screen == Expected.stale)
        // Everything in the box is dimmed except the selected row and the hidden characters.
        let letters = Set(console.frame().styles.split(separator: "\n")[5].dropFirst().dropLast())
        #expect(letters == ["d"])
    }

    @Test func `the audit log is shown`() {
        let console = console()
        console.daemon.audit = [
            AuditRecord(
                sequence: 9,
                time: Situation.now,
                uid: 1001,
                user: "anna",
                role: .approver,
                action: "approval.approve",
                subject: "approval:M4T8-0QZC",
                before: .object(["state": "pending"]),
                after: .object(["state": "approved", "reason": .null]),
                hash: "ab"
            )
        ]
        console.type("6")
        #expect(console.screen == Expected.audit)
    }

    @Test func `an empty approvals screen says that nobody waits`() {
        let console = ConsoleDriver(FakeDaemon(now: Situation.now))
        console.type("2")
        #expect(console.screen == Expected.nobodyWaits)
    }

    @Test func `resizing and returning to the same size shows the same screen`() {
        let console = console()
        console.type("2jj")
        let before = console.screen
        for (width, height) in [(120, 36), (40, 10), (1, 1), (80, 24)] { console.resize(width, height) }
        #expect(console.screen == before)
    }

    @Test func `outcomes are words and marks are characters, so colour is never needed`() {
        let console = console()
        #expect(console.shows("block") && console.shows("pending") && console.shows("refused"))
        console.type("2<space>")
        #expect(console.lines.contains { $0.hasPrefix("│ + ") })
    }
}
