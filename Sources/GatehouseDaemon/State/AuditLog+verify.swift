package import ControlProtocol
import Foundation

extension AuditLog {
    /// Verifies the whole chain, page by page, and finds the first record that was changed, removed or moved.
    ///
    /// Records appended meanwhile are not verified.
    ///
    /// - Parameter checkpoint: a record that must be in the chain, from the system log. Without it, a chain whose end was
    ///   cut off and whose head was rewritten passes.
    /// - Throws: `CancellationError`, or errors of the store.
    package func verify(
        against checkpoint: AuditCheckpoint? = nil,
        pageSize: Int = 1000
    ) async throws -> AuditVerification {
        let head = try await store.read { transaction in try AuditHead.read(from: transaction) }
        var walk = AuditWalk(checkpoint)
        while walk.fault == nil {
            try Task.checkCancellation()
            let last = walk.last.sequence
            let page = try await store.read { transaction in
                try Self.page(after: last, upTo: head.sequence, limit: pageSize, from: transaction)
            }
            if page.isEmpty { break }
            walk.check(page)
        }
        walk.finish(at: head)
        return AuditVerification(
            intact: walk.fault == nil,
            records: walk.checked,
            head: head.hash.hexadecimal,
            brokenAt: walk.fault?.sequence,
            detail: walk.fault?.detail
        )
    }

    private static func page(
        after last: Int,
        upTo end: Int,
        limit: Int,
        from transaction: Transaction
    ) throws -> [(AuditLine, Data)] {
        try transaction.rows(
            "SELECT \(AuditLine.columns) FROM audit WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?",
            [last, end, limit]
        ) { (try AuditLine(row: $0), try $0[9]) }
    }
}

/// The progress of a verification: the last record, and the first fault, if any.
struct AuditWalk {
    private(set) var last = AuditHead.start
    private(set) var checked = 0
    private(set) var fault: (sequence: Int, detail: String)?
    private let checkpoint: AuditCheckpoint?

    init(_ checkpoint: AuditCheckpoint? = nil) { self.checkpoint = checkpoint }

    mutating func check(_ lines: [(line: AuditLine, hash: Data)]) {
        for (line, hash) in lines where fault == nil {
            let expected = last.sequence + 1
            if line.sequence != expected {
                fault = (expected, "record \(expected) is missing; the next one is \(line.sequence)")
            } else if line.hash(after: last.hash) != hash {
                fault = (expected, "record \(expected) is not the one that was written: its hash does not fit")
            } else {
                last = AuditHead(sequence: line.sequence, hash: hash)
                checked += 1
                if line.sequence == checkpoint?.sequence, hash.hexadecimal != checkpoint?.hash {
                    fault = (
                        line.sequence,
                        "record \(line.sequence) has another hash than the checkpoint: it, or one before it, was rewritten"
                    )
                }
            }
        }
    }

    mutating func finish(at head: AuditHead) {
        if fault == nil, let checkpoint, checkpoint.sequence > last.sequence {
            fault = (
                last.sequence + 1,
                "the log ends at record \(last.sequence), and the checkpoint is \(checkpoint.sequence): its end was cut off"
            )
        }
        guard fault == nil, last != head else { return }
        fault =
            last.sequence < head.sequence
            ? (last.sequence + 1, "records \(last.sequence + 1) to \(head.sequence) are missing at the end")
            : (last.sequence, "record \(last.sequence) is not the head that was kept beside the log")
    }
}
