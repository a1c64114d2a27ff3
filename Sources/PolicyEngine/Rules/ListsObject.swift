import CEL
import GatehouseModel
import Synchronization

/// The lists of a policy as one call sees them, with the entries that matched.
final class ListsObject: OpaqueValue {
    /// An entry that matched.
    struct Found: Sendable {
        let list: String
        let match: EntryIndex.Match
    }

    static let type = TypeName("policy")

    var typeName: TypeName { Self.type }
    /// The texts that expressions look up, each parsed once.
    let texts = TextMemo()
    private let indexes: [String: EntryIndex]
    private let asked: AskedLists
    /// The lists that expressions have used so far.
    private let lists = Mutex<[ListObject]>([])

    /// - Parameters:
    ///   - question: the facts about the person as a whole, for `claims in list("name")`.
    ///   - assumed: a hypothetical change of a list, for what-if questions.
    init(_ indexes: [String: EntryIndex], question: Question, at now: Timestamp, assuming assumed: Assumption? = nil) {
        self.indexes = indexes
        asked = AskedLists(question, at: now, assuming: assumed)
    }

    func list(_ name: String) -> ListObject? {
        lists.withLock { lists in
            if let known = lists.first(where: { $0.name == name }) { return known }
            guard let list = indexes[name].map({ ListObject(name, $0, asked, texts) }) else { return nil }
            lists.append(list)
            return list
        }
    }

    /// The entries found since the last call of this method.
    func takeFound() -> [Found] { asked.takeFound() }

    func contains(_ value: Value) -> Bool? { nil }
    func field(_ name: String) -> Value? { nil }
}

/// One list as a value in expressions.
final class ListObject: OpaqueValue {
    static let type = TypeName("list of the policy")

    var typeName: TypeName { Self.type }
    let name: String
    private let index: EntryIndex
    private let asked: AskedLists
    private let texts: TextMemo
    /// The last text and its match, cached because rules tend to ask the same again.
    private let last = Mutex<(text: Text, match: EntryIndex.Match?)?>(nil)

    fileprivate init(_ name: String, _ index: EntryIndex, _ asked: AskedLists, _ texts: TextMemo) {
        self.name = name
        self.index = index
        self.asked = asked
        self.texts = texts
    }

    /// Whether an entry matches a text (an address, a domain, an identity provider) or, for `claims`, the person.
    func contains(_ value: Value) -> Bool? {
        switch value {
        case .string(let text): asked.holds(match(Text(text)), in: name)
        case .opaque(let object) where object is ClaimsObject:
            asked.holds(index.anyMatch(for: asked.question, at: asked.now), in: name)
        default: nil
        }
    }

    func field(_ name: String) -> Value? { nil }

    private func match(_ text: Text) -> EntryIndex.Match? {
        last.withLock { last in
            if let last, last.text == text { return last.match }
            let match = index.firstMatch(for: texts.asked(text.string).question, at: asked.now)
            last = (text, match)
            return match
        }
    }
}

/// What all lists of a call share: the person, the time, and the entries found so far.
private final class AskedLists: Sendable {
    let question: Question
    let now: Timestamp
    private let assumed: Assumption?
    private let found = Mutex<[ListsObject.Found]>([])

    init(_ question: Question, at now: Timestamp, assuming assumed: Assumption?) {
        self.question = question
        self.now = now
        self.assumed = assumed
    }

    /// Whether the value counts as contained in the list, given the first matching entry, which is recorded as found.
    func holds(_ match: EntryIndex.Match?, in list: String) -> Bool {
        if let answer = assumed?.answer(for: list) { return answer }
        guard let match, assumed?.removes(match, of: list) != true else { return false }
        found.withLock { $0.append(ListsObject.Found(list: list, match: match)) }
        return true
    }

    func takeFound() -> [ListsObject.Found] {
        found.withLock { found in
            guard !found.isEmpty else { return [] }
            defer { found = [] }
            return found
        }
    }
}
