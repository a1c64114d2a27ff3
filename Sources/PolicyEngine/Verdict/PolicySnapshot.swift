package import GatehouseModel

/// Everything a decision depends on, at one point in time: immutable, shared by all calls, replaced as a whole.
package final class PolicySnapshot: Sendable {
    package let document: PolicyDocument
    /// The policy's revision.
    package let revision: Int
    let indexes: [String: EntryIndex]
    /// The tables for `lookup`; an import takes effect without a new snapshot.
    let tables: TableSet
    /// The lists with an effect, in the order in which they are checked: allow, deny, approve; within each, as in the
    /// document.
    let asked: [DecidingList]

    /// Up to this number of lists with an effect, the trace also names those that did not match.
    package static let fewLists = 16

    /// - Parameters:
    ///   - indexes: the entries by list name. A list without an index is empty; names that are not in the document are
    ///     ignored.
    ///   - tables: the tables that expressions use.
    package init(
        document: PolicyDocument,
        revision: Int,
        indexes: [String: EntryIndex],
        tables: TableSet = TableSet()
    ) {
        self.tables = tables
        self.document = document
        self.revision = revision
        let empty = EntryIndex()
        let indexes = Dictionary(
            uniqueKeysWithValues: document.lists.map { ($0.name, indexes[$0.name] ?? empty) }
        )
        self.indexes = indexes
        let order: [ListEffect] = [.allow, .deny, .approve]
        asked = order.flatMap { effect in
            document.lists.filter { $0.effect == effect }.compactMap { list in
                DecidingList(list, index: indexes[list.name] ?? empty)
            }
        }
    }

    /// The same policy with new entries in one list.
    package func replacing(_ list: String, with index: EntryIndex) -> PolicySnapshot {
        var indexes = indexes
        indexes[list] = index
        return PolicySnapshot(document: document, revision: revision, indexes: indexes, tables: tables)
    }

    /// The same policy with new entries in several lists; unknown names are ignored.
    package func replacing(_ indexes: [String: EntryIndex]) -> PolicySnapshot {
        PolicySnapshot(document: document, revision: revision, indexes: indexes, tables: tables)
    }

    /// The entries of a list; nil if there is no such list.
    package func index(of list: String) -> EntryIndex? { indexes[list] }

    /// The entries of all lists together, expired ones included.
    package var entryCount: Int { indexes.values.reduce(0) { $0 + $1.count } }

    /// A list that matches a value, and the entry that matched.
    package struct ListMatch: Sendable, Hashable {
        package let list: String
        package let effect: ListEffect
        package let match: EntryIndex.Match
    }

    /// Every matching entry of every list, including lists without an effect: the answer to `lists check`.
    package func matches(_ question: Question, at now: Timestamp) -> [ListMatch] {
        document.lists.flatMap { list in
            (indexes[list.name]?.matches(for: question, at: now) ?? []).map {
                ListMatch(list: list.name, effect: list.effect, match: $0)
            }
        }
    }
}
