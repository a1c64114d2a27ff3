import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// A rule tried on calls: a list of calls, and below it the result for the selected one.
package struct RuleTestPane: Sendable {
    package let rule: RuleDefinition
    /// The call that the rule was made from; it is listed first.
    let call: CallSummary?
    package var selection = TableSelection<CallID>()
    var selectedAt: Timestamp

    static let callsKey = "test-calls"

    /// Opens the test above the open pane, if the role permits it.
    static func open(_ rule: RuleDefinition, call: CallSummary? = nil, _ state: inout ConsoleState) -> [Effect] {
        if let why = CommandTable.refusal(of: "test", on: .rules, in: state) {
            state.say(why, .warning)
            state.changePane(RuleForm.self) { $0.refusal = why }
            return []
        }
        guard !rule.when.isEmpty else {
            state.changePane(RuleForm.self) { $0.refusal = "write the condition first" }
            return []
        }
        state.resources.outdate(callsKey)
        state.cover(with: RuleTestPane(rule: rule, call: call, selectedAt: state.now))
        return []
    }

    /// The call that the rule was made from, then the matching ones, then the newest.
    func calls(_ state: ConsoleState) -> [CallSummary] {
        let matching = RuleMatching.value(rule, state)?.examples ?? []
        var newest: [CallSummary] = []
        if case .calls(let calls) = state.resources.value(Self.callsKey) { newest = calls }
        var seen: Set<CallID> = []
        return ([call].compactMap(\.self) + matching + newest).filter {
            $0.direction == .inbound && $0.outcome != .refused && seen.insert($0.id).inserted
        }
    }

    func selected(_ state: ConsoleState) -> CallSummary? {
        let rows = CallRows(calls(state))
        return selection.index(in: rows).map { rows[$0] }
    }

    static func key(_ rule: RuleDefinition, _ call: CallID) -> String {
        let message = rule.message.keys.sorted().joined(separator: ",")
        return "test/\(call)/" + RuleMatching.key(rule) + "\u{1E}\(rule.name)\u{1E}\(rule.queue ?? "")\u{1E}\(message)"
    }

    private static func height(_ state: ConsoleState) -> Int { max(1, (state.paneArea.height - 2) / 2 - 1) }
}

extension RuleTestPane: OverlayPane {
    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        let rows = CallRows(calls(state))
        let height = Self.height(state)
        switch key.description {
        case "esc", "q", "^C", "^T":
            state.closeDialog()
            return []
        case "enter":
            guard let call = selected(state) else { return [] }
            guard !state.hasForm else {
                state.say("esc goes back to the rule; keep it with ^O before you leave for Traffic", .info)
                return []
            }
            return Jumping.toCall(call, &state)
        default: guard pane.selection.press(key, in: rows, height: height) else { return [] }
        }
        pane.selectedAt = state.now
        state.replace(pane)
        return []
    }

    package func wanted(_ state: ConsoleState) -> [Wanted] {
        var wanted = [
            Wanted(Self.callsKey, ListCalls(filter: "direction:inbound", limit: 100)) { .calls($0.items) }
        ]
        wanted += RuleMatching.wanted(rule, state)
        if let call = selected(state) {
            let request = TestRule(.init(rule: rule, call: call.id.description))
            wanted.append(Wanted(Self.key(rule, call.id), request) { .test($0) })
        }
        return wanted
    }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let inner = Panel.draw(
            "Test \(rule.name.isEmpty ? "the rule" : rule.name)",
            size: state.paneArea.size,
            keys: state.hasForm ? [("↑↓", "another call")] : [("↑↓", "another call"), ("enter", "open it")],
            over: state.paneArea,
            on: &frame
        )
        let (top, bottom) = inner.split(rows: inner.height / 2)
        var rows = CallRows(calls(state))
        rows.isMasked = state.isMasked
        if rows.count == 0 {
            Empty.draw(["There is no kept call to test on."], in: top, on: &frame)
        } else {
            Table(columns: CallRows.columns).draw(rows, selection: selection, in: top, of: &frame)
        }
        frame.write(Line(SafeText("─").repeated(bottom.width), .border), at: bottom.row(0).origin, in: bottom)
        TextPane(lines(state, width: bottom.width)).draw(in: bottom.split(rows: 1).bottom, of: &frame)
    }

    /// The result of the rule for the selected call.
    private func lines(_ state: ConsoleState, width: Int) -> [Line] {
        guard let call = selected(state) else { return [] }
        switch state.resources[Self.key(rule, call.id)] {
        case .failed(let error): return [Line("\(error.problem?.detail ?? error.description)", .error)]
        case .loaded(.test(let test), _): return RuleTestLines.lines(test, call, rule)
        case .loaded, .loading, nil: return [Line("trying it…", .dim)]
        }
    }
}

/// The result of a test in words.
enum RuleTestLines {
    static func lines(_ test: RuleTest, _ call: CallSummary, _ rule: RuleDefinition) -> [Line] {
        guard test.problems.isEmpty else {
            return test.problems.map { Line("\($0.member) \($0.line):\($0.column)  \($0.text)", .error) }
        }
        var lines = [verdict(test)]
        if let remark = test.remark { lines.append(Line("no value, which counts as no match: \(remark)", .warn)) }
        lines += ReadingLines.lines(test.reads, label: "reads", .text)
        lines += ReadingLines.lines(test.changes, label: "sets", .ok)
        guard let outcome = test.outcome else { return lines }
        var line: Line = [
            Span("outcome  ", .dim), Span(SafeText(call.outcome.rawValue), TrafficCell.role(call.outcome)),
        ]
        if outcome == call.outcome {
            line.spans.append(Span(" as it was", .dim))
        } else {
            line.spans += [Span(" → ", .dim), Span(SafeText(outcome.rawValue), TrafficCell.role(outcome))]
        }
        let mode = rule.mode == .enforce ? "" : "  were it enforced"
        line.spans.append(Span(SafeText(mode), .dim))
        return lines + [line]
    }

    private static func verdict(_ test: RuleTest) -> Line {
        if test.matches { return [Span("✓ ", .ok), Span("matches", .title)] }
        return [Span("○ ", .dim), Span("does not match", .title)]
    }
}

/// Values and their paths.
enum ReadingLines {
    static func lines(_ readings: [Trace.Reading], label: SafeText, _ role: TerminalUI.Role) -> [Line] {
        let width = min(30, readings.map { SafeText($0.path).width }.max() ?? 0)
        return readings.enumerated().map { index, reading in
            [
                Span((index == 0 ? label : "").fitted(to: 9), .dim),
                Span(SafeText(reading.path).fitted(to: width) + " ", .dim),
                reading.value.map { Span(SafeText($0), role) } ?? Span("no value", .warn),
            ]
        }
    }
}

extension ConsoleState {
    /// Whether the form of a rule is open below this pane.
    var hasForm: Bool {
        covered.contains { overlay in
            guard case .pane(let pane) = overlay else { return false }
            return pane is RuleForm
        }
    }
}
