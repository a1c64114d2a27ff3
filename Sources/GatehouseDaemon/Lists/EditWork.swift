import GatehouseModel

/// The effect of an edit on entries, before and after it is written.
struct EditWork: Sendable {
    /// The entries that change.
    private(set) var changes: [EntryChange] = []
    /// The notations of entries that do not change.
    private(set) var unchanged: [String] = []

    init(_ planned: [(EntryPattern, EntryChange)]) {
        for (pattern, change) in planned {
            if change.before == change.after {
                unchanged.append(pattern.notation)
            } else {
                changes.append(change)
            }
        }
    }

    /// Writes the changes; new entries get their numbers.
    ///
    /// - Parameter byPeople: whether removals stay in effect when a newer version of the source file is imported.
    mutating func write(to table: ListTable, byPeople: Bool, at now: Timestamp) throws {
        for index in changes.indices {
            switch (changes[index].before, changes[index].after) {
            case (nil, nil): break
            case (let before?, nil):
                try table.remove(before.pattern)
                if byPeople { try table.noteRemoved(before) }
            case (let before?, let after?): try table.update(before.id, to: after.fields)
            case (nil, var after?):
                try table.forgetRemoved(after.pattern)
                // A restored entry returns to its batch, so that undoing the import removes it too.
                if try after.batch == 0 || table.state(ofBatch: after.batch) != .live {
                    after.batch = try table.batchByHand(at: now)
                    after.source = ListTable.byHand
                }
                after.id = try table.insert(after)
                changes[index].after = after
            }
        }
    }

    /// The same changes for the index.
    var indexEdits: [IndexEdit] {
        changes.compactMap { change in
            if let after = change.after {
                return .put(after.pattern, id: after.id, expires: after.fields.expires)
            }
            return change.before.map { .remove($0.pattern) }
        }
    }

    var added: [ListEntry] { changes.filter { $0.before == nil }.compactMap { $0.after?.entry } }
    var updated: [ListEntry] { changes.filter { $0.before != nil }.compactMap { $0.after?.entry } }
    var removed: [ListEntry] { changes.filter { $0.after == nil }.compactMap { $0.before?.entry } }
    var addsPatterns: Bool { changes.contains { $0.before == nil && $0.after?.pattern.kind == .pattern } }
    /// The change in the list's number of entries; negative if it loses some.
    var growth: Int { changes.count { $0.before == nil } - changes.count { $0.after == nil } }
}
