import ControlProtocol
import GatehouseModel

/// Fields of one CSV record, both ways (RFC 4180).
enum CSVRow {
    /// - Throws: `ImportReader.Fault` for stray quotes and what is not UTF-8.
    static func fields(of bytes: [UInt8]) throws(ImportReader.Fault) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var rest = bytes[...]
        while true {
            if rest.first == UInt8(ascii: "\"") {
                rest.removeFirst()
                try takeQuoted(&rest, into: &field)
            } else {
                while let byte = rest.first, byte != UInt8(ascii: ",") {
                    guard byte != UInt8(ascii: "\"") else {
                        throw .init("a quote stands inside a field; put the field in quotes and double the quote")
                    }
                    field.append(byte)
                    rest.removeFirst()
                }
            }
            fields.append(try ImportReader.text(field))
            field.removeAll(keepingCapacity: true)
            guard rest.first == UInt8(ascii: ",") else { break }
            rest.removeFirst()
        }
        guard rest.isEmpty else { throw .init("text follows a closing quote") }
        return fields
    }

    private static func takeQuoted(
        _ rest: inout ArraySlice<UInt8>,
        into field: inout [UInt8]
    ) throws(ImportReader.Fault) {
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\"") else {
                field.append(byte)
                continue
            }
            guard rest.first == UInt8(ascii: "\"") else { return }
            rest.removeFirst()
            field.append(byte)
        }
        throw .init("a quote is opened and never closed")
    }

    /// One record with its line end.
    static func text(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// A column of an import file.
enum CSVColumn: String, CaseIterable {
    case entry, comment, owner, ticket, expires

    /// - Throws: `ImportReader.Fault` when the header names what we do not know, names something twice or no `entry`.
    static func header(_ names: [String]) throws(ImportReader.Fault) -> [CSVColumn] {
        var columns: [CSVColumn] = []
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

    /// - Throws: `ImportReader.Fault` when `expires` is no time.
    static func draft(_ columns: [CSVColumn], _ cells: [String]) throws(ImportReader.Fault) -> EntryDraft {
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
                guard let time = Timestamp(text) else {
                    let shown = CanonicalJSON.quoted(String(text.prefix(40)))
                    throw .init("\(shown) is no time; write 2026-12-31 or 2026-12-31T12:00:00Z")
                }
                draft.expires = time
            }
        }
        return draft
    }
}
