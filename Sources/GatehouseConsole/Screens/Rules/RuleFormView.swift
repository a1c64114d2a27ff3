import ControlProtocol
import GatehouseModel
import TerminalUI

/// Draws the form of a rule: the fields from top to bottom, scrolled to the current one, with the matching calls below.
enum RuleFormView {
    private static let labelWidth = 11

    /// The width to which a field's text is wrapped.
    static func fieldWidth(_ size: Size) -> Int { max(10, size.width - 4 - labelWidth) }

    static func draw(_ form: RuleForm, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let inner = Panel.draw(
            title(form, state),
            size: state.paneArea.size,
            keys: [("^O", "save"), ("^T", "test"), ("tab", "field"), keys(form)],
            over: state.paneArea,
            on: &frame
        )
        let reach = reach(form, state, width: inner.width)
        let below = min(reach.count, max(1, inner.height / 3))
        let (top, bottom) = inner.split(rows: -below)
        drawFields(form, state, in: top, on: &frame)
        for (offset, line) in reach.prefix(below).enumerated() {
            frame.write(line.truncated(to: bottom.width), at: bottom.row(offset).origin, in: bottom)
        }
    }

    private static func title(_ form: RuleForm, _ state: ConsoleState) -> String {
        let target = state.rules.draft.map { "draft, base \($0.base)" } ?? "begins a draft"
        let what: String
        switch form.purpose {
        case .edit(let rule): what = "Rule \(rule.name)"
        case .add: what = form.origin.map { "New rule from \($0)" } ?? "New rule"
        }
        return "\(what) · \(target)"
    }

    private static func keys(_ form: RuleForm) -> (key: String, title: String) {
        switch form.field {
        case .endpoints: ("space", "choose")
        case .then, .mode: ("←→", "choose")
        case .when, .set, .message, .comment: ("enter", "line")
        default: ("enter", "save")
        }
    }

    // MARK: Fields

    /// The drawn fields, and the position of the cursor.
    private struct Body {
        var lines: [Line] = []
        var cursor: Point?
        var focus = 0..<0
    }

    private static func drawFields(_ form: RuleForm, _ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let body = body(form, state, width: area.width)
        let wanted = body.cursor?.y ?? body.focus.lowerBound
        // Shows the whole field if it fits, and the cursor in any case.
        var first = max(0, body.focus.upperBound - area.height)
        first = min(first, body.focus.lowerBound)
        if wanted - first >= area.height { first = wanted - area.height + 1 }
        for (offset, line) in body.lines.dropFirst(first).prefix(area.height).enumerated() {
            frame.write(line.truncated(to: area.width), at: area.row(offset).origin, in: area)
        }
        frame.cursor = body.cursor.map { Point(x: area.x + $0.x, y: area.y + $0.y - first) }
    }

    private static func body(_ form: RuleForm, _ state: ConsoleState, width: Int) -> Body {
        var body = Body()
        for field in form.fields {
            let start = body.lines.count
            if field == form.field {
                let own = lines(field, form, state, width: width)
                body.cursor = own.cursor.map { Point(x: $0.x, y: $0.y + start) }
                body.lines += own.lines
                body.focus = start..<body.lines.count
            } else {
                body.lines += lines(field, form, state, width: width).lines
            }
        }
        return body
    }

    private static func lines(_ field: RuleForm.Field, _ form: RuleForm, _ state: ConsoleState, width: Int) -> Body {
        let isHere = field == form.field
        let label = Span(title(field).fitted(to: labelWidth), isHere ? .focus : .dim)
        switch field {
        case .endpoints: return endpoints(form, label, state, width: width)
        case .then:
            return choice(label, form.then.rawValue, RuleRows.role(form.then), RuleLines.meaning(form.rule), isHere)
        case .mode:
            return choice(label, form.mode.rawValue, RuleRows.role(form.mode), RuleLines.meaning(form.mode), isHere)
        default: return text(field, form, label, state, width: width)
        }
    }

    private static func title(_ field: RuleForm.Field) -> SafeText {
        switch field {
        case .name: "name"
        case .endpoints: "endpoints"
        case .when: "when"
        case .then: "then"
        case .mode: "mode"
        case .field: "field"
        case .queue: "queue"
        case .set: "set"
        case .tags: "tags"
        case .message: "message"
        case .comment: "comment"
        }
    }

    private static func choice(
        _ label: Span,
        _ word: String,
        _ role: TerminalUI.Role,
        _ meaning: SafeText,
        _ isHere: Bool
    ) -> Body {
        let side: TerminalUI.Role = isHere ? .key : .dim
        let line: Line = [
            label, Span("◂ ", side), Span(SafeText(word), role), Span(" ▸", side), Span("  \(meaning)", .dim),
        ]
        return Body(lines: [line], cursor: isHere ? Point(x: labelWidth, y: 0) : nil)
    }

