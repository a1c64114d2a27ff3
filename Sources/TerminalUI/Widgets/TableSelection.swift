/// Which row of a table is selected, which are marked and which is on top: all by id, so that rows arriving or
/// leaving never move the view under the cursor.
package struct TableSelection<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The selected row; nil selects the first.
    package private(set) var selected: ID?
    /// The first visible row; nil shows the table from its start.
    package private(set) var top: ID?
    /// The rows that the user marked.
    package var marks: Set<ID> = []
    /// Where a range of marks begins, while one is being made.
    package private(set) var anchor: ID?
    /// Where the selected row was last seen, for when it is gone.
    private var lastIndex = 0
    private var lastTop = 0

    package init() {}

    /// The selected row's index; nil in an empty table.
    package func index(in rows: some TableRows<ID>) -> Int? {
        guard rows.count > 0 else { return nil }
        let found = selected.flatMap { rows.index(of: $0) }
        return min(max(0, found ?? lastIndex), rows.count - 1)
    }

    /// The first visible row's index for a height, with the selected row in sight.
    package func topIndex(in rows: some TableRows<ID>, height: Int) -> Int {
        guard let index = index(in: rows), height > 0 else { return 0 }
        let wanted = top.flatMap { rows.index(of: $0) } ?? lastTop
        let inSight = min(max(wanted, index - height + 1), index)
        return max(0, min(inSight, rows.count - height))
    }
}

// MARK: - Moving

extension TableSelection {
    /// Selects a row by id and brings it into sight.
    package mutating func select(_ id: ID, in rows: some TableRows<ID>, height: Int) {
        guard let index = rows.index(of: id) else { return }
        settle(at: index, in: rows, height: height)
    }

    /// Selects the row that many rows further down (up when negative), stopping at the ends.
    package mutating func move(by rowsDown: Int, in rows: some TableRows<ID>, height: Int) {
        guard let index = index(in: rows) else { return }
        settle(at: index + rowsDown, in: rows, height: height)
    }

    package mutating func moveToStart(in rows: some TableRows<ID>, height: Int) {
        settle(at: 0, in: rows, height: height)
    }

    package mutating func moveToEnd(in rows: some TableRows<ID>, height: Int) {
        settle(at: rows.count - 1, in: rows, height: height)
    }

    /// Scrolls without moving the selection out of sight.
    package mutating func scroll(by rowsDown: Int, in rows: some TableRows<ID>, height: Int) {
        guard let index = index(in: rows), height > 0 else { return }
        let limit = max(0, rows.count - height)
        let newTop = min(max(0, topIndex(in: rows, height: height) + rowsDown), limit)
        lastTop = newTop
        top = rows.id(at: newTop)
        remember(min(max(index, newTop), newTop + height - 1), in: rows)
    }

    /// Adapts to rows that came or went: keeps the selected id, else what took its place.
    package mutating func reconcile(with rows: some TableRows<ID>, height: Int) {
        if !marks.isEmpty { marks = Set(rows.present(marks)) }
        guard let index = index(in: rows) else { return clear() }
        settle(at: index, in: rows, height: height)
    }

    private mutating func settle(at index: Int, in rows: some TableRows<ID>, height: Int) {
        guard rows.count > 0 else { return }
        let newTop = topIndex(in: rows, height: height)
        remember(min(max(0, index), rows.count - 1), in: rows)
        lastTop = newTop
        top = rows.id(at: min(newTop, rows.count - 1))
        lastTop = topIndex(in: rows, height: height)
        top = rows.id(at: lastTop)
    }

    private mutating func remember(_ index: Int, in rows: some TableRows<ID>) {
        lastIndex = index
        selected = rows.id(at: index)
    }

    private mutating func clear() {
        selected = nil
        top = nil
        anchor = nil
        lastIndex = 0
        lastTop = 0
    }
}

// MARK: - Marks

extension TableSelection {
    /// Marks the selected row, or unmarks it.
    package mutating func toggleMark(in rows: some TableRows<ID>) {
        guard let index = index(in: rows) else { return }
        let id = rows.id(at: index)
        if marks.remove(id) == nil { marks.insert(id) }
    }

    /// Begins a range at the selected row, or marks every row from where one began and ends it.
    package mutating func toggleRange(in rows: some TableRows<ID>) {
        guard let index = index(in: rows) else { return }
        guard let start = anchor.flatMap({ rows.index(of: $0) }) else { return anchor = rows.id(at: index) }
        for marked in min(start, index)...max(start, index) { marks.insert(rows.id(at: marked)) }
        anchor = nil
    }

    package mutating func clearMarks() {
        marks = []
        anchor = nil
    }

    /// What a command applies to: the marked rows in table order, else the selected one.
    package func targets(in rows: some TableRows<ID>) -> [ID] {
        let marked = rows.present(marks)
        guard marked.isEmpty else { return marked }
        return index(in: rows).map { [rows.id(at: $0)] } ?? []
    }
}
