package import ControlProtocol
package import GatehouseModel
import PolicyEngine
import Synchronization

extension ListBook {
    /// All lists of the policy, in its order.
    package func summaries(at now: Timestamp) async throws -> [ListSummary] {
        let names = state.withLock(\.order)
        return try await store.read { [self] transaction in
            try names.compactMap { try presentSummary(of: $0, transaction, at: now) }
        }
    }

    /// One list.
    ///
    /// - Throws: `StateError.notFound` when the policy has no such list.
    package func summary(_ list: String, at now: Timestamp) async throws -> ListSummary {
        _ = try require(list)
        let summary = try await store.read { [self] transaction in try presentSummary(of: list, transaction, at: now) }
        guard let summary else { throw StateError.notFound("the policy has no list \(list)") }
        return summary
    }

    /// Entries of a list, newest first.
    ///
    /// - Parameters:
    ///   - contains: text in the entry's notation; case does not matter.
    ///   - isMasked: whether to search only the part of an entry that viewers see: not the part before the `@`, and not
    ///     patterns and values.
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the previous page.
    package func entries(
        of list: String,
        contains: String? = nil,
        isMasked: Bool = false,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<ListEntry> {
        _ = try require(list)
        let start = try PageCursor.number(cursor)
        let needle = contains?.trimmedWhiteSpace.lowercased() ?? ""
        let text = isMasked ? Self.maskedNotation : "lower(\(Self.notation))"
        return try await store.read { transaction in
            guard let table = try ListTable.named(list, create: false, in: transaction) else { return Page(items: []) }
            return try Page(
                StoredEntry.select,
                by: "e.id",
                after: start,
                where: (
                    "e.list = ? AND (? = '' OR instr(\(text), ?) > 0) AND \(StoredEntry.isNewest)",
                    [table.id, needle, needle]
                ),
                matching: nil,
                limit: limit,
                in: transaction
            ) { row in
                let entry = try StoredEntry(row: row)
                return (entry.entry, String(entry.id))
            }
        }
    }

    /// The entries with these numbers, as `EntryIndex` gives them; entries that no longer exist are left out.
    package func entries(withIDs ids: [Int64]) async throws -> [Int64: ListEntry] {
        let ids = ids.prefix(1000)
        return try await store.read { transaction in
            var found: [Int64: ListEntry] = [:]
            for id in ids {
                found[id] = try transaction.first(StoredEntry.select + " WHERE e.id = ?", [id]) {
                    try StoredEntry(row: $0).entry
                }
            }
            return found
        }
    }

    /// `EntryPattern.notation` in SQL.
    private static let notation = """
        CASE e.kind WHEN 2 THEN '.' || e.value WHEN 3 THEN '*.' || e.value WHEN 4 THEN 'issuer:' || e.value \
        WHEN 6 THEN '/' || e.value || '/' WHEN 7 THEN 'value:' || e.value \
        ELSE e.value END
        """

    /// The same without the parts that viewers do not see. The domain is found by trimming all other characters off the
    /// end.
    private static let maskedNotation = """
        CASE WHEN e.kind = 0 THEN substr(e.value, length(rtrim(e.value, replace(e.value, '@', '')))) \
        WHEN e.kind > 5 THEN '' ELSE lower(\(notation)) END
        """

    private func presentSummary(of list: String, _ transaction: Transaction, at now: Timestamp) throws -> ListSummary? {
        guard let revision = state.withLock({ $0.shelves[list]?.revision }) else { return nil }
        let table = try ListTable.named(list, create: false, in: transaction)
        return try summary(of: list, revision, adding: 0, table, at: now)
    }

    /// A list as it is, or will be once its index has grown by `growth`.
    func summary(
        of list: String,
        _ revision: ListRevision,
        adding growth: Int,
        _ table: ListTable?,
        at now: Timestamp
    ) throws -> ListSummary {
        let expiring = try table?.expiring(at: now) ?? 0
        return try state.withLock { state throws(StateError) in
            guard let shelf = state.shelves[list] else { throw .notFound("the policy has no list \(list)") }
            return ListSummary(
                name: list,
                effect: shelf.definition.effect,
                queue: shelf.definition.queue,
                entries: shelf.index.count + growth,
                hits24h: state.hits.lastDay(of: list, at: now),
                expiring: expiring,
                source: revision.source,
                asOf: revision.asOf,
                updated: revision.updated,
                revision: revision.number
            )
        }
    }
}
