import GRDB
import GRDBSQLite
import GatehouseModel
import PolicyEngine

extension ListBook {
    /// Reads everything about the lists of a policy in one pass.
    static func load(_ lists: [PolicyList], from database: Database) throws -> State {
        var state = State()
        state.order = lists.map(\.name)
        var names: [Int64: String] = [:]
        for list in lists {
            var shelf = Shelf(definition: list)
            if let table = try ListTable.named(list.name, create: false, in: database) {
                shelf.revision = try table.revision()
                names[table.id] = list.name
            }
            state.shelves[list.name] = shelf
        }
        guard !names.isEmpty else { return state }
        for (id, loaded) in try entries(of: Set(names.keys), from: database) {
            guard let name = names[id] else { continue }
            state.shelves[name]?.index = EntryIndex(loaded.records)
            state.shelves[name]?.outdated = loaded.outdated
        }
        for row in try Row.fetchAll(database, sql: "SELECT list, hour, hits FROM list_hits") {
            guard let name = names[row[0]] else { continue }
            state.hits.restore(HitCounter.Slot(list: name, hour: row[1]), row[2])
        }
        return state
    }

    /// What is stored of one list.
    ///
    /// - Parameter progress: told how many entries were read, every 100,000.
    static func entries(
        of list: String,
        from database: Database,
        progress: (Int) -> Void = { _ in }
    ) throws -> LoadedEntries {
        guard let table = try ListTable.named(list, create: false, in: database) else { return LoadedEntries() }
        return try entries(of: [table.id], from: database, progress: progress)[table.id] ?? LoadedEntries()
    }

    /// The live rows of some lists, in the order in which later ones hide earlier ones.
    ///
    /// A million rows are read at every start, so this asks SQLite itself and makes nothing but the text of each.
    private static func entries(
        of lists: Set<Int64>,
        from database: Database,
        progress: (Int) -> Void = { _ in }
    ) throws -> [Int64: LoadedEntries] {
        var count = 0
        let live = Set(try Int64.fetchAll(database, sql: "SELECT id FROM list_batch WHERE state = 'live'"))
        var entries: [Int64: LoadedEntries] = [:]
        var (list, current) = (Int64.min, LoadedEntries())
        let statement = try database.makeStatement(
            sql: "SELECT id, list, batch, kind, expires, value FROM list_entry ORDER BY id"
        )
        let row = statement.sqliteStatement
        while try step(row, database) {
            let owner = sqlite3_column_int64(row, 1)
            guard live.contains(sqlite3_column_int64(row, 2)), lists.contains(owner) else { continue }
            if owner != list {
                if list != .min { entries[list] = current }
                current = entries.removeValue(forKey: owner) ?? LoadedEntries()
                list = owner
            }
            guard let kind = EntryPattern.Kind(stored: sqlite3_column_int64(row, 3)),
                let text = sqlite3_column_text(row, 5)
            else { throw StateError.damagedRow(table: "list_entry", detail: "an entry has no known kind or no value") }
            count += 1
            if count.isMultiple(of: 100_000) { progress(count) }
            let isForEver = sqlite3_column_type(row, 4) == SQLITE_NULL
            let value = String(cString: text)
            current.note(kind, value)
            current.records.append(
                kind: kind,
                canonical: value,
                id: sqlite3_column_int64(row, 0),
                expires: isForEver ? nil : Timestamp(milliseconds: sqlite3_column_int64(row, 4))
            )
        }
        if list != .min { entries[list] = current }
        return entries
    }

    private static func step(_ statement: OpaquePointer, _ database: Database) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
    }
}
