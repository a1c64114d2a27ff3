package import ControlProtocol
import Foundation
import GRDB
package import GatehouseModel

extension AuditLog {
    /// The audit log, newest first.
    ///
    /// - Parameters:
    ///   - filter: only what it lets through.
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the page before, with the same filter.
    /// - Throws: `StateError.invalid` for a cursor that is not ours; what the store says.
    package func records(
        filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<AuditRecord> {
        let limit = min(max(limit, 1), 1000)
        var before = Int.max
        if let cursor {
            guard let number = Int(cursor) else { throw StateError.invalid("the cursor is not one of ours") }
            before = number
        }
        return try await store.read { [before] database in
            let filter = filter.map { FilterSQL($0, fields: AuditRecord.queryFields, columns: Self.column) }
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT \(AuditLine.columns) FROM audit WHERE sequence < ? AND \(filter?.sql ?? "1")"
                    + " ORDER BY sequence DESC LIMIT ?",
                arguments: StatementArguments(
                    [before.databaseValue] + (filter?.arguments ?? []) + [(limit + 1).databaseValue]
                )
            )
            let records = rows.prefix(limit).map { row in
                let line = AuditLine(row: row)
                return line.record(hash: row[9], before: Self.value(line.before), after: Self.value(line.after))
            }
            return Page(items: records, next: rows.count > limit ? records.last.map { String($0.sequence) } : nil)
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
