package import GatehouseModel

/// Everything a decision looks at, at one moment: immutable, shared by all calls, swapped as a whole.
package final class PolicySnapshot: Sendable {
    package let document: PolicyDocument
    /// The policy's revision.
    package let revision: Int
    let indexes: [String: EntryIndex]
    /// The rows that `lookup` finds; an import takes effect without another snapshot.
    let tables: TableSet
    /// The lists that decide, in the order they are asked: allow, deny, approve; within an effect as in the document.
    let asked: [DecidingList]

    /// Up to so many deciding lists, the trace names those that did not match too.
    package static let fewLists = 16

    /// - Parameters:
    ///   - indexes: the entries by list name; a list without is empty, names the document lacks are left out.
    ///   - tables: the tables that expressions look into.
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

    /// The same policy with one list's entries exchanged.
    package func replacing(_ list: String, with index: EntryIndex) -> PolicySnapshot {
        var indexes = indexes
        indexes[list] = index
        return PolicySnapshot(document: document, revision: revision, indexes: indexes, tables: tables)
    }

    /// The same policy with other entries in several lists; names it lacks are left out.
    package func replacing(_ indexes: [String: EntryIndex]) -> PolicySnapshot {
        PolicySnapshot(document: document, revision: revision, indexes: indexes, tables: tables)
    }

    /// The entries of a list; nil when there is no such list.
    package func index(of list: String) -> EntryIndex? { indexes[list] }

    /// The entries of all lists together, expired ones included.
    package var entryCount: Int { indexes.values.reduce(0) { $0 + $1.count } }

    /// A list that matches a value, and the entry by which it does.
    package struct ListMatch: Sendable, Hashable {
        package let list: String
        package let effect: ListEffect
        package let match: EntryIndex.Match
    }

    /// Every entry of every list that matches, lists without effect included: the answer to `lists check`.
    package func matches(_ question: Question, at now: Timestamp) -> [ListMatch] {
        document.lists.flatMap { list in
            (indexes[list.name]?.matches(for: question, at: now) ?? []).map {
                ListMatch(list: list.name, effect: list.effect, match: $0)
            }
        }
    }
}
