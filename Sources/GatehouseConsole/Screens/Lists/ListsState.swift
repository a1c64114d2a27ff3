package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The lists, and the entries of the selected one.
package struct ListsState: ScreenState {
    package var lists: [ListSummary] = []
    package var isLoaded = false
    package var selection = TableSelection<String>()
    /// The entries of one list; the filter is a text that they contain.
    package var entries = Feed<ListEntry>()
    /// The text of a form that was cancelled or refused; the next form for the same entry begins with it.
    var unsent: EntryForm?
    /// The value that was last looked up.
    package var checked: String?
    /// When the hits are reloaded, while they are shown.
    package var refreshAt: Timestamp?
    /// The column by which lists are sorted; nil for the policy's order.
    package var order: Table.Sort?

    package struct Change: Sendable, Hashable {
        package var list: String
        package var number: Int
        package var what: String
    }

    package init() {}

    mutating func sort() {
        guard let order else { return }
        let keyed = lists.enumerated().map {
            (key: Self.sortKey($0.element, order.column), place: $0.offset, list: $0.element)
        }
        lists = keyed.sorted { left, right in
            guard left.key != right.key else { return left.place < right.place }
            return order.descending ? left.key > right.key : left.key < right.key
        }.map(\.list)
    }

    private static func sortKey(_ list: ListSummary, _ column: String) -> SortKey {
        switch column {
        case "effect": .text(list.effect.rawValue)
        case "entries": .number(Int64(list.entries))
        case "hits": .number(Int64(list.hits24h))
        case "source": .text(list.source)
        case "expiring": .number(Int64(list.expiring))
        default: .text(list.name)
        }
    }

    package var selected: ListSummary? {
        let rows = ListRows(self)
        return selection.index(in: rows).map { lists[$0] }
    }

    package var selectedEntry: ListEntry? {
        let rows = EntryRows(self)
        return entries.selection.index(in: rows).map { entries.rows[$0] }
    }
}

/// Replies to requests from the Lists screen.
package enum ListsMessage: ScreenMessage {
    case lists(Result<Page<ListSummary>, ControlError>)
    case entries(list: String, contains: String?, isMore: Bool, Result<Page<ListEntry>, ControlError>)
    /// The reply to an edit, which belongs to an earlier act or is its own.
    case changed(list: String, what: String, act: Int?, Result<EntriesChanged, ControlError>)

    package func update(_ state: inout ConsoleState) -> [Effect] { ListsScreen.update(self, &state) }
}

/// The lists as a table.
package struct ListRows: TableRows {
    private let lists: [ListSummary]
    var now = Timestamp(milliseconds: 0)

    init(_ state: ListsState) { lists = state.lists }

    package var count: Int { lists.count }
    package func id(at index: Int) -> String { lists[index].name }
    package func index(of id: String) -> Int? { lists.firstIndex { $0.name == id } }

    package func cell(at index: Int, column: String) -> Span {
        let list = lists[index]
        switch column {
        case "effect": return Span(SafeText(list.effect == .none ? "-" : list.effect.rawValue), Self.role(list.effect))
        case "list": return Span(SafeText(list.name), .text)
        case "queue": return Span(SafeText(list.queue ?? "-"), .dim)
        case "entries": return Span(SafeText(Words.count(list.entries)), .text)
        case "hits": return Span(SafeText(Words.count(list.hits24h)), list.hits24h > 0 ? .text : .dim)
        case "source":
            let when = list.updated.map { " " + Words.day($0, now: now) } ?? ""
            return Span(SafeText(list.source == "by hand" ? list.source : list.source + when), .dim)
        case "expiring":
            return Span(
                SafeText(list.expiring > 0 ? Words.count(list.expiring) : "-"),
                list.expiring > 0 ? .warn : .dim
            )
        default: return Span("", .text)
        }
    }

    static func role(_ effect: ListEffect) -> TerminalUI.Role {
        switch effect {
        case .allow: .allowed
        case .deny: .denied
        case .approve: .pending
        case .none: .dim
        }
    }
}

/// The entries as a table.
package struct EntryRows: TableRows {
    private let entries: [ListEntry]
    var now = Timestamp(milliseconds: 0)
    var isMasked = true

    init(_ state: ListsState) { entries = state.entries.rows }

    package var count: Int { entries.count }
    package func id(at index: Int) -> String { entries[index].entry }
    package func index(of id: String) -> Int? { entries.firstIndex { $0.entry == id } }

    package func cell(at index: Int, column: String) -> Span {
        let entry = entries[index]
        let isExpired = entry.expires.map { $0 <= now } ?? false
        let plain: TerminalUI.Role = isExpired ? .dim : .text
        switch column {
        case "entry":
            let shown = entry.kind == .email && isMasked ? Masking.email(entry.entry) : entry.entry
            return Span(SafeText(shown), plain)
        case "kind": return Span(SafeText(entry.kind.rawValue), .dim)
        case "hits": return Span(SafeText(Words.count(entry.hits)), entry.hits > 0 ? plain : .dim)
        case "last": return Span(SafeText(Words.recent(entry.lastHit, now: now)), .dim)
        case "owner": return Span(SafeText(entry.owner ?? "-"), .dim)
        case "expires":
            guard let expires = entry.expires else { return Span("-", .dim) }
            return Span(SafeText(isExpired ? "expired" : Words.day(expires, now: now)), isExpired ? .warn : plain)
        case "ticket": return Span(SafeText(entry.ticket ?? "-"), .dim)
        case "source": return Span(SafeText(entry.source), .dim)
        case "comment":
            let words = [entry.comment, entry.ticket].compactMap(\.self).filter { !$0.isEmpty }
            return Span(SafeText(words.joined(separator: " · ")), plain)
        default: return Span("", .text)
        }
    }
}

extension ConsoleState {
    package internal(set) var lists: ListsState {
        get { screens[ListsState.self] }
        _modify { yield &screens[ListsState.self] }
    }
}

extension Message {
    package static func lists(_ message: ListsMessage) -> Message { .screen(message) }
}
