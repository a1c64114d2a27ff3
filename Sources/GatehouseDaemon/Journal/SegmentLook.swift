internal import Foundation
internal import GRDB

/// One file of the journal as it is found, before anything is opened for writing.
struct SegmentLook: Sendable {
    let number: Int
    /// The file's name in the journal's directory.
    let name: String
    /// Sequence numbers of the first and last call; 0 without calls.
    var first: Int64 = 0
    var last: Int64 = 0
    /// The identity of the state.db that was in use, and its number of changes; nil in files of versions that did not
    /// record them.
    var store: String?
    var commits: Int64?
    /// Why it cannot be read; nil when it can.
    var damage: String?

    /// The segments in `directory`, oldest first; none when there is no such directory.
    ///
    /// - Throws: `StorageFailure` for a file of a later version or of another program.
    static func all(in directory: String) throws -> [SegmentLook] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return try SegmentDirectory.segments(among: names).map { number, isSlim in
            try SegmentLook(number, name: SegmentDirectory.name(number, isSlim: isSlim), in: directory)
        }
    }

    private init(_ number: Int, name: String, in directory: String) throws {
        self.number = number
        self.name = name
        let file = StoreFile(path: directory + "/" + name, applicationID: JournalSchema.applicationID)
        do {
            guard let found = try file.look(Self.read) else { return }
            (first, last, store, commits) = found
        } catch let StorageFailure.damaged(text) {
            damage = text
        }
    }

    private static func read(_ db: Database) throws -> (first: Int64, last: Int64, store: String?, commits: Int64?) {
        try JournalSchema.check(db)
        guard try db.tableExists("call") else { return (0, 0, nil, nil) }
        return (
            try Int64.fetchOne(db, sql: "SELECT min(seq) FROM call") ?? 0,
            try Int64.fetchOne(db, sql: "SELECT max(seq) FROM call") ?? 0,
            try String.fetchOne(db, sql: "SELECT value FROM fact WHERE key = 'store'"),
            try Int64.fetchOne(db, sql: "SELECT value FROM fact WHERE key = 'commits'")
        )
    }
}
