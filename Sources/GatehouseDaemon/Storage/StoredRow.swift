import Foundation
import GRDBSQLite

/// A row of a result. It exists only while it is being read.
struct StoredRow: ~Copyable {
    fileprivate let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    /// The value of a column, counted from 0.
    ///
    /// - Throws: `WrongColumn` if the column holds null or a value of another kind; a null can be read as an optional.
    subscript<Value: StoredColumn>(index: Int) -> Value {
        get throws(WrongColumn) { try Value(column: index, of: self) }
    }
}

/// A column holds a value of another kind than expected, because somebody edited the file.
struct WrongColumn: Error, Sendable, Hashable, CustomStringConvertible {
    let column: String
    let wanted: String

    var description: String {
        "the store is damaged: column \(column) holds no \(wanted); restore the database from a backup"
    }
}

/// What can be read from a column.
protocol StoredColumn {
    /// - Throws: `WrongColumn` if the column holds something else.
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn)
}

extension StoredRow {
    fileprivate func type(_ column: Int) -> CInt { sqlite3_column_type(statement, CInt(clamping: column)) }

    fileprivate func number(_ column: Int) -> Int64 { sqlite3_column_int64(statement, CInt(clamping: column)) }

    fileprivate func wrong(_ column: Int, _ wanted: String) -> WrongColumn {
        let name = sqlite3_column_name(statement, CInt(clamping: column)).map { String(cString: $0) }
        return WrongColumn(column: name ?? String(column), wanted: wanted)
    }
}

extension Int64: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        guard row.type(column) == SQLITE_INTEGER else { throw row.wrong(column, "whole number") }
        self = row.number(column)
    }
}

extension Int: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        self = Int(clamping: try Int64(column: column, of: row))
    }
}

extension Bool: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        self = try Int64(column: column, of: row) != 0
    }
}

extension Double: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        let type = row.type(column)
        guard type == SQLITE_INTEGER || type == SQLITE_FLOAT else { throw row.wrong(column, "number") }
        self = sqlite3_column_double(row.statement, CInt(clamping: column))
    }
}

extension String: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        guard row.type(column) == SQLITE_TEXT, let text = sqlite3_column_text(row.statement, CInt(clamping: column))
        else { throw row.wrong(column, "text") }
        self.init(cString: text)
    }
}

extension Data: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        guard row.type(column) == SQLITE_BLOB else { throw row.wrong(column, "bytes") }
        let index = CInt(clamping: column)
        // SQLite gives no pointer for a value without bytes.
        let bytes = sqlite3_column_blob(row.statement, index)
        self = bytes.map { Data(bytes: $0, count: Int(sqlite3_column_bytes(row.statement, index))) } ?? Data()
    }
}

extension Optional: StoredColumn where Wrapped: StoredColumn {
    init(column: Int, of row: borrowing StoredRow) throws(WrongColumn) {
        self = row.type(column) == SQLITE_NULL ? nil : try Wrapped(column: column, of: row)
    }
}
