/// The rows of a table, wherever they are kept. Selection and marks name rows by id, so rows may come and go.
package protocol TableRows<ID> {
    associatedtype ID: Hashable & Sendable

    var count: Int { get }

    /// The id of the row at an index in `0..<count`.
    func id(at index: Int) -> ID

    /// Where a row is now; nil when it is gone.
    func index(of id: ID) -> Int?

    /// What a row shows in a column.
    func cell(at index: Int, column: String) -> Span

    /// The row's look where it is neither selected nor marked: nil, or for example `.new`.
    func highlight(at index: Int) -> Role?
}

extension TableRows {
    package func highlight(at index: Int) -> Role? { nil }

    /// Which of some rows are there, in the table's order. Few are looked up one by one; many by one walk over all.
    func present(_ ids: Set<ID>) -> [ID] {
        guard ids.count > 32 else {
            let found = ids.compactMap { id in index(of: id).map { (index: $0, id: id) } }
            return found.sorted { $0.index < $1.index }.map(\.id)
        }
        return (0..<count).lazy.map(id).filter(ids.contains)
    }
}
