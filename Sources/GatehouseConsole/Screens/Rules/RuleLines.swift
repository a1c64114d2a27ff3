import ControlProtocol
import GatehouseModel
import TerminalUI

/// A rule laid out for reading.
enum RuleLines {
    static func lines(_ row: RuleRow, width: Int, _ state: ConsoleState) -> [Line] {
        let rule = row.rule
        var lines = row.warnings.map { Line("▲ \($0)", .warn) }
        // Everything below is new in an added rule, so changes are listed only for a changed one.
        let details = row.change == .changed ? row.details : []
        lines += details.map { Line("\(row.mark) \($0)", RuleRows.role(row.change)) }
        lines += ExpressionText.lines(rule.when, label: label("when"), width: width)
        lines.append([
            Span(label("then"), .dim), Span(SafeText(rule.then.rawValue), RuleRows.role(rule.then)),
            Span("  \(meaning(rule))", .dim),
        ])
        lines += members(rule, width: width)
        lines.append([
            Span(label("mode"), .dim), Span(SafeText(rule.mode.rawValue), RuleRows.role(rule.mode)),
            Span("  \(meaning(rule.mode))", .dim),
        ])
        let endpoints = rule.endpoints.isEmpty ? "all endpoints" : rule.endpoints.joined(separator: ", ")
        lines.append([Span(label("at"), .dim), Span(SafeText(endpoints))])
        if let comment = rule.comment { lines += SafeText.lines(of: comment, limit: 50).map { pair("comment", $0) } }
        lines += hits(row, state)
        return lines
    }

    static let labelWidth = 9

    static func label(_ text: SafeText) -> SafeText { text.fitted(to: labelWidth) }

    private static func pair(_ name: SafeText, _ value: SafeText) -> Line {
        [Span(label(name), .dim), Span(value)]
    }

    /// The values that belong to the action.
    private static func members(_ rule: RuleDefinition, width: Int) -> [Line] {
        var lines: [Line] = []
        if let field = rule.field { lines.append(pair("field", SafeText(field))) }
        if let queue = rule.queue { lines.append(pair("queue", SafeText(queue))) }
        for (index, name) in rule.set.keys.sorted().enumerated() {
            let start = label(index == 0 ? "set" : "") + SafeText(name) + " = "
            lines += ExpressionText.lines(rule.set[name] ?? "", label: start, width: width)
        }
        if !rule.tags.isEmpty { lines.append(pair("tags", SafeText(rule.tags.joined(separator: " ")))) }
        for (index, locale) in locales(rule.message).enumerated() {
            let start = label(index == 0 ? "message" : "") + SafeText(locale).fitted(to: 8)
            for (offset, text) in SafeText.lines(of: rule.message[locale] ?? "", limit: 20).enumerated() {
                let before = offset == 0 ? start : SafeText(" ").repeated(start.width)
                lines.append([Span(before, .dim), Span("\u{22}\(text)\u{22}")])
            }
        }
        return lines
    }

    /// `default` first, the others in order.
    static func locales(_ message: [String: String]) -> [String] {
        message.keys.sorted { ($0 == "default" ? "" : $0) < ($1 == "default" ? "" : $1) }
    }

    /// Hits in the last 24 hours and matches of past calls, which are different numbers.
    private static func hits(_ row: RuleRow, _ state: ConsoleState) -> [Line] {
        let reach = RuleMatching.sentence(row.rule, state)
        guard let summary = row.summary else { return [[Span(label("hits"), .dim)] + reach] }
        let last = summary.lastHit.map { ", last " + Words.recent($0, now: state.daemonTime) } ?? ""
        return [
            pair("hits", "\(Words.count(summary.hits24h)) in 24 h\(last)"), Line([Span(label(""))]) + reach,
        ]
    }

    static func meaning(_ rule: RuleDefinition) -> SafeText {
        switch rule.then {
        case .block: "shows a block page; ends the run"
        case .invalid: "sends the person back to the form; ends the run"
        case .approve: "asks a person; ends the run"
        case .set: "changes claims; what follows goes on"
        case .allow: "continues without asking; ends the run"
        case .tag: "marks the call; what follows goes on"
        }
    }

    static func meaning(_ mode: RuleMode) -> SafeText {
        switch mode {
        case .enforce: "carried out"
        case .shadow: "evaluated and recorded, not carried out"
        case .off: "not evaluated"
        }
    }
}

/// A summary of the draft: whose it is, its base, its changes and its errors.
enum DraftLines {
    static func lines(_ state: ConsoleState) -> [Line] {
        guard let draft = state.rules.draft else { return none(state) + others(state) }
        let moment = Words.moment(draft.updated, now: state.daemonTime)
        var lines: [Line] = [
            [
                Span("draft ", .dim), Span(SafeText(draft.name), .title),
                Span(" · changed \(moment) by \(draft.user) · edition \(draft.edition) · based on \(draft.base)", .dim),
            ]
        ]
        if state.rules.isStale {
            lines.append(Line("▲ revision \(draft.current) was applied meanwhile; :diff shows both sides", .warn))
        }
        lines += draft.check.problems.map { remark($0, "▲ ", .error) }
        lines += draft.check.warnings.map { remark($0, "note ", .warn) }
        if let diff = state.rules.currentComparison {
            lines +=
                diff.parts.isEmpty ? [Line("nothing differs from revision \(draft.base)", .dim)] : parts(diff.parts)
        }
        lines.append(Line(SimulationPane.verdict(state), SimulationPane.isCurrent(state) ? .text : .dim))
        lines.append(Line(":diff  :simulate  :apply  :discard   u undo  ^R redo", .hint))
        return lines + others(state)
    }

    private static func none(_ state: ConsoleState) -> [Line] {
        [
            Line("You have no draft. Changing a rule begins one; nothing goes live before :apply.", .text),
            Line("e changes the rule, o writes a new one, t changes the mode, :policy edits it all.", .hint),
        ]
    }

    static func remark(_ remark: PolicyRemark, _ mark: SafeText, _ role: TerminalUI.Role) -> Line {
        let place = remark.line.map { "line \($0)" + (remark.column.map { ", column \($0)" } ?? "") + ": " } ?? ""
        return Line(mark + SafeText(place + remark.text), role)
    }

    /// One line for each part, with its details below.
    static func parts(_ parts: [PolicyDiff.Part]) -> [Line] {
        parts.flatMap { part -> [Line] in
            let (mark, role): (SafeText, TerminalUI.Role) =
                switch part.change {
                case .added: ("+ ", .diffAdd)
                case .removed: ("- ", .diffDelete)
                case .changed: ("~ ", .warn)
                case .moved: ("~ ", .warn)
                }
            let moved = part.change == .moved ? "  moved" : ""
            return [Line(mark + SafeText(part.subject + moved), role)]
                + part.details.map { Line("    \($0)", .text) }
        }
    }

    /// Other drafts of the policy.
    private static func others(_ state: ConsoleState) -> [Line] {
        guard case .drafts(let drafts) = state.resources.value("drafts") else { return [] }
        let others = drafts.filter { $0.name != state.rules.draft?.name }
        return others.prefix(10).map { draft in
            [
                Span("also ", .dim), Span(SafeText(draft.name)),
                Span(
                    " has a draft based on \(draft.base), changed \(Words.moment(draft.updated, now: state.daemonTime))",
                    .dim
                ), Span(SafeText("  :draft \(draft.name)"), .hint),
            ]
        }
    }
}
