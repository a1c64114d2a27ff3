package import ControlProtocol
import Foundation
import GatehouseModel
import JSON
import PlainText
package import PolicyEngine
import Synchronization

/// The tables of reference data. Each import is a file beside state.db, and a `ReferenceTable` in memory.
///
/// An import is made durable first; then its table replaces the former one in one swap. Tables that the policy no
/// longer names are kept, but not used.
package final class TableBook: Sendable {
    /// One table of the policy.
    struct Shelf {
        var definition: PolicyTable
        var stored: StoredTable?
        /// Why its rows cannot be used.
        var problem: String?
        /// Whether an import or an undo is running.
        var isBusy = false
    }

    struct State {
        /// In policy order.
        var order: [String] = []
        var shelves: [String: Shelf] = [:]
        /// Cached results of checking rows against the definitions of drafts.
        var suitabilities: [Suitability] = []
    }

    let store: StateStore
    let directory: String
    /// The tables that expressions use.
    package let tables: TableSet
    let state = Mutex(State())
    /// Returns the rules and endpoints that use a table.
    let uses: @Sendable (String) -> [TableUser]

    /// Reads the rows of all tables of the policy. A table that cannot be read is empty and reports why.
    ///
    /// - Parameters:
    ///   - directory: the directory of the files; created if necessary.
    ///   - alarm: called for rows that cannot be read.
    /// - Throws: `StorageFailure`.
    package init(
        store: StateStore,
        directory: String,
        definitions: [PolicyTable],
        tables: TableSet = TableSet(),
        uses: @escaping @Sendable (String) -> [TableUser] = { _ in [] },
        alarm: (String) -> Void = { _ in }
    ) throws {
        self.store = store
        self.directory = directory
        self.tables = tables
        self.uses = uses
        try FileSystem.createPrivateDirectory(directory)
        let files = try store.readNow { try StoredTable.files(in: $0) }
        removeLeftovers(besides: files)
        var shelves: [String: Shelf] = [:]
        for definition in definitions {
            let stored = try store.readNow { try StoredTable.named(definition.name, .live, in: $0) }
            var shelf = Shelf(definition: definition, stored: stored)
            do throws(TableFile.Damaged) {
                tables.replace(
                    definition.name,
                    with: try stored.map { stored throws(TableFile.Damaged) in
                        try file(stored).read(definition, digest: stored.digest)
                    }
                )
            } catch {
                shelf.problem = "its rows cannot be read: \(error); import them again"
                alarm("table \(definition.name): \(error); it is empty until its rows are imported again")
            }
            shelves[definition.name] = shelf
        }
        state.withLock { $0 = State(order: definitions.map(\.name), shelves: shelves) }
    }

    func file(_ stored: StoredTable) -> TableFile { TableFile(path: directory + "/" + stored.file) }

    /// Removes the files of interrupted imports.
    private func removeLeftovers(besides known: Set<String>) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        where name.hasSuffix(".csv") && !known.contains(name) {
            TableFile(path: directory + "/" + name).remove()
        }
    }

    /// Tables whose rows cannot be read, in sentences.
    package var problems: [String] {
        state.withLock { state in
            state.order.compactMap { name in state.shelves[name]?.problem.map { "table \(name): \($0)" } }
        }
    }

    // MARK: - Following the policy

    /// The tables of a new policy, ready to be adopted.
    package struct Prepared: Sendable {
        fileprivate var shelves: [(definition: PolicyTable, stored: StoredTable?, problem: String?)] = []
        fileprivate(set) var tables: [String: ReferenceTable] = [:]
    }

    /// Reads the rows of tables that are new in the policy, or whose definition has changed.
    ///
    /// - Throws: `Problem` if imported rows do not fit a table; errors of the store.
    package func prepare(_ definitions: [PolicyTable]) async throws -> Prepared {
        var prepared = Prepared()
        for definition in definitions {
            let known = state.withLock { $0.shelves[definition.name] }
            if let known, known.definition == definition {
                prepared.shelves.append((definition, known.stored, known.problem))
                prepared.tables[definition.name] = tables[definition.name]
                continue
            }
            let stored = try await store.read { try StoredTable.named(definition.name, .live, in: $0) }
            do throws(TableFile.Damaged) {
                if let stored {
                    prepared.tables[definition.name] = try file(stored).read(definition, digest: stored.digest)
                }
            } catch {
                throw Problem(
                    .invalid,
                    "the rows that were imported do not suit the table \"\(definition.name)\": \(error)",
                    hint: "keep its key until rows that suit the new one are imported, or give the table another name"
                )
            }
            prepared.shelves.append((definition, stored, nil))
        }
        return prepared
    }

    /// Replaces all tables with the prepared ones.
    package func adopt(_ prepared: Prepared) {
        let tables = state.withLock { state in
            var shelves: [String: Shelf] = [:]
            var tables = prepared.tables
            for (definition, stored, problem) in prepared.shelves {
                let name = definition.name
                var shelf = Shelf(definition: definition, stored: stored, problem: problem)
                if let present = state.shelves[name] {
                    shelf.isBusy = present.isBusy
                    if present.definition == definition {
                        // An import may have finished since the tables were prepared.
                        shelf = present
                        tables[name] = self.tables[name]
                    }
                }
                shelves[name] = shelf
            }
            state.order = prepared.shelves.map(\.definition.name)
            state.shelves = shelves
            return tables
        }
        self.tables.replaceAll(with: tables)
    }

    // MARK: - Reading

    /// The columns of the tables that have rows.
    var columns: [String: [String]] { tables.current.mapValues(\.columns) }

    /// All tables, in policy order.
    package func summaries() -> [TableSummary] {
        let state = state.withLock { $0 }
        return state.order.compactMap { name in state.shelves[name].map { summary(of: $0) } }
    }

    /// One table.
    ///
    /// - Throws: `StateError.notFound` if the policy has no such table.
    package func summary(_ name: String) throws -> TableSummary { summary(of: try require(name)) }

    /// The row with a key.
    package func row(_ key: String, in name: String) throws -> TableRow {
        let shelf = try require(name)
        guard let canonical = shelf.definition.keyKind.canonical(key) else {
            throw StateError.invalid("the key is not \(shelf.definition.keyKind.noun)")
        }
        guard let table = tables[name], let row = table.row(key) else { return TableRow(key: canonical, values: nil) }
        return TableRow(key: canonical, values: table.values(row))
    }

    /// All rows as CSV.
    package func export(_ name: String) throws -> some Sequence<[UInt8]> & Sendable {
        let shelf = try require(name)
        let definition = shelf.definition
        let empty = TableBuilder(columns: definition.columns ?? [definition.key], key: 0, keyKind: definition.keyKind)
        return TablePieces(tables[name] ?? empty.finish())
    }

    func require(_ name: String) throws -> Shelf {
        let shelves = state.withLock(\.shelves)
        guard let shelf = shelves[name] else {
            let question = Spelling.question(name, among: shelves.keys)
            throw StateError.notFound(
                "the policy has no table \(CanonicalJSON.quoted(String(name.prefix(64))))\(question)"
            )
        }
        return shelf
    }

    func summary(of shelf: Shelf) -> TableSummary {
        summary(of: shelf, shelf.stored, tables[shelf.definition.name], problem: shelf.problem)
    }

    /// A summary of the table with the given rows.
    func summary(
        of shelf: Shelf,
        _ stored: StoredTable?,
        _ table: ReferenceTable?,
        problem: String? = nil
    ) -> TableSummary {
        TableSummary(
            name: shelf.definition.name,
            key: shelf.definition.key,
            keyKind: shelf.definition.keyKind.rawValue,
            columns: table?.columns ?? shelf.definition.columns ?? [],
            rows: table?.count ?? 0,
            bytes: table?.footprint ?? 0,
            source: stored?.source,
            asOf: stored?.asOf,
            updated: stored?.updated,
            revision: stored?.revision ?? 0,
            problem: problem,
            usedBy: uses(shelf.definition.name).map(\.name)
        )
    }
}
