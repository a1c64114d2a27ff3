package import ControlProtocol
package import GatehouseModel
import PolicyEngine

extension ListBook {
    /// Undoes one change of a list: an edit, an import, or an earlier undo.
    ///
    /// The entries must not have changed since. The reply to undoing an import does not name its entries. Cancelling
    /// the task before the change is made leaves the list unchanged.
    ///
    /// - Parameter progress: called from time to time with the number of entries read so far, when an import is undone.
    /// - Throws: `StateError.notFound` for an unknown change, `.conflict` if it was undone already, is more than a day
    ///   old, or something changed since; errors of the store.
    package func undo(
        _ number: Int,
        in list: String,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>? = nil,
        progress: @escaping @Sendable (Int) -> Void = { _ in },
        at now: Timestamp
    ) async throws -> EntriesChanged {
        _ = try require(list)
        try Task.checkCancellation()
        let keep = reply.map { reply in
            RecordedReply<Undone>(ticket: reply.ticket) { try reply.encode($0.changed) }
        }
        let undone = try await store.write(weight: 8192, keeping: keep) { [self] transaction in
            guard let table = try ListTable.named(list, create: false, in: transaction) else {
                throw StateError.notFound("this list has no change \(number)")
            }
            switch try table.takeBack(number, at: now) {
            case .entries(let changes):
                let work = try Self.work(takingBack: changes, number, table)
                let (changed, done, revision) = try perform(
                    work,
                    .listChangeUndone,
                    in: list,
                    table,
                    by: actor,
                    at: now
                )
                return Undone(changed: changed, work: done, revision: revision)
            case .batches(let shown, let hidden):
                return try flip(shown, hidden, number, list, table, by: actor, at: now)
            }
        } published: { [self] undone in
            if let work = undone.work { followEdits(list, undone.changed, work, undone.revision) }
        }
        guard undone.work == nil else { return undone.changed }
        try await rebuild(list, progress: progress)
        var changed = undone.changed
        changed.list = try await summary(list, at: now)
        store.publish([.list(changed.list)])
        return changed
    }

    private struct Undone: Sendable {
        var changed: EntriesChanged
        /// Nil if whole batches were shown or hidden.
        var work: EditWork?
        var revision: ListRevision
    }

    private static func work(
        takingBack changes: [EntryChange],
        _ number: Int,
        _ table: ListTable
    ) throws -> EditWork {
        EditWork(
            try changes.compactMap { change in
                guard let pattern = (change.before ?? change.after)?.pattern else { return nil }
                let present = try table.entry(pattern)
                guard present?.fields == change.before?.fields else {
                    throw StateError.conflict(
                        "\(pattern.notation) was changed since change \(number); edit it instead"
                    )
                }
                var after = change.after
                // An existing entry keeps its present hits and number; only its fields are restored.
                if let present { after = after.map { Self.renewed(present, with: $0.fields) } }
                return (pattern, EntryChange(before: present, after: after))
            }
        )
    }

    private static func renewed(_ entry: StoredEntry, with fields: EntryFields) -> StoredEntry {
        var entry = entry
        entry.fields = fields
        return entry
    }

    /// Shows and hides batches. Only the newest change of batches can be undone, because later ones build on it.
    private func flip(
        _ shown: [Int64],
        _ hidden: [Int64],
        _ number: Int,
        _ list: String,
        _ table: ListTable,
        by actor: Actor,
        at now: Timestamp
    ) throws -> Undone {
        let later: Int? = try table.transaction.value(
            "SELECT number FROM list_change WHERE list = ? AND number > ? AND kind IN ('list.import', 'list.unimport')"
                + " AND undone = 0 LIMIT 1",
            [table.id, number]
        )
        if let later { throw StateError.conflict("take back change \(later) first: it came after change \(number)") }
        guard try shown.allSatisfy({ try table.state(ofBatch: $0) == .retired }),
            try hidden.allSatisfy({ try table.state(ofBatch: $0) == .live })
        else { throw StateError.conflict("the entries of change \(number) are gone; import them again") }
        try table.set(shown, to: .live, at: now)
        try table.set(hidden, to: .retired, at: now)
        try table.checkPatterns()
        let change = try table.keep(.batches(shown: shown, hidden: hidden), kind: "list.unimport", at: now)
        let revision = try table.touch(at: now)
        try table.transaction.record(
            Change(
                .listChangeUndone,
                of: "list:\(list)",
                by: actor,
                before: .object(["change": .int(Int64(number))]),
                after: .object([
                    "shown_batches": .array(shown.map(JSONValue.int)),
                    "hidden_batches": .array(hidden.map(JSONValue.int)),
                ]),
                at: now
            )
        )
        let summary = try summary(of: list, revision, adding: 0, table, at: now)
        return Undone(changed: EntriesChanged(list: summary, change: change), work: nil, revision: revision)
    }
}
