package import ControlProtocol
import Foundation
import GRDB
package import GatehouseModel

extension AuditLog {
    /// How many records one filtered page looks at, at most; a page that ends there is short but goes on.
    private static let scanLimit = 100_000

    /// The audit log, newest first.
    ///
    /// - Parameters:
    ///   - filter: only what it lets through; a page may be short, even empty, and still go on.
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
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT \(AuditLine.columns) FROM audit WHERE sequence < ? ORDER BY sequence DESC",
                arguments: [before]
            )
            var page = Page<AuditRecord>(items: [])
            var scanned = 0
            var last = 0
            while let row = try rows.next() {
                if page.items.count == limit || scanned == Self.scanLimit {
                    page.next = String(last)
                    break
                }
                let line = AuditLine(row: row)
                let record = line.record(hash: row[9], before: Self.value(line.before), after: Self.value(line.after))
                last = record.sequence
                scanned += 1
                if filter?.matches(record) ?? true { page.items.append(record) }
            }
            return page
        }
    }

    private static func value(_ text: String?) -> JSONValue? {
        text.flatMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }
}
