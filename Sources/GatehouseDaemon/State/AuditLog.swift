import Crypto
import Foundation
import GatehouseModel
import JSON

/// Records who changed what. The hash of each record covers the previous one.
///
/// Only `Transaction.record` appends to it.
package struct AuditLog: Sendable {
    let store: StateStore

    package init(store: StateStore) { self.store = store }

    /// Records an act that has no other row in the state store, for example that stored bodies were revealed.
    ///
    /// - Throws: errors of the store; then nothing was recorded, and the act must not happen.
    package func record(_ change: Change) async throws {
        try await store.write { try $0.record(change) }
    }

    fileprivate static func append(_ change: Change, to transaction: Transaction) throws {
        let head = try AuditHead.read(from: transaction)
        // The hash must cover the texts as they are stored.
        let draft = AuditLine(
            sequence: head.sequence + 1,
            time: change.time.milliseconds,
            uid: change.actor.uid.map(Int64.init),
            user: change.actor.user.column,
            role: change.actor.role?.rawValue,
            action: change.kind.rawValue,
            subject: change.subject.column,
            before: change.before.map(CanonicalJSON.text),
            after: change.after.map(CanonicalJSON.text)
        )
        let hash = draft.hash(after: head.hash)
        try transaction.execute(
            "INSERT INTO audit (sequence, time, uid, user, role, action, subject, before, after, hash)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                draft.sequence, draft.time, draft.uid, draft.user, draft.role, draft.action, draft.subject,
                draft.before,
                draft.after, hash,
            ]
        )
        try transaction.execute("UPDATE audit_head SET sequence = ?, hash = ? WHERE one = 1", [draft.sequence, hash])
    }
}

extension Transaction {
    /// Records changes in the transaction that makes them: no change is without its record, and no record is without
    /// its change. Anything else that a change must cause within its transaction belongs here.
    ///
    /// - Throws: errors of the store; then the transaction must fail.
    func record(_ changes: Change...) throws {
        for change in changes { try AuditLog.append(change, to: self) }
    }
}

/// The end of the chain.
struct AuditHead: Equatable {
    var sequence: Int
    var hash: Data

    /// The hash before the first record.
    static let start = AuditHead(sequence: 0, hash: Data(count: 32))

    static func read(from transaction: Transaction) throws -> AuditHead {
        let head = try transaction.first("SELECT sequence, hash FROM audit_head WHERE one = 1") { row in
            AuditHead(sequence: try row[0], hash: try row[1])
        }
        guard let head else { throw StateError.auditHeadMissing }
        return head
    }
}

/// A record as stored, with `before` and `after` as their canonical text.
struct AuditLine {
    var sequence: Int
    var time: Int64
    var uid: Int64?
    var user: String
    var role: String?
    var action: String
    var subject: String
    var before: String?
    var after: String?

    static let columns = "sequence, time, uid, user, role, action, subject, before, after, hash"

    /// SHA-256 over the previous hash and this record's canonical form.
    func hash(after previous: Data) -> Data {
        var sha = SHA256()
        sha.update(data: previous)
        sha.update(data: Data(canonical.utf8))
        return Data(sha.finalize())
    }

    /// The members in alphabetical order; absent ones are null.
    private var canonical: String {
        let quoted = CanonicalJSON.quoted
        return "{\"action\":" + quoted(action) + ",\"after\":" + (after ?? "null") + ",\"before\":" + (before ?? "null")
            + ",\"role\":" + (role.map(quoted) ?? "null") + ",\"sequence\":" + String(sequence)
            + ",\"subject\":" + quoted(subject) + ",\"time\":" + String(time)
            + ",\"uid\":" + (uid.map(String.init) ?? "null") + ",\"user\":" + quoted(user) + "}"
    }

    func record(hash: Data, before: JSONValue?, after: JSONValue?) -> AuditRecord {
        AuditRecord(
            sequence: sequence,
            time: Timestamp(milliseconds: time),
            uid: uid.flatMap(UInt32.init(exactly:)),
            user: user,
            role: role.flatMap(Role.init(rawValue:)),
            action: action,
            subject: subject,
            before: before,
            after: after,
            hash: hash.hexadecimal
        )
    }
}

extension AuditLine {
    /// Reads the columns named in `columns`.
    init(row: borrowing StoredRow) throws {
        self.init(
            sequence: try row[0],
            time: try row[1],
            uid: try row[2],
            user: try row[3],
            role: try row[4],
            action: try row[5],
            subject: try row[6],
            before: try row[7],
            after: try row[8]
        )
    }
}

extension Data {
    /// Lower-case hexadecimal.
    var hexadecimal: String {
        var text = ""
        text.reserveCapacity(count * 2)
        for byte in self {
            if byte < 16 { text.append("0") }
            text.append(String(byte, radix: 16))
        }
        return text
    }
}
