import GatehouseModel

/// The entries of one list as CSV, in pieces, in the order of the entries' kinds and values.
///
/// `entry,comment,owner,ticket,expires` with a header, RFC 4180, formulas guarded; `importEntries` reads it back.
package struct ListExport: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    let store: StateStore
    let list: String

    package func makeAsyncIterator() -> Iterator { Iterator(store: store, list: list) }

    package struct Iterator: AsyncIteratorProtocol {
        let store: StateStore
        let list: String
        private var after: EntryPattern?
        private var isAtStart = true
        private var isAtEnd = false

        init(store: StateStore, list: String) {
            self.store = store
            self.list = list
        }

        /// The next few hundred entries; nil at the end.
        package mutating func next() async throws -> [UInt8]? {
            if isAtEnd { return nil }
            let entries = try await page()
            var text = isAtStart ? CSVText.record(CSVColumn.allCases.map(\.rawValue)) + "\r\n" : ""
            isAtStart = false
            guard let last = entries.last else {
                isAtEnd = true
                return text.isEmpty ? nil : Array(text.utf8)
            }
            after = last.pattern
            for entry in entries {
                let fields = [
                    entry.pattern.notation, entry.fields.comment ?? "", entry.fields.owner ?? "",
                    entry.fields.ticket ?? "", entry.fields.expires?.description ?? "",
                ]
                text += CSVText.record(fields) + "\r\n"
            }
            return Array(text.utf8)
        }

        private func page() async throws -> [StoredEntry] {
            let (list, kind, value) = (list, after?.kind.stored ?? -1, after?.value ?? "")
            return try await store.read { transaction in
                guard let table = try ListTable.named(list, create: false, in: transaction) else { return [] }
                return try transaction.rows(
                    "\(StoredEntry.select) WHERE e.list = ? AND (e.kind, e.value) > (?, ?)"
                        + " AND \(StoredEntry.isNewest) ORDER BY e.kind, e.value LIMIT 500",
                    [table.id, kind, value]
                ) { try StoredEntry(row: $0) }
            }
        }
    }
}

extension ListBook {
    /// All entries of one list as CSV.
    ///
    /// - Throws: `StateError.notFound` when the policy has no such list.
    package func export(_ list: String) throws -> ListExport {
        _ = try require(list)
        return ListExport(store: store, list: list)
    }
}
