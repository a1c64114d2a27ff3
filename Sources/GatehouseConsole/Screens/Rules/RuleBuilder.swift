import ControlProtocol
package import GatehouseModel
import StrictTOML
package import TerminalUI

/// A rule made from a call or request: its claims as conditions, of which some are chosen. The rule begins in shadow
/// mode.
package struct RuleBuilder: Sendable {
    package struct Condition: Sendable, Hashable {
        package var title: String
        package var shown: String
        /// As CEL.
        package var expression: String
        package var isOn: Bool
    }

    let subject: Subject
    package var conditions: [Condition]
    package var selected = 0
    var changedAt: Timestamp

    init(_ subject: Subject, _ state: ConsoleState) {
        self.subject = subject
        conditions = Self.conditions(subject)
        changedAt = state.now - RuleForm.pause
        if let first = conditions.indices.first { conditions[first].isOn = true }
    }

    private static func conditions(_ subject: Subject) -> [Condition] {
        var found: [Condition] = []
        let isWhole = subject.email.map { !$0.contains("…") } ?? false
        if let domain = Words.domain(subject.email) {
            let expression = "claims.email.domain() == \(domain.literal)"
            found.append(.init(title: "domain", shown: domain, expression: expression, isOn: false))
        }
        if let email = subject.email, isWhole {
            let expression = "claims.email == \(email.literal)"
            found.append(.init(title: "email", shown: email, expression: expression, isOn: false))
        }
        if let issuer = subject.issuer {
            let expression = "identities.exists(i, i.issuer == \(issuer.literal))"
            found.append(.init(title: "issuer", shown: issuer, expression: expression, isOn: false))
        }
        for (name, value) in AddToListMenu.claims(subject) {
            guard let expression = ExpressionText.condition(name, value) else { continue }
            found.append(.init(title: name, shown: ClaimsLines.text(value), expression: expression, isOn: false))
        }
        return found
    }

    /// All chosen conditions, one per line.
    package var when: String { conditions.filter(\.isOn).map(\.expression).joined(separator: "\n&& ") }

    func rule(_ state: ConsoleState) -> RuleDefinition {
        RuleDefinition(
            name: RulesScreen.freeName("from \(subject.origin)", state),
            endpoints: subject.endpoint.map { [$0] } ?? [],
            when: when,
            then: .block,
            mode: .shadow,
            comment: "made of \(subject.origin)"
        )
    }
}

extension RuleBuilder: OverlayPane {
    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        switch key.description {
        case "esc", "q", "^C":
            state.closeDialog()
            return []
        case "down", "j": pane.selected = min(selected + 1, max(0, conditions.count - 1))
        case "up", "k": pane.selected = max(0, selected - 1)
        case "space":
            guard conditions.indices.contains(selected) else { return [] }
            pane.conditions[selected].isOn.toggle()
            pane.changedAt = state.now
        case "enter":
            guard conditions.contains(where: \.isOn) else {
                state.say("choose at least one claim with space", .info)
                return []
            }
            state.closeDialog()
            let effects = state.show(.rules)
            let form = RuleForm(
                .add(before: nil),
                rule(state),
                origin: subject.origin,
                call: subject.call,
                now: state.now
            )
            state.cover(with: form)
            return effects
        default: return []
        }
        state.replace(pane)
        return []
    }

    package func wanted(_ state: ConsoleState) -> [Wanted] {
        guard state.now >= changedAt + RuleForm.pause, !when.isEmpty else { return [] }
        return RuleMatching.wanted(rule(state), state)
    }

    package func nextWake(_ state: ConsoleState) -> Timestamp? { changedAt + RuleForm.pause }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let height = min(area.height - (area.height >= 20 ? 3 : 0), conditions.count + 9)
        let inner = Panel.draw(
            "A rule of \(subject.origin)",
            size: Size(width: min(area.width, 78), height: max(6, height)),
            keys: [("space", "choose"), ("enter", "write the rule"), ("↑↓", "claims")],
            over: area,
            on: &frame
        )
        let below = below(state, width: inner.width)
        let room = min(below.count, inner.height / 2)
        let (top, bottom) = inner.split(rows: -room)
        let first = max(0, min(selected - top.height + 1, conditions.count - top.height))
        for (offset, condition) in conditions.dropFirst(first).prefix(top.height).enumerated() {
            let row = top.row(offset)
            let line: Line = [
                Span(condition.isOn ? "[x] " : "[ ] ", .key),
                Span(SafeText(condition.title).fitted(to: 18) + " ", .dim),
                Span(SafeText(condition.shown)),
            ]
            frame.write(line.truncated(to: row.width), at: row.origin, in: row)
            if first + offset == selected { frame.lay(row, over: .cursor) }
        }
        for (offset, line) in below.suffix(room).enumerated() {
            frame.write(line.truncated(to: bottom.width), at: bottom.row(offset).origin, in: bottom)
        }
    }

    private func below(_ state: ConsoleState, width: Int) -> [Line] {
        let rule = Line(SafeText("─").repeated(width), .border)
        guard !when.isEmpty else { return [rule, Line("nothing chosen yet", .hint)] }
        let source = ExpressionText.lines(when, label: "when ", width: width)
        return [rule] + source.prefix(4) + [RuleMatching.sentence(self.rule(state), state)]
            + [Line("It begins in shadow: recorded, not carried out.", .hint)]
    }
}
