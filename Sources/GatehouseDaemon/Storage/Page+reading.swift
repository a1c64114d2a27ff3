internal import ControlProtocol

extension Page {
    /// Reads a page of rows, newest first unless said otherwise.
    ///
    /// - Parameters:
    ///   - select: the statement up to its conditions.
    ///   - key: the unique column that gives the order.
    ///   - start: the key of the last row of the previous page; nil for the first page.
    ///   - condition: what all rows must fulfil, whatever the filter.
    ///   - limit: 1 to 1,000; other numbers are clamped.
    ///   - read: makes an item of a row, and the text that names its place in the order.
    init(
        _ select: String,
        by key: String,
        ascending: Bool = false,
        after start: (any Storable)?,
        where condition: FilterSQL.Condition? = nil,
        matching filter: FilterSQL?,
        limit: Int,
        in transaction: Transaction,
        read: (borrowing StoredRow) throws -> (item: Item, cursor: String)
    ) throws {
        let limit = min(max(limit, 1), 1000)
        let beyond = start.map { ("\(key) \(ascending ? ">" : "<") ?", [$0]) as FilterSQL.Condition }
        let conditions = [condition, beyond, filter?.condition].compactMap(\.self)
        let text = conditions.isEmpty ? "" : " WHERE " + conditions.map(\.sql).joined(separator: " AND ")
        // One row more than the page holds tells whether there is a next page.
        let rows = try transaction.rows(
            once: "\(select)\(text) ORDER BY \(key) \(ascending ? "ASC" : "DESC") LIMIT ?",
            conditions.reduce([]) { $0 + $1.values } + [limit + 1],
            read
        )
        let page = rows.prefix(limit)
        self.init(items: page.map(\.item), next: rows.count > limit ? page.last?.cursor : nil)
    }
}
