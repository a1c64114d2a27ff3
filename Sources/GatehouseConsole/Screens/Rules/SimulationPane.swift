import ControlProtocol
import GatehouseModel
package import TerminalUI

/// A simulation: its progress, and the decisions that flip.
package struct SimulationPane: Sendable {
    package var selected = 0

    // MARK: In words

    static func percent(_ simulation: Simulation) -> Int {
        guard simulation.state != .done else { return 100 }
        return simulation.total > 0 ? min(100, seen(simulation) * 100 / simulation.total) : 0
    }

    /// The number of calls examined, replayed or not.
    private static func seen(_ simulation: Simulation) -> Int {
        simulation.replayed + simulation.notReplayable.values.reduce(0, +)
    }

    /// `214 of 61,207 calls flip`.
    static func summary(_ simulation: Simulation) -> String {
        let flips = simulation.flipCount
        let all = Words.count(simulation.replayed, "call")
        let found = flips == 0 ? "no decision changes in \(all)" : "\(Words.count(flips)) of \(all) flip"
        switch simulation.state {
        case .running: return "simulating, \(percent(simulation))%: \(found) so far"
        case .done: return "simulated: \(found)"
        case .cancelled: return "simulation ended early: \(found)"
        case .failed: return "the simulation failed: \(simulation.problem ?? "no reason given")"
        }
    }

    /// Whether the last simulation examined the current edition of the draft.
    static func isCurrent(_ state: ConsoleState) -> Bool {
        guard let watch = state.rules.simulation, let draft = state.rules.draft else { return false }
        return watch.draft == draft.name && watch.edition == draft.edition
            && watch.simulation.revision == draft.current
    }

    /// What is known about the effect of the draft.
    static func verdict(_ state: ConsoleState) -> SafeText {
        guard let watch = state.rules.simulation else { return "not simulated; :simulate replays kept calls under it" }
        let found = summary(watch.simulation)
        return isCurrent(state) ? SafeText(found) : "not simulated since it last changed (before that, \(found))"
    }

    private func clamped(_ state: ConsoleState) -> Int {
        min(selected, max(0, (state.rules.simulation?.simulation.flips.count ?? 0) - 1))
    }
}

