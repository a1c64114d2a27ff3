import ControlProtocol
import GatehouseModel
import TerminalUI

extension RuleFormView {
    /// The calls that the rule matches, with examples; reasons that prevent saving come first.
    static func reach(_ form: RuleForm, _ state: ConsoleState, width: Int) -> [Line] {
        var lines = [Line(SafeText("─").repeated(width), .border)]
        if form.isSaving {
            lines.append(Line("saving…", .dim))
        } else if let refusal = form.refusal {
            lines += Line(SafeText(refusal), .warn).wrapped(to: width)
        } else if let old = state.staleness {
            lines.append(Line("gatehoused is away for \(Words.age(old)); what you write stays here", .warn))
        }
        guard !form.rule.when.isEmpty else {
            return lines + [Line("the daemon checks the condition as you type", .hint)]
        }
        let isPending = state.now < form.changedAt + RuleForm.pause
        lines.append(
            isPending && form.remarks(state) == nil ? Line("…", .dim) : RuleMatching.sentence(form.rule, state)
        )
        for call in RuleMatching.value(form.rule, state)?.examples.prefix(5) ?? [] {
            lines.append(ExampleLine.line(call, state))
        }
        return lines
    }
}

/// A call on one line.
enum ExampleLine {
    static func line(_ call: CallSummary, _ state: ConsoleState) -> Line {
        [
            Span(SafeText(Words.recent(call.time, now: state.daemonTime)).fitted(to: 8), .dim),
            Span(SafeText(state.shown(call.email)).fitted(to: 34, truncation: .addressDomain) + "  "),
            Span(SafeText(call.outcome.rawValue).fitted(to: 9), TrafficCell.role(call.outcome)),
            Span(SafeText(call.endpoint), .dim),
        ]
    }
}
