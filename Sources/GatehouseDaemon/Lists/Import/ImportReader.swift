import ControlProtocol
import GatehouseModel
import PlainText

/// Reads an import file as it arrives: takes bytes and gives entries and bad lines. No file can exhaust it: lines and
/// records are bounded, and an unreadable line is reported and skipped.
struct ImportReader {
    /// The maximum length of a line or CSV record, in bytes.
    static let recordLimit = 8192

    private(set) var draft = ImportDraft()
    /// The number of lines read, including blank lines and comments.
    private(set) var lines = 0
    private(set) var badLines = 0
    private(set) var bad: [ImportReport.BadLine] = []
    /// Why reading had to stop; nil if it can continue.
    private(set) var fatal: String?

    /// Entries that are domains and match them alone.
    private(set) var exactDomains = 0
    private(set) var warnings: [ImportReport.BadLine] = []

    private var splitter: RecordSplitter
    private var columns: [CSVColumn]?
    private let format: ImportOptions.Format
    private let subdomains: Bool
    private let now: Timestamp
    private var bytes = 0

    /// - Parameters:
    ///   - subdomains: whether a domain stands for everything below it too.
    ///   - now: entries that have expired by then get a warning.
    init(_ format: ImportOptions.Format, subdomains: Bool = false, at now: Timestamp) {
        self.format = format
        self.subdomains = subdomains
        self.now = now
        splitter = RecordSplitter(hasQuotes: format == .csv, limit: Self.recordLimit)
    }

    /// Takes the next bytes of the file.
    mutating func feed(_ chunk: [UInt8]) {
        if bytes == 0, ByteOrderMark.isUTF16(chunk) { fatal = "the file is UTF-16 text; save it as UTF-8" }
        bytes += chunk.count
        guard bytes <= ImportOptions.byteLimit else {
            fatal = fatal ?? "the file has more than \(ImportOptions.byteLimit >> 20) MiB; import it in parts"
            return
        }
        for byte in chunk {
            guard fatal == nil else { return }
            if splitter.take(byte) { endRecord() }
        }
    }

    /// Notes the end of the file.
    mutating func finish() {
        if fatal == nil, splitter.hasRest { endRecord() }
        lines = splitter.lines
        if fatal == nil, format == .csv, columns == nil {
            fatal = "the file has no header; write: entry,comment,owner,ticket,expires"
        }
    }

    private mutating func endRecord() {
        let record = splitter.end()
        lines = splitter.lines
        do throws(Fault) {
            guard !record.isTooLong else { throw Fault("the line has more than \(Self.recordLimit) bytes") }
            guard !record.isUnclosed else { throw Fault("a quote is opened and never closed") }
            guard record.firstMark != nil else { return }
            guard !record.hasNoText else { throw .controlBytesOnly }
            switch format {
            case .lines: try readLine(record)
            case .csv: try readRow(record)
            }
        } catch {
            report(error.detail, record.line)
        }
    }

    private mutating func readLine(_ record: RecordSplitter.Record) throws(Fault) {
        guard record.firstMark != UInt8(ascii: "#") else { return }
        guard !record.bytes.contains(0x0D) else { throw .bareReturns }
        try CSVRow.checkEncoding(record.bytes)
        try add(String(decoding: record.bytes, as: UTF8.self), EntryFields(), record.line)
    }

    private mutating func readRow(_ record: RecordSplitter.Record) throws(Fault) {
        guard let columns else {
            do throws(Fault) {
                guard !record.bytes.contains(0x0D) else { throw Fault.bareReturns }
                self.columns = try CSVColumn.header(try CSVRow.fields(of: record.bytes))
            } catch {
                fatal = "line \(record.line): \(error.detail)"
                report(error.detail, record.line)
            }
            return
        }
        if columns.count == 1, record.bytes.first == UInt8(ascii: "#") { return }
        // Removes the apostrophes that an export puts before formulas.
        var cells = try CSVRow.fields(of: record.bytes).map(CSVText.unguarded)
        CSVRow.dropEmptyTail(of: &cells, after: columns.count) { $0.trimmedWhiteSpace.isEmpty }
        guard cells.count == columns.count else {
            throw Fault("the line has \(cells.count) fields, the header \(columns.count)")
        }
        let row = try CSVColumn.draft(columns, cells)
        let fields: EntryFields
        do { fields = try EntryFields(row) } catch { throw Fault(error.description) }
        try add(row.entry, fields, record.line)
    }

    private mutating func add(_ entry: String, _ fields: EntryFields, _ line: Int) throws(Fault) {
        do {
            var pattern = try EntryPattern(entry)
            if pattern.kind == .domain {
                if subdomains {
                    pattern = EntryPattern(kind: .subtree, canonical: pattern.value)
                } else {
                    exactDomains += 1
                }
            }
            warn(about: pattern, fields, line)
            // After a bad line nothing will be imported, so the rest is only checked.
            guard badLines == 0 else { return }
            guard draft.records.count < ImportOptions.entryLimit else {
                fatal = "the file has more than \(ImportOptions.entryLimit) entries; import it in parts"
                return
            }
            draft.append(pattern, fields, line: line)
        } catch {
            throw Fault(error.description)
        }
    }

    private mutating func warn(about pattern: EntryPattern, _ fields: EntryFields, _ line: Int) {
        guard warnings.count < ImportOptions.badLineLimit else { return }
        if let expires = fields.expires, expires <= now {
            warnings.append(.init(line: line, detail: "\(pattern.notation) expired at \(expires) and does nothing"))
        }
        guard pattern.value.utf8.contains(UInt8(ascii: "-")), pattern.value.contains("xn--") else { return }
        let name = pattern.value.split(separator: "@").last.map(String.init) ?? ""
        if pattern.kind != .pattern, let domain = DomainName(name), domain.mixesScripts {
            let detail = "\(domain.ascii) mixes the letters of several scripts; is it meant, or does it imitate a name?"
            warnings.append(.init(line: line, detail: detail))
        }
    }

    private mutating func report(_ detail: String, _ line: Int) {
        badLines += 1
        guard bad.count < ImportOptions.badLineLimit else { return }
        bad.append(ImportReport.BadLine(line: line, detail: String(detail.prefix(500))))
    }

    /// Frees the memory.
    mutating func clearDraft() { draft = ImportDraft() }

    private typealias Fault = CSVFault
}
