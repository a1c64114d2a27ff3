import ControlProtocol
import GatehouseModel
import TerminalUI

extension ListsScreen {
    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        let lists = state.lists.lists
        let entries = lists.reduce(0) { $0 + $1.entries }
        let stale = state.staleness.map { "STALE \(Words.age($0)) · " } ?? ""
        return PaneTitle(
            "Lists",
            right: stale + "\(Words.count(lists.count, "list")) · \(Words.count(entries, "entry", "entries"))",
            alarm: stale.isEmpty ? nil : "STALE"
        )
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        guard let list = state.lists.selected else { return "no list" }
        return list.name + (state.lists.entries.filter.map { "  with \"\($0)\"" } ?? "")
    }

    static func tabs(_ state: ConsoleState) -> [String] { ["Entries", "Settings", "History", "Check"] }

    static func position(_ state: ConsoleState) -> String {
        if case .entry(let form) = state.dialog { return form.purpose == .add ? "draft +1" : "draft" }
        return place(state, hasMore: state.pane.isDetailFocused && state.lists.entries.next != nil)
            + markNote(state.lists.entries.selection)
    }

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard !state.lists.lists.isEmpty else {
            let lines =
                state.lists.isLoaded
                ? ["There are no lists.", "The policy defines them: gatehouse policy export, then policy apply."]
                : Empty.unread(state)
            return Empty.draw(lines, in: area, on: &frame)
        }
        var rows = ListRows(state.lists)
        rows.now = state.daemonTime
        let columns = shownColumns(state, width: area.width)
        Table(columns: columns, sort: state.pane.sort, isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.lists.selection, in: area, of: &frame)
    }

    static func columns(width: Int) -> [Column] { width >= 100 ? wideColumns : columns }

    static let sortable = ["effect", "list", "entries", "hits", "source", "expiring"]

    /// Without a chosen order, lists are in the policy's order.
    static func sort(by order: Table.Sort?, _ state: inout ConsoleState) -> [Effect] {
        state.lists.order = order
        state.lists.sort()
        return order == nil ? [.ask(Ask(ListLists()) { .lists(.lists($0)) })] : []
    }

    private static let columns = [
        Column("effect", title: "EFFECT", minimum: 8, ideal: 8),
        Column("list", title: "LIST", minimum: 12, ideal: 18, weight: 2),

        Column("entries", title: "ENTRIES", minimum: 9, ideal: 9, alignment: .right),
        Column("hits", title: "HITS 24h", minimum: 8, ideal: 9, alignment: .right, dropPriority: 1),
        Column("source", title: "SOURCE", minimum: 10, ideal: 19, weight: 1, dropPriority: 3),
        Column("expiring", title: "EXPIRING", minimum: 8, ideal: 8, alignment: .right, dropPriority: 2),
    ]

    private static let wideColumns =
        Array(columns.prefix(2)) + [Column("queue", title: "QUEUE", minimum: 8, ideal: 10)] + columns.dropFirst(2)

    /// The entries as a table, with the form for a new one above it.
    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard showsEntries(state) else {
            let lines = detail(state, width: area.width - 2)
            TextPane(lines).draw(.init(row: state.pane.scroll), in: area.inset(columns: 1, rows: 0), of: &frame)
            return
        }
        var area = area
        let formHeight = EntryFormView.inlineHeight(state)
        if formHeight > 0, case .entry(let form) = state.dialog {
            let (top, rest) = area.split(rows: formHeight)
            EntryFormView.draw(form, state, in: top.inset(columns: 1, rows: 0), on: &frame)
            area = rest
        }
        guard !state.lists.entries.rows.isEmpty else { return Empty.draw(emptyEntries(state), in: area, on: &frame) }
        var rows = EntryRows(state.lists)
        rows.now = state.daemonTime
        rows.isMasked = state.isMasked
        Table(columns: entryColumns, isFocused: state.pane.isDetailFocused && formHeight == 0)
            .draw(rows, selection: state.lists.entries.selection, in: area, of: &frame)
    }

    private static func emptyEntries(_ state: ConsoleState) -> [String] {
        if let failure = state.lists.entries.failure { return ["The entries cannot be read.", failure] }
        if state.lists.entries.isReading { return ["Reading…"] }
        if state.lists.entries.filter != nil {
            return ["No entry contains that.", "f with an empty text shows all."]
        }
        return state.lists.selected == nil ? [] : ["No entries.", "o adds one; gatehouse lists import brings many."]
    }

    private static let entryColumns = [
        Column("entry", title: "ENTRY", minimum: 16, ideal: 24, weight: 3),
        Column("kind", title: "KIND", minimum: 8, ideal: 8, dropPriority: 4),
        Column("hits", title: "HITS", minimum: 5, ideal: 5, alignment: .right, dropPriority: 2),
        Column("last", title: "LAST", minimum: 6, ideal: 6, dropPriority: 5),
        Column("owner", title: "OWNER", minimum: 6, ideal: 6, dropPriority: 3),
        Column("expires", title: "EXPIRES", minimum: 7, ideal: 7, dropPriority: 1),
        Column("comment", title: "COMMENT", minimum: 10, ideal: 12, weight: 4),
        Column("source", title: "SOURCE", minimum: 12, ideal: 12, dropPriority: 7),
    ]

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        guard let list = state.lists.selected else { return [] }
        switch state.pane.tab {
        case 1: return settings(list, state)
        case 2: return history(list, state)
        case 3: return checked(state)
        default: return state.lists.selectedEntry.map(entryLines) ?? []
        }
    }

    private static func settings(_ list: ListSummary, _ state: ConsoleState) -> [Line] {
        let effect =
            switch list.effect {
            case .allow: "exempts from deny lists, and from asking"
            case .deny: "shows a block page"
            case .approve: "asks a person in queue \(list.queue ?? "?")"
            case .none: "only rules look at it"
            }
        let updated = list.updated.map { Words.moment($0, now: state.daemonTime) } ?? "never"
        return [
            pair("name", list.name), pair("effect", "\(list.effect.rawValue): \(effect)"),
            pair("entries", Words.count(list.entries)), pair("hits 24h", Words.count(list.hits24h)),
            pair("expiring", "\(Words.count(list.expiring)) within 7 days"), pair("source", list.source),
            pair("changed", "\(updated), revision \(list.revision)"),
            Line("Effect and messages are part of the policy document; the entries are edited here.", .hint),
        ]
    }

    private static func entryLines(_ entry: ListEntry) -> [Line] {
        [
            pair("entry", entry.entry), pair("kind", entry.kind.rawValue), pair("comment", entry.comment ?? "-"),
            pair("owner", entry.owner ?? "-"), pair("ticket", entry.ticket ?? "-"), pair("source", entry.source),
            pair("created", entry.created.description), pair("expires", entry.expires?.description ?? "never"),
            pair("hits", "\(entry.hits), last \(entry.lastHit?.description ?? "never")"),
        ]
    }

    private static func history(_ list: ListSummary, _ state: ConsoleState) -> [Line] {
        switch state.resources["history/\(list.name)/\(list.revision)"] {
        case .failed(let error): return [Line("\(error.description)", .error)]
        case .loaded(.records(let records), _):
            guard !records.isEmpty else { return [Line("Nobody changed this list yet.", .hint)] }
            return records.flatMap { ListHistoryLines.lines($0, state) }
        case .loaded, .loading, nil: return [Line("reading…", .dim)]
        }
    }

    private static func checked(_ state: ConsoleState) -> [Line] {
        guard let value = state.lists.checked else {
            return [Line("c looks up an address, a domain or issuer:name in all lists.", .hint)]
        }
        switch state.resources["check/\(value)"] {
        case .failed(let error): return [Line("\(error.description)", .error)]
        case .loaded(.check(let reply), _):
            let head = Line([
                Span(SafeText(reply.value), .title),
                Span(" is in \(Words.count(reply.matches.count, "list entry", "list entries"))"),
            ])
            return [head]
                + reply.matches.map { match in
                    [
                        Span(match.decides ? "■ " : "◇ ", ListRows.role(match.effect)),
                        Span(SafeText(match.effect.rawValue).fitted(to: 8), ListRows.role(match.effect)),
                        Span(SafeText(match.list).fitted(to: 18)),
                        Span(SafeText(match.entry.entry)),
                        Span(match.decides ? "  decides" : "", .ok),
                        Span("  \(match.entry.comment ?? "")", .dim),
                    ]
                }
        case .loaded, .loading, nil: return [Line("reading…", .dim)]
        }
    }

    private static func pair(_ name: String, _ value: String) -> Line {
        [Span(SafeText(name).fitted(to: 10), .dim), Span(SafeText(value))]
    }
}
