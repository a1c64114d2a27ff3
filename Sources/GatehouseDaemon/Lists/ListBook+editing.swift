package import ControlProtocol
package import GatehouseModel
import PolicyEngine
import Synchronization

extension ListBook {
    /// The most entries of one edit.
    package static let editLimit = 1000

    /// Adds entries, all or none. One that exists already gets the fields that are given.
    ///
    /// - Throws: `StateError`, `EntryError` for a text that is not an entry; errors of the store.
    package func add(
        _ drafts: [EntryDraft],
        to list: String,
        by actor: Actor,
        dryRun: Bool = false,
        keeping reply: RecordedReply<EntriesChanged>? = nil,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        try Self.check(count: drafts.count)
        var wanted: [(EntryPattern, EntryFields)] = []
        for draft in drafts { wanted.append((try EntryPattern(draft.entry), try EntryFields(draft))) }
        let order = Self.lastOfEach(wanted)
        return try await edit(list, .entriesAdded, by: actor, dryRun: dryRun, keeping: reply, at: now) { table in
            try order.map { pattern, fields in
                let present = try table?.entry(pattern)
                var after = present ?? Self.new(pattern, at: now)
                after.fields = present?.fields.taking(fields) ?? fields
                return (pattern, EntryChange(before: present, after: after))
            }
        }
    }

    /// Removes entries, all or none. Those that do not exist are reported as unchanged.
    package func remove(
        _ entries: [String],
        from list: String,
        by actor: Actor,
        dryRun: Bool = false,
        keeping reply: RecordedReply<EntriesChanged>? = nil,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        try Self.check(count: entries.count)
        var wanted: [(EntryPattern, Void)] = []
        for entry in entries { wanted.append((try EntryPattern(toRemove: entry), ())) }
        let order = Self.lastOfEach(wanted)
        return try await edit(list, .entriesRemoved, by: actor, dryRun: dryRun, keeping: reply, at: now) { table in
            try order.map { pattern, _ in (pattern, EntryChange(before: try table?.entry(pattern), after: nil)) }
        }
    }

    /// Sets comment, owner, ticket and expiry of an existing entry; nil clears a field.
    ///
    /// - Throws: `StateError.notFound` if there is no such entry; otherwise as `add`.
    package func change(
        _ draft: EntryDraft,
        in list: String,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>? = nil,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        let (pattern, fields) = (try EntryPattern(draft.entry), try EntryFields(draft))
        return try await edit(list, .entryEdited, by: actor, dryRun: false, keeping: reply, at: now) { table in
            guard let present = try table?.entry(pattern) else {
                throw StateError.notFound("the list \(list) has no entry \(pattern.notation)")
            }
            var after = present
            after.fields = fields
            return [(pattern, EntryChange(before: present, after: after))]
        }
    }

    private static func check(count: Int) throws(StateError) {
        guard (1...editLimit).contains(count) else {
            throw .invalid("\(count) entries were given; give 1 to \(editLimit), or import them")
        }
    }

    /// Each pattern once, in the order of its first mention, with the value given last.
    private static func lastOfEach<Value>(_ wanted: [(EntryPattern, Value)]) -> [(EntryPattern, Value)] {
        let last = Dictionary(wanted, uniquingKeysWith: { $1 })
        var seen: Set<EntryPattern> = []
        return wanted.compactMap { pattern, _ in
            guard seen.insert(pattern).inserted, let value = last[pattern] else { return nil }
            return (pattern, value)
        }
    }

    private static func new(_ pattern: EntryPattern, at now: Timestamp) -> StoredEntry {
        StoredEntry(
            id: 0,
            batch: 0,
            pattern: pattern,
            fields: EntryFields(),
            created: now,
            hits: 0,
            lastHit: nil,
            source: ListTable.byHand
        )
    }
}

// MARK: - Doing it

extension ListBook {
    typealias Plan = @Sendable (ListTable?) throws -> [(EntryPattern, EntryChange)]

    private func edit(
        _ list: String,
        _ kind: Change.Kind,
        by actor: Actor,
        dryRun: Bool,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp,
        _ plan: @escaping Plan
    ) async throws -> EntriesChanged {
        _ = try require(list)
        if dryRun {
            return try await store.read { [self] transaction in
                let table = try ListTable.named(list, create: false, in: transaction)
                let revision = try table?.revision() ?? ListRevision()
                let work = EditWork(try plan(table))
                return try outcome(of: work, list, revision, change: nil, dryRun: true, table, at: now)
            }
        }
        let keep = reply.map { reply in
            RecordedReply<(EntriesChanged, EditWork, ListRevision)>(ticket: reply.ticket) { try reply.encode($0.0) }
        }
        return try await store.write(weight: 8192, keeping: keep) { [self] transaction in
            guard let table = try ListTable.named(list, create: true, in: transaction) else {
                throw StateError.notFound("there is no list \(list)")
            }
            return try perform(EditWork(try plan(table)), kind, in: list, table, by: actor, at: now)
        } published: { [self] changed, work, revision in
            followEdits(list, changed, work, revision)
        }.0
    }

    func followEdits(_ list: String, _ changed: EntriesChanged, _ work: EditWork, _ revision: ListRevision) {
        guard changed.change != nil else { return }
        follow(list, work.indexEdits, revision)
    }

    /// Writes the changes, their audit record and how to undo them.
    func perform(
        _ planned: EditWork,
        _ kind: Change.Kind,
        in list: String,
        _ table: ListTable,
        by actor: Actor,
        at now: Timestamp
    ) throws -> (EntriesChanged, EditWork, ListRevision) {
        var work = planned
        guard !work.changes.isEmpty else {
            let revision = try table.revision()
            return (try outcome(of: work, list, revision, change: nil, dryRun: false, table, at: now), work, revision)
        }
        try work.write(to: table, byPeople: kind != .entriesExpired, at: now)
        if work.addsPatterns { try table.checkPatterns() }
        noteEdited(work.changes, in: list)
        let number = try table.keep(.entries(work.changes), kind: kind.rawValue, at: now)
        let revision = try table.touch(at: now)
        try table.transaction.record(
            Change(
                kind,
                of: "list:\(list)",
                by: actor,
                before: .array(work.changes.compactMap { $0.before?.facts }),
                after: .array(work.changes.compactMap { $0.after?.facts }),
                at: now
            )
        )
        let changed = try outcome(of: work, list, revision, change: number, dryRun: false, table, at: now)
        table.transaction.publish(.list(changed.list))
        return (changed, work, revision)
    }

    private func outcome(
        of work: EditWork,
        _ list: String,
        _ revision: ListRevision,
        change: Int?,
        dryRun: Bool,
        _ table: ListTable?,
        at now: Timestamp
    ) throws -> EntriesChanged {
        EntriesChanged(
            list: try summary(of: list, revision, adding: work.growth, table, at: now),
            added: work.added,
            updated: work.updated,
            removed: work.removed,
            unchanged: work.unchanged,
            change: change,
            dryRun: dryRun
        )
    }

    /// A running import must not undo what people do meanwhile.
    private func noteEdited(_ changes: [EntryChange], in list: String) {
        let patterns = changes.compactMap { ($0.after ?? $0.before)?.pattern }
        state.withLock { $0.shelves[list]?.editedDuringImport?.append(contentsOf: patterns) }
    }
}
