/// Reads and writes the fields of one CSV record (RFC 4180).
enum CSVRow {
    /// Reads the fields as strings.
    ///
    /// - Throws: `CSVFault` for stray quotes and for text that is not UTF-8.
    static func fields(of bytes: [UInt8]) throws(CSVFault) -> [String] {
        try cells(of: bytes).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads the fields without making strings: most fields are slices of `bytes`.
    static func cells(of bytes: [UInt8]) throws(CSVFault) -> [ArraySlice<UInt8>] {
        try checkEncoding(bytes)
        var cells: [ArraySlice<UInt8>] = []
        var at = 0
        while true {
            let isQuoted = at < bytes.count && bytes[at] == UInt8(ascii: "\"")
            cells.append(isQuoted ? try quotedCell(bytes, &at) : try plainCell(bytes, &at))
            guard at < bytes.count else { return cells }
            guard bytes[at] == UInt8(ascii: ",") else { throw CSVFault("text follows a closing quote") }
            at += 1
        }
    }

    /// Recognises a header that a spreadsheet wrote with another separator.
    ///
    /// - Throws: `CSVFault` that says what to change.
    static func checkSeparator(_ names: [String], wanted: String) throws(CSVFault) {
        guard let first = names.first, names.count == 1 || first.lowercased().hasPrefix("sep=") else { return }
        if first.lowercased().hasPrefix("sep=") {
            throw CSVFault("the first line, sep=, is for spreadsheets; delete it, and separate the fields by commas")
        }
        guard first != wanted else { return }
        for (separator, word) in [(";", "semicolons"), ("\t", "tabs")] where first.contains(separator) {
            throw CSVFault("the fields are separated by \(word); save the file with commas")
        }
    }

    /// Removes the empty fields that spreadsheets write after the last column.
    ///
    /// - Parameters:
    ///   - count: the fields that stay in any case.
    ///   - isEmpty: whether a field has no text.
    static func dropEmptyTail<Field>(of fields: inout [Field], after count: Int, _ isEmpty: (Field) -> Bool) {
        while fields.count > count, fields.last.map(isEmpty) == true { fields.removeLast() }
    }

    static func checkEncoding(_ bytes: [UInt8]) throws(CSVFault) {
        if bytes.allSatisfy({ $0 < 0x80 }) { return }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw CSVFault("the line is not UTF-8 text; save the file as UTF-8")
        }
    }

    private static func plainCell(_ bytes: [UInt8], _ at: inout Int) throws(CSVFault) -> ArraySlice<UInt8> {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: ",") {
            guard bytes[at] != UInt8(ascii: "\"") else {
                throw CSVFault("a quote stands inside a field; put the field in quotes and double the quote")
            }
            at += 1
        }
        return bytes[start..<at]
    }

    private static func quotedCell(_ bytes: [UInt8], _ at: inout Int) throws(CSVFault) -> ArraySlice<UInt8> {
        at += 1
        let start = at
        var unquoted: [UInt8]?
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard at < bytes.count, bytes[at] == byte else { return unquoted?[...] ?? bytes[start..<at - 1] }
                // Two quotes stand for one.
                if unquoted == nil { unquoted = Array(bytes[start..<at - 1]) }
                at += 1
            }
            unquoted?.append(byte)
        }
        throw CSVFault("a quote is opened and never closed")
    }

    /// Appends one field, quoted if necessary.
    static func append(_ field: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        guard field.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            text.append(contentsOf: field)
            return
        }
        text.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { text.append(byte) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }
}

/// The fault in one line of a file.
struct CSVFault: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }

    /// For a file whose lines end as on old Macs.
    static let bareReturns = CSVFault(
        "a carriage return stands inside the line; save the file with LF or CR LF at the end of each line"
    )

    /// For a line that has no text but is not blank either.
    static let controlBytesOnly = CSVFault("the line has only control characters; delete it")
}
