package import ControlProtocol

/// Why the state store could not do what was asked, apart from what SQLite itself reports.
package enum StateError: Error, Sendable, Hashable {
    /// The row that says where the audit log ends is gone: somebody edited state.db.
    case auditHeadMissing
    /// A row holds what no version of ours ever wrote.
    case damagedRow(table: String, detail: String)
    /// The thing was asked for by a name or id that does not exist.
    case notFound(String)
    /// The request cannot be done as it stands; the text says why and what to do.
    case invalid(String)
    /// Something else is in the way; the text says what.
    case conflict(String)
}

extension StateError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .auditHeadMissing:
            "state.db has no row in audit_head; restore the database from a backup"
        case .damagedRow(let table, let detail):
            "state.db: table \(table): \(detail); restore the database from a backup"
        case .notFound(let text), .invalid(let text), .conflict(let text): text
        }
    }

    /// The same as the control protocol says it.
    package var problem: Problem {
        switch self {
        case .auditHeadMissing, .damagedRow: Problem(.storageFailed, description)
        case .notFound: Problem(.notFound, description)
        case .invalid: Problem(.invalid, description)
        case .conflict: Problem(.conflict, description)
        }
    }
}
