import Foundation

/// The newest record of the audit log at one moment, written into the system log.
///
/// Whoever can rewrite state.db can make a chain that is consistent in itself. They cannot make it hold the record whose
/// hash stands in a log that another machine keeps.
package struct AuditCheckpoint: Sendable, Hashable {
    /// The record's number, from 1.
    package let sequence: Int
    /// SHA-256 of the record and all before it, in lower-case hexadecimal.
    package let hash: String

    init?(_ head: AuditHead) {
        guard head.sequence > 0 else { return nil }
        sequence = head.sequence
        hash = head.hash.hexadecimal
    }

    /// Reads `NUMBER:HASH`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int(parts[0]), sequence > 0, parts[1].utf8.count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        self.sequence = sequence
        hash = parts[1].lowercased()
    }
}

extension AuditCheckpoint: CustomStringConvertible {
    package var description: String { "\(sequence):\(hash)" }
}

extension AuditLog {
    /// The newest record; nil if there is none.
    ///
    /// - Throws: errors of the store.
    package func checkpoint() async throws -> AuditCheckpoint? {
        AuditCheckpoint(try await store.read { transaction in try AuditHead.read(from: transaction) })
    }
}
