/// The rows of a table, wherever they are stored. Selection and marks refer to rows by id, so rows may be added and
/// removed.
package protocol TableRows<ID> {
    associatedtype ID: Hashable & Sendable

    var count: Int { get }

    /// The id of the row at an index in `0..<count`.
    func id(at index: Int) -> ID

    /// The current index of a row; nil if it is gone.
    func index(of id: ID) -> Int?

    /// The content of a cell.
    func cell(at index: Int, column: String) -> Span

    /// The role of the row if it is neither selected nor marked: nil, or for example `.new`.
    func highlight(at index: Int) -> Role?
}

extension TableRows {
    package func highlight(at index: Int) -> Role? { nil }

    /// The existing rows among `ids`, in table order. A few are looked up one by one; for many, all rows are scanned
    /// once.
    func present(_ ids: Set<ID>) -> [ID] {
        guard ids.count > 32 else {
            let found = ids.compactMap { id in index(of: id).map { (index: $0, id: id) } }
            return found.sorted { $0.index < $1.index }.map(\.id)
        }
        return (0..<count).lazy.map(id).filter(ids.contains)
    }
}
