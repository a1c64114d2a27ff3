import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// What must hold for random keys, events, sizes and connection losses.
@Suite struct `Whatever is typed` {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let keys = ConsoleDriver.keys(
        in:
            "jkgGhlfFpmnNuUvVtcdaxyAroOXRe=:/?@|+_[]123456  \\<enter><enter><esc><esc><tab><S-tab><space><^D><^U><^F><^X><^P><^T><^C><up><down>"
            + "<left><right><backspace>yn12e."
    )

    @Test(arguments: 1...12)
    func `cursors stay in range and frames keep their size`(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let console = ConsoleDriver(Situation.daemon())
        for step in 0..<400 where !console.hasQuit {
            act(console, step, &dice)
            check(console)
        }
    }

    @Test(arguments: 1...6)
    func `a viewer never changes anything`(seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 77)
        let daemon = Situation.daemon(role: .viewer)
        let console = ConsoleDriver(daemon)
        for step in 0..<400 where !console.hasQuit { act(console, step, &dice) }
        #expect(daemon.changes.isEmpty)
    }

    @Test(arguments: 1...6)
    func `nothing is changed while the daemon is unreachable`(seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 991)
        let daemon = Situation.daemon()
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.breaks()
        console.advance(.seconds(1))
        for _ in 0..<300 where !console.hasQuit {
            console.type(Self.keys.randomElement(using: &dice).map(Self.name) ?? "j")
        }
        #expect(daemon.changes.isEmpty)
    }

    @Test(arguments: 1...8)
    func `without y only single approvals, taking, comments and the entry form change anything`(seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 4243)
        let daemon = Situation.daemon()
        let console = ConsoleDriver(daemon)
        for _ in 0..<400 where !console.hasQuit {
            let key = Self.keys.randomElement(using: &dice) ?? .escape
            guard key != .character("y") else { continue }
            console.send(.key(key))
        }
        let decided = daemon.requests(DecideApprovals.self)
        #expect(decided.allSatisfy { $0.decision.verdict == .approve && $0.decision.items.count == 1 })
        #expect(daemon.requests(RemoveEntries.self).isEmpty)
        #expect(daemon.requests(RevealCall.self).isEmpty)
    }

    @Test func `the selected call stays selected while the buffer fills up and overflows`() {
        let daemon = Situation.daemon()
        let console = ConsoleDriver(daemon)
        console.type("jj")
        let selected = console.state.traffic.selection.selected
        for number in 0..<2000 { console.happens(.call(Situation.call(0, UInt64(number) + 5000))) }
        #expect(console.state.traffic.selection.selected == selected)
    }

    @Test func `a buffer keeps its capacity and its order`() {
        var buffer = CallBuffer(capacity: 100)
        for number in 0..<1000 { buffer.insert(Situation.call(1000 - number, UInt64(number))) }
        #expect(buffer.rows.count <= 102)
        #expect(buffer.evicted >= 898)
        #expect(buffer.rows.map(\.key) == buffer.rows.map(\.key).sorted())
    }

    private static func name(_ key: Key) -> String {
        let text = key.description
        return text.count == 1 ? text : "<\(text)>"
    }

    private func act(_ console: ConsoleDriver, _ step: Int, _ dice: inout Dice) {
        switch Int.random(in: 0..<20, using: &dice) {
        case 0: console.happens(.call(Situation.call(0, UInt64(step) + 9000)))
        case 1:
            var approval = Situation.approvals.randomElement(using: &dice) ?? Situation.approvals[0]
            approval.revision = step + 2
            approval.state = Bool.random(using: &dice) ? .approved : .pending
            console.happens(.approval(approval))
        case 2:
            let sizes = [(80, 24), (120, 36), (60, 20), (40, 10), (41, 8), (10, 3), (1, 1), (0, 0), (200, 50)]
            let size = sizes.randomElement(using: &dice) ?? (80, 24)
            console.resize(size.0, size.1)
        case 3: console.advance(.milliseconds(Int.random(in: 0..<400, using: &dice)))
        case 4 where step % 50 == 0:
            console.breaks()
            console.daemon.isUp = true
        default: console.send(.key(Self.keys.randomElement(using: &dice) ?? .escape))
        }
    }

    private func check(_ console: ConsoleDriver) {
        let frame = console.frame()
        #expect(frame.size == console.state.size)
        let traffic = console.state.traffic
        #expect(traffic.shownCount >= 0 && traffic.shownCount <= traffic.active.rows.count)
        if let selected = traffic.selection.selected, traffic.held != nil {
            #expect(traffic.active.index(of: selected) != nil)
        }
        if let selected = console.state.approvals.selection.selected, !console.state.approvals.rows.isEmpty {
            #expect(console.state.approvals.rows.contains { $0.id == selected })
        }
        #expect(console.state.log.lines.count <= SessionLog.limit)
    }
}