    private static func endpoints(_ form: RuleForm, _ label: Span, _ state: ConsoleState, width: Int) -> Body {
        let isHere = form.field == .endpoints
        let names = form.endpointNames(state)
        guard isHere else {
            let chosen = form.endpoints.isEmpty ? "all" : form.endpoints.sorted().joined(separator: ", ")
            return Body(lines: [Line([label, Span(SafeText(chosen))])])
        }
        var body = Body()
        var line: Line = [label]
        if names.isEmpty { line.spans.append(Span("all; the policy's endpoints are being read", .dim)) }
        for (index, name) in names.enumerated() {
            let isOn = form.endpoints.contains(name)
            let mark: SafeText = isOn ? "[x] " : "[ ] "
            let text = mark + SafeText(name) + "  "
            if line.width + text.width > width, line.spans.count > 1 {
                body.lines.append(line)
                line = [Span(SafeText(" ").repeated(labelWidth))]
            }
            if index == form.endpointIndex { body.cursor = Point(x: line.width + 1, y: body.lines.count) }
            line.spans.append(Span(text, index == form.endpointIndex ? .focus : isOn ? .text : .dim))
        }
        body.lines.append(line)
        if form.endpoints.isEmpty, !names.isEmpty {
            body.lines.append([Span(SafeText(" ").repeated(labelWidth)), Span("none chosen: all of them", .dim)])
        }
        return body
    }

    private static func text(
        _ field: RuleForm.Field,
        _ form: RuleForm,
        _ label: Span,
        _ state: ConsoleState,
        width: Int
    ) -> Body {
        let isHere = field == form.field
        let area = form.areas[field] ?? TextArea()
        let room = max(10, width - labelWidth)
        let isExpression = field == .when || field == .set
        let roles = isExpression ? ExpressionText.roles(area.text) : []
        let problems = problems(field, area, form, state)
        var body = Body()
        for (index, row) in area.rows(width: room).enumerated() {
            let start = index == 0 ? label : Span(SafeText(" ").repeated(labelWidth))
            body.lines.append([start] + area.line(row) { roles.indices.contains($0) ? roles[$0] : .text })
            if isHere, area.place(width: room).row == index {
                body.cursor = Point(x: labelWidth + area.place(width: room).column, y: body.lines.count - 1)
            }
            for problem in problems where area.place(of: problem.offset, width: room).row == index {
                let column = area.place(of: problem.offset, width: room).column
                body.lines += Caret.lines(problem.text, column: labelWidth + column, indent: 0, width: width)
            }
        }
        if area.text.isEmpty, let hint = hint(field, state) { body.lines[0].spans.append(Span(hint, .dim)) }
        return body
    }

    /// The errors in a field, each at its position.
    private static func problems(
        _ field: RuleForm.Field,
        _ area: TextArea,
        _ form: RuleForm,
        _ state: ConsoleState
    ) -> [(offset: Int, text: String)] {
        guard !area.text.isEmpty, let remarks = form.remarks(state) else { return [] }
        return remarks.prefix(3).compactMap { remark in
            switch field {
            case .when where remark.member == "when":
                return (area.offset(line: remark.line, column: remark.column), remark.text)
            case .set where remark.member != "when":
                let lines = area.text.split(separator: "\n", omittingEmptySubsequences: false)
                let index = lines.firstIndex { $0.hasPrefix("\(remark.member) ") || $0.hasPrefix("\(remark.member)=") }
                guard let index else { return nil }
                let value =
                    lines[index].firstIndex(of: "=").map { lines[index][lines[index].index(after: $0)...] } ?? ""
                let before = lines[index].count - value.count + value.prefix { $0 == " " }.count
                let start = remark.line == 1 ? before : 2
                return (area.offset(line: index + remark.line, column: start + remark.column), remark.text)
            default: return nil
            }
        }
    }

    private static func hint(_ field: RuleForm.Field, _ state: ConsoleState) -> SafeText? {
        switch field {
        case .name: "what people call it, as in: postal code"
        case .when: "a condition, as in: claims.country == \u{22}Sweden\u{22}"
        case .field: "the claim the message belongs to; empty for the whole form"
        case .queue:
            queues(state).isEmpty ? "the queue that is asked" : "as in: \(queues(state).joined(separator: ", "))"
        case .set: "claim = expression, one a line"
        case .tags: "words, with spaces between"
        case .message: "what the applicant reads; other locales below: fr = …"
        case .comment: "for those who read the policy"
        case .endpoints, .then, .mode: nil
        }
    }

    /// The queues named by lists and requests.
    private static func queues(_ state: ConsoleState) -> [String] {
        Set(state.lists.lists.compactMap(\.queue) + state.approvals.rows.map(\.queue)).sorted()
    }
}
