package import GatehouseModel
import JSON
import PlainText
package import PolicyEngine
import Synchronization

/// The entries of all lists: durable in the store, and in one `EntryIndex` for each list, which calls use.
///
/// A change is made durable first; then `onIndex` gets the list's new index, always on the writer's thread and so in
/// order. Rows of lists that the policy no longer names are kept but match nothing.
package final class ListBook: HitCounting {
    /// Called with a list's new index, to put it into the policy snapshot. Must be quick, and must not call the book.
    package typealias OnIndex = @Sendable (_ list: String, _ index: EntryIndex) -> Void

    /// One list of the policy.
    struct Shelf {
        var definition: PolicyList
        var revision = ListRevision()
        var index = EntryIndex()
        /// Edits made since a rebuild of the index began, which are repeated on the new index; nil if no rebuild is
        /// running.
        var pending: [IndexEdit]?
        /// Stored entries whose domain today's rules refuse, at most `outdatedLimit`.
        var outdated: Set<EntryPattern> = []
        /// Patterns edited by hand since an import began; nil if no import is running.
        var editedDuringImport: [EntryPattern]?
    }

    struct State {
        /// In the order of the policy.
        var order: [String] = []
        var shelves: [String: Shelf] = [:]
        var hits = HitCounter()
    }

    let store: StateStore
    let state: Mutex<State>
    let onIndex: OnIndex

    /// Reads the entries and the hits of all lists of the policy.
    ///
    /// - Throws: `StorageFailure`, `StateError.damagedRow`.
    package init(
        store: StateStore,
        lists: [PolicyList],
        onIndex: @escaping OnIndex = { _, _ in }
    ) throws {
        self.store = store
        self.onIndex = onIndex
        state = Mutex(try store.readNow { transaction in try Self.load(lists, from: transaction) })
    }

    /// The present index of every list of the policy.
    package var indexes: [String: EntryIndex] { state.withLock { $0.shelves.mapValues(\.index) } }

    /// The maximum number of outdated entries remembered for each list.
    static let outdatedLimit = 1000

    /// Sentences about stored entries whose domain today's rules refuse, one for each list that has any.
    package var warnings: [String] {
        state.withLock { state in
            state.order.compactMap { name in
                guard let outdated = state.shelves[name]?.outdated, let first = outdated.map(\.notation).min() else {
                    return nil
                }
                let reason = outdated.first { $0.notation == first }?.fault?.description ?? "it is no domain name"
                let count = outdated.count == 1 ? "an entry that is" : "\(outdated.count) entries that are"
                return "the list \(name) has \(count) no domain name and can match nobody: remove \(first) (\(reason))"
            }
        }
    }

    /// Entries of all lists.
    package var entryCount: Int { state.withLock { $0.shelves.values.reduce(0) { $0 + $1.index.count } } }

    /// The lists of another policy, ready to be followed.
    package struct Prepared: Sendable {
        fileprivate let lists: [PolicyList]
        /// Lists that the current policy does not name, as stored.
        fileprivate let loaded: [String: Shelf]
    }

    /// Reads the lists that another policy adds, before it is simulated or applied.
    package func prepare(_ lists: [PolicyList]) async throws -> Prepared {
        let known = state.withLock { Set($0.shelves.keys) }
        let fresh = lists.filter { !known.contains($0.name) }
        let loaded = try await store.read { transaction in try Self.load(fresh, from: transaction).shelves }
        return Prepared(lists: lists, loaded: loaded)
    }

    /// Follows a new policy: adds its new lists and forgets those that it no longer names.
    package func follow(_ prepared: Prepared) {
        state.withLock { state in
            state.shelves = Self.shelves(prepared, state)
            state.order = prepared.lists.map(\.name)
        }
    }

    /// The current index of every list of a policy that is only simulated.
    package func indexes(of prepared: Prepared) -> [String: EntryIndex] {
        state.withLock { Self.shelves(prepared, $0).mapValues(\.index) }
    }

    private static func shelves(_ prepared: Prepared, _ state: State) -> [String: Shelf] {
        var shelves: [String: Shelf] = [:]
        for list in prepared.lists {
            var shelf = state.shelves[list.name] ?? prepared.loaded[list.name] ?? Shelf(definition: list)
            shelf.definition = list
            shelves[list.name] = shelf
        }
        return shelves
    }

    /// Counts the matches of a call. Cheap; `maintain` writes them.
    package func count(_ hits: [Judgement.Hit], at now: Timestamp) {
        guard !hits.isEmpty else { return }
        state.withLock { state in
            for hit in hits { state.hits.count(list: hit.list, entry: hit.entry, at: now) }
        }
    }

    /// - Throws: `StateError.notFound` when the policy has no such list.
    func require(_ list: String) throws -> Shelf {
        guard let shelf = state.withLock({ $0.shelves[list] }) else {
            let question = Spelling.question(list, among: state.withLock(\.order))
            throw StateError.notFound(
                "the policy has no list \(CanonicalJSON.quoted(String(list.prefix(64))))\(question)"
            )
        }
        return shelf
    }
}

