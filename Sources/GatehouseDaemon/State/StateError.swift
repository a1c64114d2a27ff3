package import ControlProtocol

/// Why the state store refused a request, apart from database errors.
package enum StateError: Error, Sendable, Hashable {
    /// The row for the end of the audit log is missing: somebody edited state.db.
    case auditHeadMissing
    /// A row has a value that no version writes.
    case damagedRow(table: String, detail: String)
    /// There is nothing with the given name or id.
    case notFound(String)
    /// The request is invalid; the text says why and what to do.
    case invalid(String)
    /// Something else prevents it; the text says what.
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

    /// The error as a problem of the control protocol.
    package var problem: Problem {
        switch self {
        case .auditHeadMissing, .damagedRow: Problem(.storageFailed, description)
        case .notFound: Problem(.notFound, description)
        case .invalid: Problem(.invalid, description)
        case .conflict: Problem(.conflict, description)
        }
    }
}
