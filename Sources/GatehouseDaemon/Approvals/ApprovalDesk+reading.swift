package import ControlProtocol
import Foundation
package import GatehouseModel
import PolicyEngine

extension ApprovalDesk {
    /// Requests: pending ones oldest first, otherwise newest first.
    ///
    /// - Parameters:
    ///   - filter: only what it lets through.
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the page before, with the same state and filter.
    /// - Throws: `StateError.invalid` for a cursor that is not ours; errors of the store.
    package func list(
        state: ApprovalState?,
        filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<Approval> {
        let start = try cursor.map { cursor in
            guard let id = CallID(cursor) else { throw StateError.invalid("the cursor is not one of ours") }
            return id.storedBytes
        }
        return try await store.read { transaction in
            let filter = filter.map {
                FilterSQL($0, in: transaction.style, fields: Approval.queryFields, columns: Self.column)
            }
            return try Page(
                ApprovalRow.select,
                by: "id",
                ascending: state == .pending,
                after: start,
                where: state.map { ("state = ?", [$0.rawValue]) },
                matching: filter,
                limit: limit,
                in: transaction
            ) { row in
                let approval = try ApprovalRow(row: row).approval
                return (approval, approval.id.description)
            }
        }
    }

    private static func column(_ field: String) -> FilterColumn? {
        switch field {
        case "queue", "state", "email", "issuer", "provisioning": .text(field)
        case "domain": .emailDomain
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
    /// - Throws: `ApprovalRefusal.unknown`; errors of the store.
    package func detail(_ id: String) async throws -> ApprovalDetail {
        try await store.read { transaction in try Self.detail(of: try ApprovalRow.find(id, transaction), transaction) }
    }

    /// The time of the oldest pending request; nil if none is pending.
    package func oldestPending() async throws -> Timestamp? {
        try await store.read { transaction in
            let created: Int64? = try transaction.value(
                "SELECT created FROM approval WHERE state = 'pending' ORDER BY id LIMIT 1"
            )
            return created.map { Timestamp(milliseconds: $0) }
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
        return try await store.read { transaction in
            let items = try transaction.rows(
                once: ApprovalRow.select + " WHERE state = 'pending' AND \(condition) ORDER BY id LIMIT ?",
                operand + [limit]
            ) { try ApprovalRow(row: $0).approval }
            let count: [Int] = try transaction.rows(
                once: "SELECT count(*) FROM approval WHERE state = 'pending' AND \(condition)",
                operand
            ) { try $0[0] }
            return (items, count.first ?? 0)
        }
    }

    /// The maximum number of pending requests that are read one by one.
    static let waitingLimit = 10_000

    /// The same for entries that no column can answer: matches the entry against each request's claims, as for a call.
    private func waiting(asking pattern: EntryPattern, limit: Int) async throws -> (items: [Approval], count: Int) {
        var entry = EntryIndex()
        entry.insert(pattern, id: 0)
        return try await store.read { [entry] transaction in
            var found: (items: [Approval], count: Int) = ([], 0)
            try transaction.forEach(
                ApprovalRow.select + " WHERE state = 'pending' ORDER BY id LIMIT \(Self.waitingLimit)"
            ) { row in
                let row = try ApprovalRow(row: row)
                let kept = try? JSONDecoder().decode(Claims.self, from: Data(row.claims.utf8))
                let question = Question(kept ?? Claims(email: row.approval.email))
                guard entry.anyMatch(for: question, at: transaction.now) != nil else { return }
                found.count += 1
                if found.items.count < limit { found.items.append(row.approval) }
            }
            return found
        }
    }

    static func detail(of row: ApprovalRow, _ transaction: Transaction) throws -> ApprovalDetail {
        let earlier = try earlier(than: row, transaction)
        let counts = try transaction.rows(
            "SELECT state, count(*) FROM approval WHERE domain = ? GROUP BY state",
            [row.domain]
        ) { count -> (String, Int) in (try count[0], try count[1]) }
        let comments = try transaction.rows(
            "SELECT time, user, text FROM approval_comment WHERE approval = ? ORDER BY number LIMIT 200",
            [row.approval.id.storedBytes]
        ) { comment in
            ApprovalDetail.Comment(
                time: Timestamp(milliseconds: try comment[0]),
                user: try comment[1],
                text: try comment[2]
            )
        }
        return ApprovalDetail(
            approval: row.approval,
            claims: try? JSONDecoder().decode(Claims.self, from: Data(row.claims.utf8)),
            call: row.call,
            earlier: earlier,
            sameDomain: try sameDomain(as: row, without: Set(earlier.map(\.id)), transaction),
            domainCounts: Dictionary(counts, uniquingKeysWith: +),
            comments: comments
        )
    }

    /// Requests of the same identity or address in any queue.
    private static func earlier(than row: ApprovalRow, _ transaction: Transaction) throws -> [Approval] {
        let id = row.approval.id.storedBytes
        return try transaction.rows(
            "\(ApprovalRow.select) WHERE id != ? AND (applicant = ? OR canonical = ?) ORDER BY id DESC LIMIT 20",
            [id, row.applicant.storedBytes, row.canonical]
        ) { try ApprovalRow(row: $0).approval }
    }

    private static func sameDomain(
        as row: ApprovalRow,
        without known: Set<CallID>,
        _ transaction: Transaction
    ) throws -> [Approval] {
        let rows = try transaction.rows(
            "\(ApprovalRow.select) WHERE domain = ? ORDER BY id DESC LIMIT 41",
            [row.domain]
        ) { try ApprovalRow(row: $0).approval }
        return Array(rows.filter { $0.id != row.approval.id && !known.contains($0.id) }.prefix(20))
    }

    /// Nil if the columns cannot answer it.
    private static func condition(for pattern: EntryPattern) -> (String, StoredValues)? {
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
