import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Flows` {
    let daemon = Situation.daemon(role: .admin)

    private func console(_ keys: String = "5", width: Int = 80, height: Int = 24) -> ConsoleDriver {
        let console = ConsoleDriver(daemon, size: Size(width: width, height: height))
        console.type(keys)
        return console
    }

    /// The selected row of the detail.
    private func detailLine(_ console: ConsoleDriver) -> String { console.lines.last { $0.contains("▸") } ?? "" }

    // MARK: What is seen

    @Test func `flows and connectors are shown above each other, with the funnel below`() {
        #expect(console().screen == ExpectedFlows.overview)
    }

    @Test func `flows and connectors are shown on a large screen`() {
        #expect(console(width: 120, height: 36).screen == ExpectedFlows.overviewLarge)
    }

    @Test func `a sign-up is shown as a timeline with its calls`() {
        #expect(console("5]<enter><enter>").screen == ExpectedFlows.timeline)
    }

    @Test func `bars and marks have ASCII forms`() {
        let text = console().frame(.ascii).text
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.contains("past step 1    1,187 #####"))
        #expect(text.contains("> crm-lookup"))
    }

    @Test(arguments: [(60, 20), (44, 11), (40, 8), (30, 6), (1, 1), (200, 60)])
    func `flows can be drawn at any size, with every part open`(width: Int, height: Int) {
        for keys in ["5", "5]<enter>", "5]<enter><enter>", "5jjj]py", "5jjj]]<enter>", "5a<enter>"] {
            let frame = console(keys, width: width, height: height).frame()
            #expect(frame.size == Size(width: width, height: height))
        }
    }

    @Test func `an event that arrives while the sign-ups are read is not overwritten by the older page`() {
        let console = console()
        daemon.isSlow = true
        console.type("]")
        var signUp = Situation.signUps[2].signUp
        signUp.stage = .blocked
        console.happens(.signUp(signUp))
        console.happens(.signUp(Situation.signUp(0, 90, "new@late.example", .step1)))
        console.release()
        console.advance(.milliseconds(100))
        #expect(console.lines.contains { $0.contains("ki…@fjordline.example") && $0.contains("blocked") })
        #expect(console.shows("ne…@late.example"), "\(console.screen)")
    }

    @Test func `a failing connector and a certificate that expires soon are shown on every screen`() {
        let console = console("1")
        #expect(console.lines[1].contains("5 Flows ▲"))
        console.type("5")
        #expect(console.lines[2].contains("1 failing · 1 certificate ▲"))
        #expect(console.shows("▲ in 12d"))
    }

    @Test func `a forced connector is marked in the list with the name of the person who forced it`() {
        daemon.connectors[2].forcedBy = "bo"
        let console = console("5jjjj")
        #expect(console.selectedLine.contains("forced"))
        #expect(console.shows("forced by bo"))
    }

    /// The footer of a screen that is wide enough for all its words.
    private func footer(_ keys: String) -> String { console(keys, width: 160, height: 36).lines.last ?? "" }

    @Test func `the footer shows the keys of the open view only`() {
        let overview = footer("5")
        #expect(!overview.contains("p probe") && !overview.contains("P this person") && !overview.contains("F follow"))
        #expect(!overview.contains("space mark"))
        #expect(footer("5jjj").contains("p probe"))
        #expect(footer("5]").contains("F follow"))
        #expect(footer("5a").contains("D disable") && !footer("5a").contains("p probe"))
        #expect(!footer("5").contains("D disable"))
    }

    @Test func `the name of an attribute never touches its value`() {
        daemon.accounts[0].attributes = ["extension_Newsletter": .bool(true)]
        #expect(console("5a").shows("extension_Newsletter  true"))
    }

    @Test func `an empty policy says what this screen would show`() {
        daemon.flows = []
        daemon.connectors = []
        #expect(console().shows("No user flows and no connectors."))
    }

    @Test func `a refusal by the daemon is shown in its own words`() {
        daemon.problems["/v1/connectors"] = Problem(.notFound, "There is no such resource.")
        daemon.problems["/v1/flows"] = Problem(.notFound, "There is no such resource.")
        #expect(console().shows("There is no such resource."))
    }

    @Test func `addresses are masked in the list, the title and the accounts`() {
        for keys in ["5]<enter>", "5]<enter><enter>", "5a"] {
            let console = console(keys)
            #expect(!console.lines[0..<12].joined().contains("sara.holm@"))
            #expect(console.shows("sa…@lumen.example"))
        }
    }

    // MARK: Live

    @Test func `a new sign-up is shown at once while the cursor is not among the rows`() {
        let console = console("5]")
        console.happens(.signUp(Situation.signUp(0, 90, "new@late.example", .step1)))
        #expect(console.shows("ne…@late.example"))
    }

    @Test func `new sign-ups do not move the rows under the cursor, and F shows them`() {
        let console = console("5]<enter>j")
        let before = Array(console.lines[11..<22])
        console.happens(.signUp(Situation.signUp(0, 90, "new@late.example", .step1)))
        #expect(Array(console.lines[12..<22]) == Array(before.dropFirst()))
        #expect(console.shows("guests  HOLDING  ▲ 1 new"))
        console.type("F")
        #expect(detailLine(console).contains("ne…@late.example"))
    }

    @Test func `a changed sign-up changes its row in place`() {
        let console = console("5]<enter>jj")
        var signUp = Situation.signUps[2].signUp
        signUp.stage = .created
        console.happens(.signUp(signUp))
        #expect(detailLine(console).contains("ki…@fjordline.example"))
        #expect(detailLine(console).contains("created"))
    }

    @Test func `the counts are reloaded two seconds after an event, however many follow`() {
        let console = console()
        let before = daemon.requests(ListFlows.self).count
        for number in 0..<50 {
            console.happens(.signUp(Situation.signUp(0, UInt64(number) + 100, "a@b.example", .step1)))
        }
        console.advance(.seconds(2))
        #expect(daemon.requests(ListFlows.self).count == before + 1)
    }

    @Test func `older sign-ups are loaded when the cursor nears the end`() {
        daemon.signUps = (0..<450).map {
            SignUpDetail(signUp: Situation.signUp($0, UInt64($0) + 1, "a\($0)@b.example", .created), timeline: [])
        }
        let console = console("5]<enter>")
        #expect(console.state.flows.signUps.rows.count == 200)
        console.type("GGG")
        #expect(console.state.flows.signUps.rows.count == 450)
    }

    @Test func `a filter is sent to the daemon with the flow`() {
        let console = console("5]fstage:blocked<enter>")
        #expect(daemon.requests(ListSignUps.self).last?.filter == "flow:\"guests\" (stage:blocked)")
        #expect(console.shows("j9…@mail.evil.example"))
        #expect(!console.shows("sa…@lumen.example"))
    }

    @Test func `an invalid filter is reported while it is typed`() {
        let console = console("5]fstage:creatd")
        #expect(!console.footer.contains("match"))
        console.type("<enter>")
        #expect(daemon.requests(ListSignUps.self).count == 1)
    }

    // MARK: Moving between screens

    @Test func `enter on a call of the timeline goes to it in Traffic, and esc comes back to it`() {
        let console = console("5]<enter><enter>j")
        let before = console.selectedLine
        console.type("<enter>")
        #expect(console.state.screen == .traffic)
        #expect(console.lines[2].contains("Traffic  sign-up \(Situation.signUps[0].signUp.code)"))
        #expect(console.selectedLine.contains("⇢ crm-lookup"))
        console.type("<esc>")
        #expect(console.state.screen == .flows)
        #expect(console.lines.filter { $0.contains("▸") }.contains { $0.contains("⇢ crm-lookup") })
        #expect(console.shows(before))
    }

    @Test func `esc returns from a timeline to the list with the same sign-up selected`() {
        let console = console("5]<enter>j<enter><esc>")
        #expect(console.shows("[Sign-ups]"))
        #expect(console.lines.contains { $0.contains("▸  14:02:03") })
    }

    @Test func `each kind of row remembers its own tab`() {
        let console = console("5]")
        console.type("jj")
        #expect(console.shows("[State]"))
        console.type("]]")
        #expect(console.shows("[Calls]"))
        console.type("kk")
        #expect(console.shows("[Sign-ups]"))
        console.type("jj")
        #expect(console.shows("[Calls]"))
    }

    @Test func `a connector's calls can be opened in Traffic`() {
        let console = console("5jj]]<enter><enter>")
        #expect(console.lines[2].contains("Traffic  calls to crm-lookup"))
        #expect(daemon.requests(ListCalls.self).last?.filter == "direction:outbound endpoint:\"crm-lookup\"")
    }

    @Test func `a code opens a sign-up, whatever is selected`() {
        let console = console("5jj:goto \(Situation.signUps[1].signUp.code)<enter>")
        #expect(console.shows("[Timeline]"))
        #expect(console.shows("j9…@mail.evil.example"))
    }

    // MARK: Doing

    @Test func `a probe asks first and shows each layer`() {
        let console = console("5jjp")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows("https://crm.lumen.example/lookup"))
        console.type("y")
        #expect(daemon.requests(ProbeConnector.self).map(\.name) == ["crm-lookup"])
        #expect(console.shows("✓ proved"))
        #expect(console.shows("✓ TLS           21ms  TLSv1.3, CN=crm.lumen.example"))
    }

    @Test func `a probe that finds a breach of the contract says where and what to do`() {
        let console = console("5jjjpy")
        #expect(console.shows("✗ not proved"))
        #expect(console.shows("✗ meaning             a ValidationError with HTTP 200"))
        #expect(console.shows("send 400"))
    }

    @Test func `a running probe shows its duration, and esc stops waiting for it`() {
        let console = console("5jj")
        daemon.isSlow = true
        console.type("py")
        console.advance(.seconds(3))
        #expect(console.shows("probing  3s so far"))
        #expect(console.selectedLine.contains("probing…"))
        console.type("<esc>")
        #expect(!console.shows("so far"))
    }

    @Test func `forcing a connector needs a reason and a yes, and shows the address`() {
        let console = console("5jjjj:force<enter>")
        #expect(daemon.changes.isEmpty)
        #expect(console.footer.hasPrefix(":force"))
        console.type("their test person is gone<enter>")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows("Break the glass for sanctions?"))
        #expect(console.shows("https://sanctions.example/v2"))
        console.type("y")
        #expect(daemon.requests(ForceConnector.self).map(\.reason) == ["their test person is gone"])
        #expect(console.selectedLine.contains("forced"))
    }

    @Test func `a proved connector cannot be forced`() {
        let console = console("5jj:force because<enter>")
        #expect(console.footer.contains("a probe has proved crm-lookup already"))
    }

    @Test func `an approver cannot force a connector, and a viewer cannot probe one`() {
        let approver = ConsoleDriver(Situation.daemon())
        approver.type("5jjjj:force because<enter>")
        #expect(approver.footer.contains("force needs the role admin"))
        let viewer = ConsoleDriver(Situation.daemon(role: .viewer))
        viewer.type("5jjp")
        #expect(viewer.footer.contains("probe needs the role approver"))
    }

    @Test func `an account can be disabled and enabled from its sign-up`() {
        let console = console("5]<enter><enter>D")
        #expect(console.shows("Disable the account of sara.holm@lumen.example?"))
        console.type("y")
        #expect(daemon.requests(SetAccountEnabled.self).map(\.enabled) == [false])
        console.type("]]")
        #expect(console.shows("disabled: no sign-in"))
        console.type("Ey")
        #expect(console.shows("sara.holm@lumen.example  enabled"))
    }

    @Test func `erasing an account needs a reason and a yes`() {
        let console = console("5a:erase asked for it<enter>")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows("This cannot be undone."))
        console.type("y")
        #expect(daemon.requests(EraseAccount.self).map(\.reason) == ["asked for it"])
        #expect(!console.shows("sa…@lumen.example"))
    }
}

