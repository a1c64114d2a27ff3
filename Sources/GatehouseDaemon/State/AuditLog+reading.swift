package import ControlProtocol
import Foundation
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
        return try await store.read { [before] transaction in
            let filter = filter.map { FilterSQL($0, fields: AuditRecord.queryFields, columns: Self.column) }
            let rows = try transaction.rows(
                once: "SELECT \(AuditLine.columns) FROM audit WHERE sequence < ? AND \(filter?.sql ?? "1")"
                    + " ORDER BY sequence DESC LIMIT ?",
                [before] + (filter?.values ?? []) + [limit + 1]
            ) { (line: try AuditLine(row: $0), hash: try $0[9] as Data) }
            let records = rows.prefix(limit).map { row in
                row.line.record(
                    hash: row.hash,
                    before: Self.value(row.line.before),
                    after: Self.value(row.line.after)
                )
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
