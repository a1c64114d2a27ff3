import GatehouseModel
import PolicyEngine

extension ListBook {
    /// Reads everything about the lists of a policy in one pass.
    static func load(_ lists: [PolicyList], from transaction: Transaction) throws -> State {
        var state = State()
        state.order = lists.map(\.name)
        var names: [Int64: String] = [:]
        for list in lists {
            var shelf = Shelf(definition: list)
            if let table = try ListTable.named(list.name, create: false, in: transaction) {
                shelf.revision = try table.revision()
                names[table.id] = list.name
            }
            state.shelves[list.name] = shelf
        }
        guard !names.isEmpty else { return state }
        for (id, loaded) in try entries(of: Set(names.keys), from: transaction) {
            guard let name = names[id] else { continue }
            state.shelves[name]?.index = EntryIndex(loaded.records)
            state.shelves[name]?.outdated = loaded.outdated
        }
        try transaction.forEach("SELECT list, hour, hits FROM list_hits") { row in
            guard let name = names[try row[0]] else { return }
            state.hits.restore(HitCounter.Slot(list: name, hour: try row[1]), try row[2])
        }
        return state
    }

    /// The stored entries of one list.
    ///
    /// - Parameter progress: called with the number of entries read so far, every 100,000.
    static func entries(
        of list: String,
        from transaction: Transaction,
        progress: (Int) -> Void = { _ in }
    ) throws -> LoadedEntries {
        guard let table = try ListTable.named(list, create: false, in: transaction) else { return LoadedEntries() }
        return try entries(of: [table.id], from: transaction, progress: progress)[table.id] ?? LoadedEntries()
    }

    /// The live rows of some lists, in the order in which later ones hide earlier ones.
    ///
    /// A million rows are read at every start, so this allocates nothing but the text of each.
    private static func entries(
        of lists: Set<Int64>,
        from transaction: Transaction,
        progress: (Int) -> Void = { _ in }
    ) throws -> [Int64: LoadedEntries] {
        var count = 0
        let live: Set<Int64> = Set(try transaction.column("SELECT id FROM list_batch WHERE state = 'live'"))
        var entries: [Int64: LoadedEntries] = [:]
        var (list, current) = (Int64.min, LoadedEntries())
        try transaction.forEach("SELECT id, list, batch, kind, expires, value FROM list_entry ORDER BY id") { row in
            let owner: Int64 = try row[1]
            guard live.contains(try row[2]), lists.contains(owner) else { return }
            if owner != list {
                if list != .min { entries[list] = current }
                current = entries.removeValue(forKey: owner) ?? LoadedEntries()
                list = owner
            }
            guard let kind = EntryPattern.Kind(stored: try row[3]) else {
                throw StateError.damagedRow(table: "list_entry", detail: "an entry has no known kind")
            }
            count += 1
            if count.isMultiple(of: 100_000) { progress(count) }
            let value: String = try row[5]
            let expires: Int64? = try row[4]
            current.note(kind, value)
            current.records.append(
                kind: kind,
                canonical: value,
                id: try row[0],
                expires: expires.map { Timestamp(milliseconds: $0) }
            )
        }
        if list != .min { entries[list] = current }
        return entries
    }
}
