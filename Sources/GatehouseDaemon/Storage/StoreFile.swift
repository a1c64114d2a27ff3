internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A SQLite file that is read before it is opened for writing. Reading it changes no byte and creates no other file.
struct StoreFile: Sendable {
    let path: String
    /// The `application_id` that the file must have.
    let applicationID: Int32

    /// Whether the file is missing or empty, as a new store is.
    var isEmpty: Bool { (FileSystem.size(path) ?? 0) == 0 }

    /// Whether the file has a write-ahead log that is not empty.
    var hasLog: Bool { (FileSystem.size(path + "-wal") ?? 0) > 0 }

    /// Reads the file with its log; nil if it is empty.
    ///
    /// - Throws: `StorageFailure` with the file's name if it is cut off, not a database, or another program's.
    func look<Value>(_ body: (Database) throws -> Value) throws -> Value? {
        guard !isEmpty else { return nil }
        do {
            try checkHeader()
            // Without a log the file is complete, and "immutable" keeps SQLite from creating one.
            let queue = try DatabaseQueue(path: hasLog ? path : immutable, configuration: Self.readOnly)
            defer { try? queue.close() }
            return try queue.read { db in
                try checkOwner(db)
                return try body(db)
            }
        } catch {
            throw StorageFailure(error)?.naming(path) ?? error
        }
    }

    /// Reads the file with its log; see `look`.
    func inspect<Value>(_ body: (Transaction) throws -> Value) throws -> Value? {
        try look { try body(Transaction($0)) }
    }

    /// Reads a file that a daemon may be writing.
    ///
    /// - Throws: an error of SQLite for a file that cannot be read.
    func readInUse<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
        try DatabaseQueue(path: path, configuration: Self.readOnly).read { try body(Transaction($0)) }
    }

    /// The first bytes state the kind of the file and its length (sqlite.org/fileformat.html#the_database_header).
    private func checkHeader() throws(StorageFailure) {
        let header = try FileSystem.start(of: path, count: 100)
        let size = FileSystem.size(path) ?? 0
        guard header.starts(with: "SQLite format 3\0".utf8.prefix(header.count)) else {
            throw .damaged("\(path) is not an SQLite database")
        }
        guard header.count == 100 else { throw .damaged("\(path) is cut off: it has only \(size) bytes") }
        func number(_ offset: Int, _ bytes: Int) -> Int64 {
            header[offset..<offset + bytes].reduce(0) { $0 << 8 | Int64($1) }
        }
        // Pages that a checkpoint has not copied yet are in the log.
        guard !hasLog, number(24, 4) == number(92, 4) else { return }
        let page = number(16, 2) == 1 ? 65_536 : number(16, 2)
        let needed = page * number(28, 4)
        guard size >= needed else { throw .damaged("\(path) is cut off: it has \(size) of \(needed) bytes") }
    }

    private func checkOwner(_ db: Database) throws {
        let present = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard present != applicationID else { return }
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard present != 0 || tables > 0 else { return }
        throw StorageFailure.unsuitable(
            "\(path) is another program's database (application id \(present), ours is \(applicationID)); move it away"
        )
    }

    private var immutable: String {
        guard sqlite3_compileoption_used("USE_URI") == 1,
            let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
        else { return path }
        return "file:\(escaped)?immutable=1"
    }

    private static var readOnly: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        return configuration
    }
}