extension SimulationPane: OverlayPane {
    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        let groups = state.rules.simulation?.simulation.flips ?? []
        switch key.description {
        case "esc", "^C": return leave(&state)
        case "q":
            state.closeDialog()
            if state.rules.simulation?.simulation.state == .running {
                state.say("it goes on; :simulate shows it again", .info)
            }
            return []
        case "down", "j": pane.selected = min(clamped(state) + 1, max(0, groups.count - 1))
        case "up", "k": pane.selected = max(0, clamped(state) - 1)
        case "enter":
            guard let simulation = state.rules.simulation?.simulation, groups.indices.contains(clamped(state)) else {
                return []
            }
            let group = groups[clamped(state)]
            state.cover(with: FlipsPane(simulation: simulation.id, group: group))
            return []
        default: return []
        }
        state.replace(pane)
        return []
    }

    /// Closes the pane; if the simulation is running, asks whether to cancel it.
    private func leave(_ state: inout ConsoleState) -> [Effect] {
        guard state.rules.simulation?.simulation.state == .running,
            let command = CommandTable.command("cancel-simulation", on: .rules)
        else {
            state.closeDialog()
            return []
        }
        let question = Question(
            "End the simulation early?",
            ["What it found so far stays. q leaves it running."],
            yes: "end it"
        )
        state.covered.append(.pane(self))
        state.dialog = .confirm(Confirm(question: question, command: command, words: []))
        return []
    }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let isRunning = state.rules.simulation?.simulation.state == .running
        let hasGroups = state.rules.simulation?.simulation.flips.isEmpty == false
        let inner = Panel.draw(
            title(state),
            size: state.paneArea.size,
            keys: (hasGroups ? [("enter", "the calls"), ("↑↓", "groups")] : [])
                + (isRunning ? [("q", "leave it running")] : []),
            over: state.paneArea,
            on: &frame
        )
        guard let simulation = state.rules.simulation?.simulation else {
            frame.write(Line("starting…", .dim), at: inner.row(0).origin, in: inner)
            return
        }
        var rows = RowWriter(area: inner)
        rows.add(progress(simulation, width: inner.width), on: &frame)
        rows.add(counts(simulation), on: &frame)
        if let part = simulation.keptPart({ Words.count($0) }) {
            rows.add(Line("▲ \(part) flips can be listed, the newest; the report counts all", .warn), on: &frame)
        }
        if let problem = simulation.problem { rows.add(Line("▲ \(problem)", .error), on: &frame) }
        for (reason, count) in simulation.notReplayable.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(
            3
        ) {
            rows.add(Line("not replayable: \(Words.count(count)) \(reason)", .dim), on: &frame)
        }
        for line in ShadowLines.lines(simulation, width: inner.width, limit: max(1, inner.height / 3)) {
            rows.add(line, on: &frame)
        }
        rows.skip()
        drawGroups(simulation, state, in: inner.split(rows: rows.used).bottom, on: &frame)
    }

    private func title(_ state: ConsoleState) -> String {
        guard let simulation = state.rules.simulation?.simulation else { return "Simulate the draft" }
        return "The draft on calls since \(Words.moment(simulation.since, now: state.daemonTime))"
    }

    private func progress(_ simulation: Simulation, width: Int) -> Line {
        let numbers =
            "  \(Self.percent(simulation))%  \(Words.count(Self.seen(simulation))) of \(Words.count(simulation.total))"
        let room = max(10, min(40, width - numbers.count))
        let done = room * Self.percent(simulation) / 100
        return [
            Span(SafeText("█").repeated(done), .chart1), Span(SafeText("·").repeated(room - done), .dim),
            Span(SafeText(numbers)), Span(SafeText("  " + simulation.state.rawValue), state(simulation)),
        ]
    }

    private func state(_ simulation: Simulation) -> TerminalUI.Role {
        switch simulation.state {
        case .running: .pending
        case .done: .ok
        case .cancelled: .warn
        case .failed: .error
        }
    }

    private func counts(_ simulation: Simulation) -> Line {
        let flips = simulation.flipCount
        return [
            Span(SafeText(flips == 0 ? "no decision" : Words.count(flips)), flips > 0 ? .warn : .ok),
            Span(flips == 0 ? " changes" : flips == 1 ? " flips" : " flip", .dim),
            Span(" · \(Words.count(simulation.unchanged)) unchanged", .dim),
            Span(" · compared with revision \(simulation.revision)", .dim),
        ]
    }

    private func drawGroups(_ simulation: Simulation, _ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard !simulation.flips.isEmpty else {
            let text: SafeText = simulation.state == .running ? "no decision changes so far" : "No decision changes."
            frame.write(Line(text, .dim), at: area.row(0).origin, in: area)
            return
        }
        let rows = FlipGroupRows(groups: simulation.flips)
        var selection = TableSelection<Int>()
        selection.select(clamped(state), in: rows, height: max(1, area.height - 1))
        Table(columns: FlipGroupRows.columns).draw(rows, selection: selection, in: area, of: &frame)
    }
}

/// Groups of flips as a table.
struct FlipGroupRows: TableRows {
    let groups: [Simulation.FlipGroup]

    var count: Int { groups.count }
    func id(at index: Int) -> Int { index }
    func index(of id: Int) -> Int? { groups.indices.contains(id) ? id : nil }

    func cell(at index: Int, column: String) -> Span {
        let group = groups[index]
        switch column {
        case "from": return Span(SafeText(group.from.rawValue), TrafficCell.role(group.from))
        case "to": return Span("→ \(group.to.rawValue)", TrafficCell.role(group.to))
        case "calls": return Span(SafeText(Words.count(group.calls)), .title)
        case "people": return Span(SafeText(Words.count(group.people)), .text)
        case "by": return Span(SafeText(group.decidedBy.rawValue), .text)
        default: return Span("", .text)
        }
    }

    static let columns = [
        Column("from", title: "FROM", minimum: 8, ideal: 8),
        Column("to", title: "TO", minimum: 10, ideal: 10),
        Column("calls", title: "CALLS", minimum: 7, ideal: 9, alignment: .right),
        Column("people", title: "PEOPLE", minimum: 6, ideal: 8, alignment: .right),
        Column("by", title: "DECIDED BY", minimum: 12, ideal: 26, weight: 1),
    ]
}
