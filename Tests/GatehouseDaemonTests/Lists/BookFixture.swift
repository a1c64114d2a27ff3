import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Synchronization

/// A list book with two lists, and its callbacks' values.
struct BookFixture {
    let state: TemporaryState
    let book: ListBook
    let told = Told()
    static let lists = [PolicyList(name: "blocked", effect: .deny), PolicyList(name: "partners", effect: .allow)]

    final class Told: Sendable {
        let index = Mutex<[String: EntryIndex]>([:])
    }

    init(hooks: CommitHooks = CommitHooks()) throws {
        state = try TemporaryState(hooks: hooks)
        book = try ListBook(
            store: state.store,
            lists: Self.lists,
            onIndex: { [told] list, index in told.index.withLock { $0[list] = index } }
        )
    }

    func add(_ entries: String..., expires: Timestamp? = nil, at time: Timestamp = .noon) async throws -> EntriesChanged
    {
        let drafts = entries.map { EntryDraft(entry: $0, comment: "c", expires: expires) }
        return try await book.add(drafts, to: "blocked", by: .anna, at: time)
    }

    func importing(
        _ text: String,
        _ format: ImportOptions.Format = .lines,
        mode: ImportOptions.Mode = .add,
        dryRun: Bool = false,
        at time: Timestamp = .noon
    ) async throws -> ImportReport {
        try await importing(Array(text.utf8), format, mode: mode, dryRun: dryRun, at: time)
    }

    func importing(
        _ bytes: [UInt8],
        _ format: ImportOptions.Format = .lines,
        mode: ImportOptions.Mode = .add,
        dryRun: Bool = false,
        at time: Timestamp = .noon
    ) async throws -> ImportReport {
        let options = ImportOptions(format: format, mode: mode, dryRun: dryRun, source: "file.txt")
        return try await book.importEntries(into: "blocked", from: Pieces(bytes), options, by: .anna, at: time)
    }

    /// The entries as people see them.
    func shown(_ list: String = "blocked") async throws -> Set<String> {
        Set(try await book.entries(of: list, limit: 1000).items.map(\.entry))
    }

    /// Whether the index that calls use has exactly these entries.
    func isEffective(_ entries: Set<String>) throws -> Bool {
        guard let index = book.indexes["blocked"], index.count == entries.count else { return false }
        return try entries.allSatisfy { index.contains(try EntryPattern($0)) }
    }

    /// The owner of each entry.
    func owners() async throws -> [String: String] {
        let entries = try await book.entries(of: "blocked", limit: 1000).items
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.entry, $0.owner ?? "nobody") })
    }

    /// Imports some entries for one owner.
    @discardableResult
    func importing(
        _ entries: [String],
        for owner: String,
        mode: ImportOptions.Mode = .add,
        at time: Timestamp
    ) async throws -> ImportReport {
        let rows = entries.map { "\($0),\(owner)\n" }.joined()
        return try await importing("entry,owner\n" + rows, .csv, mode: mode, at: time)
    }

    /// Another book on the same store.
    func reopened() async throws -> ListBook {
        try ListBook(store: try await state.reopened(), lists: Self.lists)
    }
}