@Suite struct `Following a person` {
    let daemon = Situation.daemon()

    @Test func `following a person from a call shows only that person's calls, and esc returns to the row`() {
        let console = ConsoleDriver(daemon)
        console.type("jjj")
        let before = Array(console.lines[2..<13])
        console.type("P")
        #expect(console.lines[2].contains("Traffic  person ol…@quaynorth.example"))
        #expect(console.state.traffic.active.rows.count == 2)
        #expect(daemon.requests(FollowPerson.self).map(\.id) == [Situation.calls[3].id.description])
        console.type("<esc>")
        #expect(Array(console.lines[2..<13]) == before)
    }

    @Test func `a call without an address is not followed`() {
        let console = ConsoleDriver(daemon)
        console.happens(.call(Situation.call(0, 7003, "late", nil)))
        console.type("gP")
        #expect(console.state.traffic.pinned == nil)
        #expect(console.shows("the call names no address to follow"))
    }

    @Test func `following a person from an approval returns to the approval with esc`() {
        daemon.approvalDetails[Situation.approvals[0].id]?.call = Situation.calls[0].id
        let console = ConsoleDriver(daemon)
        console.type("2P")
        #expect(console.state.screen == .traffic)
        #expect(console.lines[2].contains("person mi…@atelier-lumen.example"))
        console.type("<esc>")
        #expect(console.state.screen == .approvals)
    }

