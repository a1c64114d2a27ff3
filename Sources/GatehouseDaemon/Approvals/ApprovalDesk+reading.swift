package import ControlProtocol
import Foundation
import GRDB
package import GatehouseModel
import PolicyEngine

extension ApprovalDesk {
    /// Requests: pending ones oldest first, otherwise newest first.
    ///
    /// - Parameters:
    ///   - filter: only what it lets through.
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the page before, with the same state and filter.
    /// - Throws: `StateError.invalid` for a cursor that is not ours; what the store says.
    package func list(
        state: ApprovalState?,
        filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<Approval> {
        let limit = min(max(limit, 1), 1000)
        let isAscending = state == .pending
        var conditions: [String] = []
        var arguments = StatementArguments()
        if let state {
            conditions.append("state = ?")
            arguments += [state.rawValue]
        }
        if let cursor {
            guard let id = CallID(cursor) else { throw StateError.invalid("the cursor is not one of ours") }
            conditions.append(isAscending ? "id > ?" : "id < ?")
            arguments += [id.storedBytes]
        }
        if let filter, !filter.isEmpty {
            let filter = FilterSQL(filter, fields: Approval.queryFields, columns: Self.column)
            conditions.append(filter.sql)
            arguments += StatementArguments(filter.arguments)
        }
        let sql =
            ApprovalRow.select + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND "))
            + " ORDER BY id \(isAscending ? "ASC" : "DESC") LIMIT ?"
        arguments += [limit + 1]
        return try await store.read { [arguments] database in
            let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
            let approvals = try rows.prefix(limit).map { try ApprovalRow(row: $0).approval }
            return Page(items: approvals, next: rows.count > limit ? approvals.last?.id.description : nil)
        }
    }

    private static func column(_ field: String) -> FilterColumn? {
        switch field {
        case "queue", "state", "email", "issuer", "provisioning": .text(field)
        case "name": .text("display_name")
        case "asks": .number("asks")
        case "asked": .text("asked_by")
        case "taken": .text("taken_by")
        case "decided": .text("decided_by")
        case "code": .number("code")
        case "id": .bytes("id")
        case "since", "until": .number("created")
        default: nil
        }
    }

    /// One request, by id or code, with the person's history.
    ///
    /// - Throws: `ApprovalRefusal.unknown`; what the store says.
    package func detail(_ id: String) async throws -> ApprovalDetail {
        try await store.read { database in try Self.detail(of: try ApprovalRow.find(id, database), database) }
    }

    /// Since when the oldest pending request waits; nil when none does.
    package func oldestPending() async throws -> Timestamp? {
        try await store.read { database in
            let id = try Data.fetchOne(
                database,
                sql: "SELECT id FROM approval WHERE state = 'pending' ORDER BY id LIMIT 1"
            )
            return id.flatMap { CallID(storedBytes: $0) }?.time
        }
    }

    /// Pending requests that a list entry would match, oldest first, at most `limit`, and how many there are.
    package func waiting(
        matching pattern: EntryPattern,
        limit: Int = 20
    ) async throws -> (items: [Approval], count: Int) {
        guard let (condition, operand) = Self.condition(for: pattern) else {
            return try await waiting(asking: pattern, limit: limit)
        }
        return try await store.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: ApprovalRow.select + " WHERE state = 'pending' AND \(condition) ORDER BY id LIMIT ?",
                arguments: operand + [limit]
            )
            let count = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM approval WHERE state = 'pending' AND \(condition)",
                arguments: operand
            )
            return (try rows.map { try ApprovalRow(row: $0).approval }, count ?? 0)
        }
    }

    /// The most pending requests that are read one by one.
    static let waitingLimit = 10_000

    /// The same for entries that no column tells: each request's claims are asked in the very way a list does.
    private func waiting(asking pattern: EntryPattern, limit: Int) async throws -> (items: [Approval], count: Int) {
        var entry = EntryIndex()
        entry.insert(pattern, id: 0)
        return try await store.read { [entry] database in
            let rows = try Row.fetchCursor(
                database,
                sql: ApprovalRow.select + " WHERE state = 'pending' ORDER BY id LIMIT \(Self.waitingLimit)"
            )
            var found: (items: [Approval], count: Int) = ([], 0)
            while let row = try rows.next().map({ try ApprovalRow(row: $0) }) {
                let kept = try? JSONDecoder().decode(Claims.self, from: Data(row.claims.utf8))
                let question = Question(kept ?? Claims(email: row.approval.email))
                guard entry.anyMatch(for: question, at: .now) != nil else { continue }
                found.count += 1
                if found.items.count < limit { found.items.append(row.approval) }
            }
            return found
        }
    }

    static func detail(of row: ApprovalRow, _ database: Database) throws -> ApprovalDetail {
        let earlier = try earlier(than: row, database)
        let counts = try Row.fetchAll(
            database,
            sql: "SELECT state, count(*) FROM approval WHERE domain = ? GROUP BY state",
            arguments: [row.domain]
        )
        let comments = try Row.fetchAll(
            database,
            sql: "SELECT time, user, text FROM approval_comment WHERE approval = ? ORDER BY number LIMIT 200",
            arguments: [row.approval.id.storedBytes]
        )
        return ApprovalDetail(
            approval: row.approval,
            claims: try? JSONDecoder().decode(Claims.self, from: Data(row.claims.utf8)),
            call: row.call,
            earlier: earlier,
            sameDomain: try sameDomain(as: row, without: Set(earlier.map(\.id)), database),
            domainCounts: Dictionary(counts.map { ($0[0], $0[1]) }, uniquingKeysWith: +),
            comments: comments.map { .init(time: Timestamp(milliseconds: $0[0]), user: $0[1], text: $0[2]) }
        )
    }

    /// Requests of the same identity or address in any queue.
    private static func earlier(than row: ApprovalRow, _ database: Database) throws -> [Approval] {
        let id = row.approval.id.storedBytes
        let rows = try Row.fetchAll(
            database,
            sql: "\(ApprovalRow.select) WHERE id != ? AND (applicant = ? OR canonical = ?) ORDER BY id DESC LIMIT 20",
            arguments: [id, row.applicant.storedBytes, row.canonical]
        )
        return try rows.map { try ApprovalRow(row: $0).approval }
    }

    private static func sameDomain(
        as row: ApprovalRow,
        without known: Set<CallID>,
        _ database: Database
    ) throws -> [Approval] {
        let rows = try Row.fetchAll(
            database,
            sql: "\(ApprovalRow.select) WHERE domain = ? ORDER BY id DESC LIMIT 41",
            arguments: [row.domain]
        )
        let others = try rows.map { try ApprovalRow(row: $0).approval }
            .filter { $0.id != row.approval.id && !known.contains($0.id) }
        return Array(others.prefix(20))
    }

    /// Nil when the columns do not tell.
    private static func condition(for pattern: EntryPattern) -> (String, StatementArguments)? {
        let value = pattern.value
        // `substr` and not LIKE: a domain may hold an underscore, which LIKE takes for any character.
        let below = "substr(domain, -\(value.utf8.count + 1)) = '.' || ?"
        return switch pattern.kind {
        case .email: ("canonical = ?", [value])
        case .domain: ("domain = ?", [value])
        case .subtree: ("(domain = ? OR \(below))", [value, value])
        case .children: (below, [value])
        case .issuer: ("lower(issuer) = ?", [value])
        case .cidr, .pattern, .value: nil
        }
    }
}
