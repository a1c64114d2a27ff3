import ControlProtocol
import GatehouseModel
import TerminalUI

extension AuditScreen {
    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        let filter = state.panes[.audit]?.filter.active.map { "filter \($0)" } ?? "newest first"
        let stale = state.staleness.map { "STALE \(Words.age($0)) · " } ?? ""
        var left = "Audit"
        if let found = state.audit.verification { left += found.intact ? "  chain intact" : "  CHAIN BROKEN" }
        let held = state.audit.records.isHeld ? "HOLDING" : nil
        let news = (state.audit.records.news ?? held).map { $0 + " · " } ?? ""
        return PaneTitle(left, right: stale + news + filter, alarm: stale.isEmpty ? nil : "STALE")
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        state.audit.selected.map { "\($0.action)  \($0.subject)" } ?? "nothing selected"
    }

    static func tabs(_ state: ConsoleState) -> [String] { ["Change", "Record"] }

    static func position(_ state: ConsoleState) -> String { place(state, hasMore: state.audit.records.next != nil) }

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard count(state) > 0 else {
            let lines =
                state.audit.isLoaded
                ? [
                    state.audit.records.filter == nil ? "Nothing was done yet." : "No record matches the filter.",
                    "Every decision and every change leaves a record here.",
                ]
                : Empty.unread(state)
            return Empty.draw(lines, in: area, on: &frame)
        }
        var rows = AuditRows(state.audit)
        rows.now = state.daemonTime
        Table(columns: shownColumns(state, width: area.width), isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.audit.records.selection, in: area, of: &frame)
    }

    static func columns(width: Int) -> [Column] { columns }

    private static let columns = [
        Column("number", title: "NO", minimum: 4, ideal: 6, alignment: .right, dropPriority: 3),
        Column("time", title: "TIME", minimum: 12, ideal: 12),
        Column("user", title: "USER", minimum: 10, ideal: 10, weight: 1),
        Column("role", title: "ROLE", minimum: 8, ideal: 8, dropPriority: 4),
        Column("action", title: "ACTION", minimum: 17, ideal: 18, weight: 1),
        Column("subject", title: "SUBJECT", minimum: 20, ideal: 24, weight: 4),
    ]

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        guard let record = state.audit.selected else { return [] }
        return state.pane.tab == 1 ? whole(record) : change(record)
    }

    private static func whole(_ record: AuditRecord) -> [Line] {
        [
            pair("number", String(record.sequence)), pair("time", record.time.description),
            pair("user", record.user + (record.uid.map { " (uid \($0))" } ?? "")),
            pair("role", record.role?.rawValue ?? "the daemon itself"), pair("action", record.action),
            pair("subject", record.subject), pair("hash", record.hash),
        ]
    }

    private static func pair(_ name: String, _ value: String) -> Line {
        [Span(SafeText(name).fitted(to: 10), .dim), Span(SafeText(value))]
    }

    /// Before and after, member by member; only differences are marked.
    private static func change(_ record: AuditRecord) -> [Line] {
        guard record.before != nil || record.after != nil else {
            return [Line("This record has no before and after.", .hint)] + whole(record)
        }
        let (before, after) = (RecordFacts(record.before).members, RecordFacts(record.after).members)
        let old = Dictionary(before) { first, _ in first }
        let new = Dictionary(after) { first, _ in first }
        let names = before.map(\.name) + after.map(\.name).filter { old[$0] == nil }
        return names.flatMap { name -> [Line] in
            let (was, becomes) = (old[name], new[name])
            if was == becomes { return [Line(SafeText("  " + fact(name, becomes)), .diffContext)] }
            return [
                was.map { Line(SafeText("- " + fact(name, $0)), .diffDelete) },
                becomes.map { Line(SafeText("+ " + fact(name, $0)), .diffAdd) },
            ].compactMap(\.self)
        }
    }

    private static func fact(_ name: String, _ facts: String?) -> String {
        guard let facts, !facts.isEmpty else { return name }
        return "\(name): \(facts)"
    }
}
