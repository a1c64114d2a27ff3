import ControlProtocol
import GatehouseModel
import TerminalUI

/// Draws the form of an entry: above the entries in the Lists screen, as a dialog elsewhere.
enum EntryFormView {
    /// The number of rows for the form above the entries; 0 if it is not there.
    static func inlineHeight(_ state: ConsoleState) -> Int {
        guard case .entry = state.dialog, state.screen == .lists, let detail = state.layout.detail else { return 0 }
        return min(8, max(4, detail.height - 3))
    }

    static func draw(_ form: EntryForm, _ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        entryRow(form, in: area.row(0), on: &frame)
        let wrapped = lines(form, state).flatMap { $0.wrapped(to: area.width) }
        for (offset, line) in wrapped.enumerated() where offset + 1 < area.height - 2 {
            frame.write(line, at: area.row(offset + 1).origin, in: area)
        }
        guard area.height >= 4 else { return }
        fields([.expires, .ticket, .owner], form, in: area.row(-2), on: &frame)
        fields([.comment], form, in: area.row(-1), on: &frame)
    }

    /// The keys of the form in the current field.
    static func keys(_ form: EntryForm) -> [(key: String, title: String)] {
        let keys = [("enter", form.purpose == .add ? "add" : "save"), ("tab", "fields")]
        switch form.field {
        case .list: return keys + [("↑↓", "other list")]
        case .entry where !form.suggestions.isEmpty: return keys + [("↑↓", "other entry")]
        case .entry, .expires, .comment, .ticket, .owner: return keys
        }
    }

    private static func entryRow(_ form: EntryForm, in row: Rect, on frame: inout Frame) {
        let sign = form.purpose == .add ? "+" : "~"
        let label: Line = [
            Span("\(sign) ", .diffAdd), Span(SafeText(form.list), form.field == .list ? .focus : .dim),
            Span(" ◂ ", .dim),
        ]
        field(.entry, form, label: label, in: row, on: &frame)
        if form.field == .list { frame.cursor = Point(x: row.x + 2, y: row.y) }
    }

    private static func fields(_ fields: [EntryForm.Field], _ form: EntryForm, in row: Rect, on frame: inout Frame) {
        let width = row.width / max(1, fields.count)
        for (index, name) in fields.enumerated() {
            let part = Rect(x: row.x + index * width, y: row.y, width: width - 1, height: 1)
            let label: Line = [Span("\(title(name)) ", form.field == name ? .focus : .dim)]
            field(name, form, label: label, in: part, on: &frame)
        }
    }

    private static func title(_ field: EntryForm.Field) -> String {
        switch field {
        case .list: "list"
        case .entry: "entry"
        case .expires: "expires"
        case .comment: "comment"
        case .ticket: "ticket"
        case .owner: "owner"
        }
    }

    private static func field(
        _ field: EntryForm.Field,
        _ form: EntryForm,
        label: Line,
        in row: Rect,
        on frame: inout Frame
    ) {
        let editor = form.editors[field] ?? Prompt()
        let before = frame.cursor
        editor.draw(label: label, role: field == form.field ? .text : .dim, in: row, of: &frame)
        if field != form.field { frame.cursor = before }
    }

    /// What the entry means and what it would have matched.
    static func lines(_ form: EntryForm, _ state: ConsoleState) -> [Line] {
        guard let pattern = form.pattern else {
            return form.text(.entry).isEmpty ? hints : [Line("\(form.entryProblem ?? "")", .warn)]
        }
        let meaning = Line([Span("\(pattern.kind.rawValue): ", .dim), Span(SafeText(pattern.explanation))])
        if let problem = Expiry(form.text(.expires), now: state.daemonTime).problem {
            return [meaning, Line("expires: \(problem)", .warn)]
        }
        return [meaning] + reach(form, state)
    }

    /// The notation, in two lines that fit 80 columns.
    private static let hints = [
        Line("address, domain, .domain and below, *.domain below only, issuer:name", .hint),
        Line("192.0.2.0/24 IP addresses, /^x[0-9]+@/ pattern, value:country=SE claim", .hint),
    ]

    private static func reach(_ form: EntryForm, _ state: ConsoleState) -> [Line] {
        guard let key = form.impactKey else { return [] }
        switch state.resources[key] {
        case .failed(let error): return [Line("its reach cannot be told: \(error.description)", .warn)]
        case .loaded(.impact(let impact), _): return ImpactLines.lines(impact, effect: effect(form, state), state)
        case .loaded, .loading, nil: return [Line("looking what it would have matched…", .dim)]
        }
    }

    private static func effect(_ form: EntryForm, _ state: ConsoleState) -> ListEffect {
        state.lists.lists.first { $0.name == form.list }?.effect ?? .none
    }
}

/// The effect of an entry in words.
enum ImpactLines {
    static func lines(_ impact: Impact, effect: ListEffect, _ state: ConsoleState) -> [Line] {
        let verb =
            switch effect {
            case .deny: "would have blocked"
            case .allow: "would have let through"
            case .approve: "would have asked about"
            case .none: "would have matched"
            }
        let outcomes = Outcome.allCases.compactMap { outcome in
            impact.outcomes[outcome.rawValue].flatMap { $0 > 0 ? "\(Words.count($0)) \(outcome.rawValue)" : nil }
        }
        let detail = outcomes.isEmpty ? "" : " (\(outcomes.joined(separator: ", ")))"
        let people = Words.count(impact.people, "person", "people")
        let part = impact.complete ? "" : "at least "
        var lines = [
            Line([
                Span("last \(impact.days) days: ", .dim),
                Span(
                    "\(verb) \(part)\(Words.count(impact.calls, "call")) of \(people)\(detail)",
                    impact.calls > 0 ? .warn : .text
                ),
            ])
        ]
        if impact.waitingCount > 0 {
            let shown = impact.waiting.prefix(3).map { state.shown($0.email) }.joined(separator: ", ")
            let more = impact.waitingCount > 3 ? ", …" : ""
            lines.append(Line("\(Words.count(impact.waitingCount)) of them waiting now: \(shown)\(more)", .pending))
        } else {
            lines.append(Line("nobody it would match waits now", .dim))
        }
        if impact.unknown > 0 {
            lines.append(Line("not known of \(Words.count(impact.unknown, "call")): no longer kept", .dim))
        }
        lines += impact.remarks.map { Line("\($0)", .dim) }
        return lines
    }
}
