/// The selected, marked and topmost rows of a table. All are stored by id, so that rows that are added or removed never
/// move the view under the cursor.
package struct TableSelection<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The selected row; nil selects the first.
    package private(set) var selected: ID?
    /// The first visible row; nil for the first row of the table.
    package private(set) var top: ID?
    /// The rows marked by the user.
    package var marks: Set<ID> = []
    /// The start of a range of marks, while one is being made.
    package private(set) var anchor: ID?
    /// The last known index of the selected row, in case it is removed.
    private var lastIndex = 0
    private var lastTop = 0

    package init() {}

    /// The selected row's index; nil in an empty table.
    package func index(in rows: some TableRows<ID>) -> Int? {
        guard rows.count > 0 else { return nil }
        let found = selected.flatMap { rows.index(of: $0) }
        return min(max(0, found ?? lastIndex), rows.count - 1)
    }

    /// The index of the first visible row for a height, such that the selected row is visible.
    package func topIndex(in rows: some TableRows<ID>, height: Int) -> Int {
        guard let index = index(in: rows), height > 0 else { return 0 }
        let wanted = top.flatMap { rows.index(of: $0) } ?? lastTop
        let inSight = min(max(wanted, index - height + 1), index)
        return max(0, min(inSight, rows.count - height))
    }
}

// MARK: - Moving

extension TableSelection {
    /// Selects a row by id and scrolls to it.
    package mutating func select(_ id: ID, in rows: some TableRows<ID>, height: Int) {
        guard let index = rows.index(of: id) else { return }
        settle(at: index, in: rows, height: height)
    }

    /// Moves the selection down by a number of rows (up if negative), stopping at the ends.
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

    /// Scrolls, but keeps the selection visible.
    package mutating func scroll(by rowsDown: Int, in rows: some TableRows<ID>, height: Int) {
        guard let index = index(in: rows), height > 0 else { return }
        let limit = max(0, rows.count - height)
        let newTop = min(max(0, topIndex(in: rows, height: height) + rowsDown), limit)
        lastTop = newTop
        top = rows.id(at: newTop)
        remember(min(max(index, newTop), newTop + height - 1), in: rows)
    }

    /// Adapts to added or removed rows: keeps the selected id, or selects the row in its place.
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
    /// Marks or unmarks the selected row.
    package mutating func toggleMark(in rows: some TableRows<ID>) {
        guard let index = index(in: rows) else { return }
        let id = rows.id(at: index)
        if marks.remove(id) == nil { marks.insert(id) }
    }

    /// Begins a range at the selected row; if one was begun, marks all its rows and ends it.
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

    /// The rows that a command applies to: the marked rows in table order, otherwise the selected one.
    package func targets(in rows: some TableRows<ID>) -> [ID] {
        let marked = rows.present(marks)
        guard marked.isEmpty else { return marked }
        return index(in: rows).map { [rows.id(at: $0)] } ?? []
    }
}
