package import ControlProtocol
import Foundation
package import GatehouseModel

extension AuditLog {
    /// Records of the audit log, newest first.
    ///
    /// - Parameters:
    ///   - filter: returns only records that match it.
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the previous page, with the same filter.
    /// - Throws: `StateError.invalid` for an invalid cursor; errors of the store.
    package func records(
        filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<AuditRecord> {
        let start = try PageCursor.number(cursor)
        return try await store.read { transaction in
            let filter = filter.map {
                FilterSQL($0, in: transaction.style, fields: AuditRecord.queryFields, columns: Self.column)
            }
            return try Page(
                "SELECT \(AuditLine.columns) FROM audit",
                by: "sequence",
                after: start,
                matching: filter,
                limit: limit,
                in: transaction
            ) { row in
                let line = try AuditLine(row: row)
                let record = line.record(
                    hash: try row[9],
                    before: Self.value(line.before),
                    after: Self.value(line.after)
                )
                return (record, String(record.sequence))
            }
        }
    }

    private static func column(_ field: String) -> FilterColumn? {
        switch field {
        case "user", "role", "action", "subject": .text(field)
        case "uid": .number(field)
        case "since", "until": .number("time")
        default: nil
        }
    }

    private static func value(_ text: String?) -> JSONValue? {
        text.flatMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }
}