/// One change of an index.
enum IndexEdit: Sendable {
    case put(EntryPattern, id: Int64, expires: Timestamp?)
    case remove(EntryPattern)

    func apply(to index: inout EntryIndex) {
        switch self {
        case .put(let pattern, let id, let expires): index.insert(pattern, id: id, expires: expires)
        case .remove(let pattern): index.remove(pattern)
        }
    }
}

extension ListBook {
    /// Makes committed edits effective, on the writer's thread and in order. Edits of other daemons must be made
    /// effective here too.
    func follow(_ list: String, _ edits: [IndexEdit], _ revision: ListRevision) {
        let index = state.withLock { state -> EntryIndex? in
            guard var shelf = state.shelves.removeValue(forKey: list) else { return nil }
            for edit in edits { edit.apply(to: &shelf.index) }
            if !shelf.outdated.isEmpty { shelf.forgetOutdated(edits) }
            shelf.pending?.append(contentsOf: edits)
            shelf.revision = revision
            state.shelves[list] = shelf
            return shelf.index
        }
        guard let index else { return }
        index.prepare()
        onIndex(list, index)
    }

    /// Rebuilds a list's index from the store and makes it effective. Edits made meanwhile are repeated on it.
    ///
    /// The stored rows have already changed, so this completes even if the task is cancelled.
    ///
    /// - Parameter progress: called from time to time with the number of entries read so far.
    func rebuild(_ list: String, progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        try await Task { try await rebuildUncancelled(list, progress) }.value
    }

    private func rebuildUncancelled(_ list: String, _ progress: @escaping @Sendable (Int) -> Void) async throws {
        state.withLock { $0.shelves[list]?.pending = [] }
        do {
            let (index, outdated) = try await store.read { transaction in
                let loaded = try Self.entries(of: list, from: transaction, progress: progress)
                return (EntryIndex(loaded.records), loaded.outdated)
            }
            // Through the writer, so that this and all edits are made effective in one order.
            try await store.write { _ in
            } published: { [self] in
                swap(list, index, outdated)
            }
        } catch {
            state.withLock { $0.shelves[list]?.pending = nil }
            throw error
        }
    }

    private func swap(_ list: String, _ index: EntryIndex, _ outdated: Set<EntryPattern>) {
        let index = state.withLock { state -> EntryIndex? in
            guard var shelf = state.shelves.removeValue(forKey: list) else { return nil }
            var index = index
            for edit in shelf.pending ?? [] { edit.apply(to: &index) }
            shelf.index = index
            shelf.outdated = outdated
            shelf.forgetOutdated(shelf.pending ?? [])
            shelf.pending = nil
            state.shelves[list] = shelf
            return index
        }
        guard let index else { return }
        index.prepare()
        onIndex(list, index)
    }
}