    @Test func `new calls of the followed person are added, and others are not`() {
        let console = ConsoleDriver(daemon)
        console.type("jjjP")
        console.happens(.call(Situation.call(0, 7001, "late", "OLA.NORD@quaynorth.example")))
        console.happens(.call(Situation.call(0, 7002, "late", "else@b.example")))
        #expect(console.state.traffic.active.rows.count == 3)
        #expect(console.lines[2].contains("1 new"))
    }

    @Test func `pages of the stream are never mixed with the calls of a followed person`() {
        let console = ConsoleDriver(daemon)
        console.type("jjjPR")
        #expect(console.state.traffic.active.rows.count == 2)
        console.type("<esc>")
        #expect(console.state.traffic.active.rows.count == Situation.calls.count)
    }

    @Test func `a filter returns from a followed person to the stream`() {
        let console = ConsoleDriver(daemon)
        console.type("jjjPfoutcome:block<enter>")
        #expect(console.state.traffic.pinned == nil)
        #expect(console.shows("j9…@mail.evil.example"))
    }

    @Test func `viewers may not follow a person`() {
        let console = ConsoleDriver(Situation.daemon(role: .viewer))
        console.type("jjjP")
        #expect(console.footer.contains("needs the role approver"))
    }
}

@Suite struct `Calls that we made` {
    private let daemon = Situation.daemon()

