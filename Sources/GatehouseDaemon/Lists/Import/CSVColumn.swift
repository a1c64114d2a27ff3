import ControlProtocol
import GatehouseModel
import JSON

/// A column of an import file.
enum CSVColumn: String, CaseIterable {
    case entry, comment, owner, ticket, expires

    /// - Throws: `CSVFault` if the header has an unknown or repeated name or no `entry`.
    static func header(_ names: [String]) throws(CSVFault) -> [CSVColumn] {
        try CSVRow.checkSeparator(names, wanted: "entry")
        var columns: [CSVColumn] = []
        var names = names
        CSVRow.dropEmptyTail(of: &names, after: 0) { $0.trimmedWhiteSpace.isEmpty }
        for name in names {
            guard let column = CSVColumn(rawValue: name.trimmedWhiteSpace.lowercased()) else {
                throw .init(
                    "the header names a column \(CanonicalJSON.quoted(String(name.prefix(40)))); "
                        + "the columns are entry, comment, owner, ticket and expires"
                )
            }
            guard !columns.contains(column) else { throw .init("the header names the column \(column.rawValue) twice") }
            columns.append(column)
        }
        guard columns.contains(.entry) else { throw .init("the header names no column entry") }
        return columns
    }

    /// - Throws: `CSVFault` if `expires` is not a time.
    static func draft(_ columns: [CSVColumn], _ cells: [String]) throws(CSVFault) -> EntryDraft {
        var draft = EntryDraft(entry: "")
        for (column, cell) in zip(columns, cells) {
            switch column {
            case .entry: draft.entry = cell
            case .comment: draft.comment = cell
            case .owner: draft.owner = cell
            case .ticket: draft.ticket = cell
            case .expires:
                let text = cell.trimmedWhiteSpace
                if text.isEmpty { continue }
                guard let time = Timestamp(validThrough: text) else {
                    let shown = CanonicalJSON.quoted(String(text.prefix(40)))
                    throw .init("\(shown) is no time; write 2026-12-31 or 2026-12-31T12:00:00Z")
                }
                draft.expires = time
            }
        }
        return draft
    }
}
