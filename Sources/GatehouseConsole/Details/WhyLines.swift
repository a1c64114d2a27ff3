import GatehouseModel
import TerminalUI

/// The trace of a call: what was considered, what decided, and what would have changed the outcome.
enum WhyLines {
    static func lines(_ detail: CallDetail, _ state: ConsoleState) -> [Line] {
        let call = detail.call
        var lines = [verdict(detail)]
        if let problem = detail.problem { lines.append(Line("\(problem)", .error)) }
        lines += detail.trace.considered.flatMap(considered)
        lines += detail.trace.notes.map { Line("note  \($0)", .warn) }
        if detail.trace.considered.isEmpty, detail.problem == nil {
            lines.append(Line("nothing was looked at", .dim))
        }
        if !detail.trace.tags.isEmpty {
            lines.append([Span("tags     ", .dim), Span(SafeText(detail.trace.tags.joined(separator: " ")), .title)])
        }
        lines.append(Line())
        if let near = detail.trace.nearest {
            lines.append([
                Span("would be ", .dim), Span(SafeText(near.outcome.rawValue), TrafficCell.role(near.outcome)),
                Span(" if \(near.change)"),
            ])
        }
        lines.append(facts(call, detail, state))
        return lines
    }

    private static func verdict(_ detail: CallDetail) -> Line {
        let outcome = Span(SafeText(detail.call.outcome.rawValue), TrafficCell.role(detail.call.outcome))
        guard let message = detail.message else {
            return [outcome, Span("  status \(detail.call.status)", .dim)]
        }
        return [outcome, Span("  \u{22}\(message)\u{22}", .text)]
    }

    /// One thing that was considered, with the values that it read and changed.
    private static func considered(_ item: Trace.Considered) -> [Line] {
        [head(item)] + readings(item.reads, "reads", .dim) + readings(item.changes, "sets", .text)
    }

    private static func readings(_ readings: [Trace.Reading], _ label: SafeText, _ role: TerminalUI.Role) -> [Line] {
        readings.map { reading in
            [
                Span("    " + label.fitted(to: 6), .dim), Span("\(reading.path) = ", .dim),
                reading.value.map { Span(SafeText($0), role) } ?? Span("no value", .warn),
            ]
        }
    }

    private static func head(_ item: Trace.Considered) -> Line {
        var spans = [
            Span(mark(item), role(item)),
            Span(" \(item.subject.rawValue) \(item.name)", item.result == .passed ? .dim : .text),
        ]
        if let entry = item.entry { spans.append(Span("  \(entry)", .title)) }
        if let effect = item.effect { spans.append(Span("  \(effect)", .dim)) }
        switch item.result {
        case .decided: spans.append(Span("  (this decided)", role(item)))
        case .exempted: spans.append(Span("  exempted", .allowed))
        case .overridden: spans.append(Span("  matched, but something earlier had decided", .dim))
        case .applied: spans.append(Span("  applied", .ok))
        case .shadowed: spans.append(Span("  matched in shadow: recorded, not applied", .dim))
        case .unknown: spans.append(Span("  no value, so no match", .warn))
        case .passed: if item.subject != .credential { spans.append(Span("  no match", .dim)) }
        }
        return Line(spans)
    }

    private static func mark(_ item: Trace.Considered) -> SafeText {
        switch item.result {
        case .decided: item.subject == .credential ? "✓" : "■"
        case .exempted: "◆"
        case .overridden, .shadowed: "◇"
        case .applied: "◆"
        case .unknown: "?"
        case .passed: item.subject == .credential ? "✓" : "○"
        }
    }

    private static func role(_ item: Trace.Considered) -> TerminalUI.Role {
        switch item.result {
        case .decided: item.effect == "deny" || item.effect == "denied" ? .denied : .ok
        case .exempted: .allowed
        case .applied: .ok
        case .unknown: .warn
        case .overridden, .shadowed, .passed: .dim
        }
    }

    private static func facts(_ call: CallSummary, _ detail: CallDetail, _ state: ConsoleState) -> Line {
        var words = [call.time.description, call.step?.rawValue, call.issuer, "took \(Words.took(call.tookMs))"]
        if let client = detail.client { words.append("from \(client)") }
        if let approval = detail.approval { words.append("approval \(approval)") }
        if let first = call.retryOf { words.append("repeats \(first.code)") }
        return Line("\(words.compactMap(\.self).joined(separator: " · "))", .dim)
    }
}