    private func console(_ keys: String) -> ConsoleDriver {
        let call = Situation.calls[5]
        daemon.callDetails[call.id] = CallDetail(
            call: call,
            trace: Trace(),
            signUp: Situation.signUps[0].signUp.code,
            timing: CallTiming(dnsMs: 2, connectMs: 9, tlsMs: 21, firstByteMs: 52, totalMs: 84.4)
        )
        let console = ConsoleDriver(daemon)
        console.type("jjjjj" + keys)
        return console
    }

    @Test func `outbound calls are marked and show the remote status`() {
        let line = console("").selectedLine
        #expect(line.contains("⇢ crm-lookup"))
        #expect(line.hasSuffix("84ms  200    │"))
    }

    @Test func `outbound calls show how their time was spent`() {
        let console = console("]]]")
        #expect(console.shows("DNS                   2.0ms ▬"))
        #expect(console.shows("TLS                    21ms ▬"))
        #expect(console.shows("in all 84ms"))
    }

    @Test func `outbound calls say if a connection was reused`() {
        let call = Situation.calls[5]
        let console = console("]]]")
        daemon.callDetails[call.id]?.timing = CallTiming(firstByteMs: 12, totalMs: 13)
        console.type("R")
        #expect(console.shows("A connection was kept from an earlier call."))
    }

    @Test func `outbound calls show their sign-up and lead to it`() {
        let console = console("]]]]")
        #expect(console.shows("created  guests · google.com"))
        #expect(console.lines.contains { $0.contains("▸ 14:02:08.002  ⇢ crm-lookup  continue  84ms") })
        console.type("S")
        #expect(console.state.screen == .flows)
        #expect(console.shows("[Timeline]"))
        console.type("<esc>")
        #expect(console.state.screen == .traffic)
    }
}
