internal import Foundation
internal import GRDB

/// Makes a copy of an old segment without its bodies. The rest is small, and in a copy the bodies are gone from the
/// file, not merely marked as free.
enum SegmentWiping {
    /// Copies a read-only segment. The copy gets its final name only when it is complete and on stable storage; the
    /// caller must remove the original.
    static func copyWithoutBodies(_ segment: Segment, in directory: SegmentDirectory) throws -> Segment {
        let target = directory.file(segment.number, isSlim: true)
        let draft = target + ".new"
        directory.remove(draft)
        do {
            try copy(from: segment.path, to: draft)
            try FileManager.default.moveItem(atPath: draft, toPath: target)
        } catch {
            directory.remove(draft)
            throw StorageFailure(error) ?? error
        }
        try FileSystem.sync(directory: directory.path)
        return Segment(number: segment.number, path: target, isSlim: true)
    }

    private static func copy(from source: String, to draft: String) throws {
        try FileSystem.createPrivate(draft)
        let queue = try DatabaseQueue(path: draft)
        try queue.inDatabase { db in
            // FULL, so that the copy is on stable storage before the original is removed.
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA application_id = \(JournalSchema.applicationID)")
            try JournalSchema.migrate(db)
            try db.execute(sql: "ATTACH DATABASE ? AS whole", arguments: [source])
            try db.execute(
                sql: """
                    BEGIN IMMEDIATE;
                    INSERT INTO call SELECT * FROM whole.call ORDER BY seq;
                    INSERT INTO call_body (seq, detail) SELECT seq, detail FROM whole.call_body ORDER BY seq;
                    INSERT INTO name SELECT * FROM whole.name;
                    INSERT INTO fact SELECT * FROM whole.fact;
                    COMMIT;
                    DETACH DATABASE whole;
                    """
            )
        }
        try queue.close()
    }
}
