import ControlProtocol
import GatehouseModel
import PlainText
import PolicyEngine
import StrictTOML

/// Parses a CSV file as it arrives, into a table and a list of bad lines. The sizes of rows, fields and the file are
/// bounded, and errors are reported with their line.
struct TableReader {
    /// The maximum length of a row, in bytes.
    static let recordLimit = 64 << 10
    /// The maximum length of a field, in bytes.
    static let fieldLimit = 16 << 10
    /// The maximum number of rows.
    static let rowLimit = 2_000_000
    /// The maximum size of the file, in bytes.
    static let byteLimit = 256 << 20

    private(set) var lines = 0
    private(set) var badLines = 0
    private(set) var bad: [ImportReport.BadLine] = []
    /// Why reading must stop; nil if it can continue.
    private(set) var fatal: String?
    /// Columns of the file that the policy does not keep.
    private(set) var ignored: [String] = []

    private let definition: PolicyTable
    private let mayLackColumns: Bool
    private var splitter = RecordSplitter(hasQuotes: true, limit: Self.recordLimit)
    private var bytes = 0
    private var width = 0
    /// The indices of the fields that are kept, in order.
    private var kept: [Int] = []
    private var builder: TableBuilder?
    /// The line of each row, for messages about duplicate keys.
    private var rowLines: [UInt32] = []

    /// - Parameter mayLackColumns: whether the file may lack columns that the policy names, as an import may that is
    ///   older than the definition.
    init(_ definition: PolicyTable, mayLackColumns: Bool = false) {
        self.definition = definition
        self.mayLackColumns = mayLackColumns
    }

    /// Parses the next bytes of the file.
    mutating func feed(_ chunk: [UInt8]) {
        if bytes == 0, ByteOrderMark.isUTF16(chunk) {
            fatal = "the file is UTF-16 text; save it as CSV in UTF-8"
        }
        bytes += chunk.count
        guard bytes <= Self.byteLimit else {
            fatal = fatal ?? "the file has more than \(Self.byteLimit >> 20) MiB; leave out columns nobody looks up"
            return
        }
        for byte in chunk {
            guard fatal == nil else { return }
            if splitter.take(byte) { endRecord() }
        }
    }

    /// Ends the file. Returns its table, or nil if anything was wrong.
    mutating func finish() -> ReferenceTable? {
        if fatal == nil, splitter.hasRest { endRecord() }
        lines = splitter.lines
        if fatal == nil, width == 0 {
            fatal =
                "the file has no header; its first line must name the columns, \(definition.key.quoted()) among them"
        }
        guard fatal == nil, badLines == 0 else { return nil }
        return builder?.finish()
    }

    private mutating func endRecord() {
        let record = splitter.end()
        lines = splitter.lines
        do throws(CSVFault) {
            guard !record.isTooLong else {
                throw CSVFault("the row has more than \(Self.recordLimit) bytes; is a quote left open?")
            }
            guard !record.isUnclosed else { throw CSVFault("a quote is opened and never closed") }
            guard record.firstMark != nil else { return }
            guard !record.hasNoText else { throw .controlBytesOnly }
            let cells = try CSVRow.cells(of: record.bytes)
            if width == 0 { try readHeader(cells) } else { try readRow(cells, record.line) }
        } catch {
            report(error.detail, record.line)
            if width == 0 { fatal = "line \(record.line): \(error.detail)" }
        }
    }

    // MARK: - The header

    private mutating func readHeader(_ cells: [ArraySlice<UInt8>]) throws(CSVFault) {
        guard !cells.contains(where: { $0.contains(0x0D) }) else { throw .bareReturns }
        var names = cells.map { String(decoding: $0, as: UTF8.self).trimmedWhiteSpace }
        CSVRow.dropEmptyTail(of: &names, after: 1, \.isEmpty)
        try CSVRow.checkSeparator(names, wanted: definition.key)
        guard names.count <= PolicyTable.columnLimit else {
            throw CSVFault("the header names \(names.count) columns; keep to \(PolicyTable.columnLimit)")
        }
        for (position, name) in names.enumerated() {
            guard PolicyTable.isColumnName(name) else {
                throw CSVFault("column \(position + 1) has no usable name; name it in the first line")
            }
            guard !names[..<position].contains(name) else {
                throw CSVFault("the header names the column \(name.quoted()) twice; rename one")
            }
        }
        let wanted = definition.columns ?? names
        for column in [definition.key] + wanted where !names.contains(column) {
            if mayLackColumns, column != definition.key { continue }
            let remedy = Suggestion.remedy(for: column, among: names, noun: "column of the file")
            throw CSVFault("the header names no column \(column.quoted()); \(remedy)")
        }
        let columns = wanted.filter(names.contains)
        kept = columns.compactMap { names.firstIndex(of: $0) }
        ignored = names.filter { !columns.contains($0) }
        width = names.count
        builder = TableBuilder(
            columns: columns,
            key: columns.firstIndex(of: definition.key) ?? 0,
            keyKind: definition.keyKind
        )
    }

    // MARK: - A row

    private mutating func readRow(_ cells: [ArraySlice<UInt8>], _ line: Int) throws(CSVFault) {
        var cells = cells
        CSVRow.dropEmptyTail(of: &cells, after: width, \.isEmpty)
        guard cells.count == width else {
            throw CSVFault("the row has \(cells.count) fields, the header \(width)")
        }
        guard let long = cells.firstIndex(where: { $0.count > Self.fieldLimit }) else {
            return try add(kept.map { cells[$0] }, line)
        }
        throw CSVFault("field \(long + 1) has more than \(Self.fieldLimit) bytes; shorten it or leave the column out")
    }

    private mutating func add(_ cells: [ArraySlice<UInt8>], _ line: Int) throws(CSVFault) {
        guard rowLines.count < Self.rowLimit else {
            fatal = "the file has more than \(Self.rowLimit) rows"
            return
        }
        do throws(TableBuilder.Fault) {
            try builder?.append(cells)
            rowLines.append(UInt32(clamping: line))
        } catch {
            let key = builder.map { String(decoding: cells[$0.key], as: UTF8.self).quoted() } ?? ""
            switch error {
            case .badKey: throw CSVFault("the key \(key) is not \(definition.keyKind.noun)")
            case .duplicate(let row):
                throw CSVFault("the key \(key) is on line \(rowLines[row]) already; keep one of the two rows")
            case .full: fatal = "the rows have more than 4 GiB of text"
            }
        }
    }

    private mutating func report(_ detail: String, _ line: Int) {
        badLines += 1
        guard bad.count < ImportOptions.badLineLimit else { return }
        bad.append(ImportReport.BadLine(line: line, detail: String(detail.prefix(500))))
    }
}
