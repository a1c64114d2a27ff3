package import ControlProtocol
package import TerminalUI

/// Records of one kind, newest first, loaded in pages; new ones are added as they happen.
///
/// Rows never move under the cursor: while the rows are held, new records wait.
package struct Feed<Record: Identifiable & Codable & Sendable>: Sendable where Record.ID: Sendable {
    /// The maximum number of waiting records.
    package static var liveLimit: Int { 2_000 }
    /// The maximum number of rows; beyond it no further page is loaded.
    package static var readLimit: Int { 20_000 }

    /// The subject and the filter with which the records were requested.
    package var subject: String?
    package var filter: String?
    package private(set) var rows: [Record] = []
    /// Records that arrived while the rows were held, newest first.
    package private(set) var waiting: [Record] = []
    /// Records that arrived or changed while a page was being loaded, newest first. The page may not have them.
    private var newer: [Record] = []
    /// Whether waiting records were dropped.
    private var hasLost = false
    /// The cursor of the next page; nil at the end.
    package private(set) var next: String?
    package var isReading = false
    /// Whether the rows must be loaded or reloaded.
    package var isOld = true
    package private(set) var failure: String?
    package var selection = TableSelection<Record.ID>()
    /// Whether the rows stay as they are, because the cursor is among them.
    package private(set) var isHeld = false

    package init() {}

    /// Starts again for another subject or filter.
    package mutating func show(_ subject: String?, filter: String?) {
        guard subject != self.subject || filter != self.filter else { return }
        self = Feed()
        self.subject = subject
        self.filter = filter
    }

    /// Requests the first page again. The rows stay until the reply arrives, even with another filter.
    package mutating func reload(_ subject: String?, filter: String?) {
        // Rows of another filter are not held, so that the reply replaces them.
        if subject != self.subject || filter != self.filter { isHeld = false }
        self.subject = subject
        self.filter = filter
        isReading = false
        isOld = true
    }

    /// Adds or updates a record.
    package mutating func put(_ record: Record) {
        if isReading { note(record) }
        if let index = rows.firstIndex(where: { $0.id == record.id }) {
            rows[index] = record
        } else if let index = waiting.firstIndex(where: { $0.id == record.id }) {
            waiting[index] = record
        } else if isHeld {
            waiting.insert(record, at: 0)
            guard waiting.count > Self.liveLimit else { return }
            waiting.removeLast()
            hasLost = true
        } else {
            insert([record])
        }
    }

    private mutating func note(_ record: Record) {
        if let index = newer.firstIndex(where: { $0.id == record.id }) {
            newer[index] = record
        } else if newer.count < Self.liveLimit {
            newer.insert(record, at: 0)
        }
    }

    /// Takes in the newest page while the rows are held. Records that are not among the rows wait; if the page does not
    /// reach back to the rows, they are loaded again when they are no longer held.
    package mutating func put(newest page: Page<Record>) {
        let shown = Set(rows.map(\.id))
        let reaches = page.items.last.map { oldest in
            shown.contains(oldest.id) || waiting.contains { $0.id == oldest.id }
        }
        if reaches == false { hasLost = true }
        for record in page.items.reversed() where !shown.contains(record.id) { put(record) }
    }

    /// `HOLDING  ▲ 3 new` while the rows are held and something waits, with a `+` if more came than wait; nil otherwise.
    package var news: String? {
        guard isHeld, !waiting.isEmpty else { return nil }
        return "HOLDING  ▲ \(Words.count(waiting.count))\(hasLost ? "+" : "") new"
    }

    /// Removes records.
    package mutating func remove(_ ids: Set<Record.ID>) {
        rows.removeAll { ids.contains($0.id) }
        newer.removeAll { ids.contains($0.id) }
        waiting.removeAll { ids.contains($0.id) }
    }

    /// Holds the rows, or adds the waiting records.
    package mutating func hold(_ holds: Bool) {
        isHeld = holds
        if !holds { release() }
    }

    /// Adds the waiting records.
    package mutating func release() {
        guard !waiting.isEmpty else { return }
        insert(waiting)
        waiting = []
    }

    private mutating func insert(_ records: [Record]) {
        rows.insert(contentsOf: records, at: 0)
        if rows.count > Self.readLimit { rows.removeLast(rows.count - Self.readLimit) }
        // Some waiting records were dropped, so the rows are reloaded.
        if hasLost { isOld = true }
        hasLost = false
    }

    /// Handles the reply to the request for a page.
    package mutating func listed(_ result: Result<Page<Record>, ControlError>, isMore: Bool) {
        isReading = false
        switch result {
        case .failure(let error):
            failure = error.problem?.detail ?? error.description
            next = nil
        case .success(let page):
            failure = nil
            if !isMore, isHeld, !rows.isEmpty {
                newer = []
                return put(newest: page)
            }
            next = page.next
            let changed = Dictionary(newer.map { ($0.id, $0) }) { first, _ in first }
            let read = page.items.map { changed[$0.id] ?? $0 }
            let there = Set(read.map(\.id))
            let known = isMore ? rows : newer.filter { !there.contains($0.id) }
            let ids = Set(known.map(\.id))
            rows = known + read.filter { !ids.contains($0.id) }
            if !isMore { waiting = [] }
        }
        newer = []
    }

    /// The page to load now, if any: the first one (nil), or the one after a cursor.
    package mutating func wanted(cursor index: Int, height: Int) -> String?? {
        guard subject != nil, !isReading else { return nil }
        if isOld {
            isOld = false
            isReading = true
            return .some(nil)
        }
        guard let next, rows.count < Self.readLimit, rows.count - index < height * 2 else { return nil }
        isReading = true
        return .some(next)
    }
}

/// The rows of a feed as a table.
package struct FeedRows<Record: Identifiable>: TableRows where Record.ID: Sendable {
    let records: [Record]
    var search = ""
    /// The text that a search compares.
    let words: (Record) -> String
    let span: (Record, String) -> Span

    package var count: Int { records.count }
    package func id(at index: Int) -> Record.ID { records[index].id }
    package func index(of id: Record.ID) -> Int? { records.firstIndex { $0.id == id } }
    package func cell(at index: Int, column: String) -> Span { span(records[index], column) }

    package func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !words(records[index]).lowercased().contains(search) ? nil : .match
    }
}
