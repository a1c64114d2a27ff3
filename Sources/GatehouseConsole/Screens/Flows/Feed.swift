package import ControlProtocol
package import TerminalUI

/// Records of one kind, newest first, read in pages; what happens is added as it happens.
///
/// Nothing moves under the cursor: while the rows are held, new records wait.
package struct Feed<Record: Identifiable & Codable & Sendable>: Sendable where Record.ID: Sendable {
    /// Records that may wait.
    package static var liveLimit: Int { 2_000 }
    /// Rows kept at most; no further page is read then.
    package static var readLimit: Int { 20_000 }

    /// Whose records these are, and which of them: what they were asked with.
    package var subject: String?
    package var filter: String?
    package private(set) var rows: [Record] = []
    /// What came while the rows were held, newest first.
    package private(set) var waiting: [Record] = []
    /// What came or changed while a page was on its way, newest first: the page may not know of it.
    private var newer: [Record] = []
    /// Whether more came than may wait.
    private var hasLost = false
    /// Where the list goes on; nil at its end.
    package private(set) var next: String?
    package var isReading = false
    /// Whether the rows must be read, for the first time or again.
    package var isOld = true
    package private(set) var failure: String?
    package var selection = TableSelection<Record.ID>()
    /// Whether the rows stay as they are because somebody is among them.
    package private(set) var isHeld = false

    package init() {}

    /// Begins anew for another subject or another filter.
    package mutating func show(_ subject: String?, filter: String?) {
        guard subject != self.subject || filter != self.filter else { return }
        self = Feed()
        self.subject = subject
        self.filter = filter
    }

    /// A record that is new or changed.
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

    /// A record that is gone.
    package mutating func remove(_ id: Record.ID) {
        rows.removeAll { $0.id == id }
        newer.removeAll { $0.id == id }
        waiting.removeAll { $0.id == id }
    }

    /// Keeps the rows as they are, or lets in what waited.
    package mutating func hold(_ holds: Bool) {
        isHeld = holds
        if !holds { release() }
    }

    /// Lets the records in that waited.
    package mutating func release() {
        guard !waiting.isEmpty else { return }
        insert(waiting)
        waiting = []
    }

    private mutating func insert(_ records: [Record]) {
        rows.insert(contentsOf: records, at: 0)
        if rows.count > Self.readLimit { rows.removeLast(rows.count - Self.readLimit) }
        // More came than were kept meanwhile: what lies between is read again.
        if hasLost { isOld = true }
        hasLost = false
    }

    /// A page was read, or could not be.
    package mutating func listed(_ result: Result<Page<Record>, ControlError>, isMore: Bool) {
        isReading = false
        switch result {
        case .failure(let error):
            failure = error.problem?.detail ?? error.description
            next = nil
        case .success(let page):
            failure = nil
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

    /// What to read now, if anything: the first page (nil), or the one behind the cursor.
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
    /// What a search looks at.
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
