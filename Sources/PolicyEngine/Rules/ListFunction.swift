import CEL
import GatehouseModel
import Synchronization

/// `list("name")`: a list of the policy, for `x in list("name")`, which is one indexed look-up.
enum ListFunction {
    static func make(lists: [String]) -> Function {
        Function(
            "list",
            signatures: [Signature([.string], .opaque(ListObject.type))],
            context: ExpressionHost.Name.policy,
            check: { arguments in
                guard arguments.count == 1, case .string(let name)?? = arguments.first else {
                    return "list takes the name of a list, in quotes"
                }
                return lists.contains(name) ? nil : "there is no list '\(name.prefix(64))'\(hint(name, lists))"
            },
            .binary(call)
        )
    }

    @Sendable private static func call(_ policy: Value, _ name: Value) throws(CEL.Failure) -> Value {
        guard case .opaque(let object) = policy, let lists = object as? ListsObject, case .string(let name) = name
        else { throw .noOverload("list", of: [name]) }
        guard let list = lists.list(name) else { throw .invalid("there is no list '\(name.prefix(64))'") }
        return .opaque(list)
    }

    private static func hint(_ name: String, _ lists: [String]) -> String {
        let near = lists.sorted().prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return lists.isEmpty ? "" : "; the lists are \(near)"
    }
}

/// The lists of a policy as one call sees them, and which entries answered.
final class ListsObject: OpaqueValue {
    /// An entry by which something was in a list.
    struct Found: Sendable {
        let list: String
        let match: EntryIndex.Match
    }

    static let type = TypeName("policy")

    var typeName: TypeName { Self.type }
    let now: Timestamp
    /// What the lists are asked about the person as a whole, for `claims in list("name")`.
    let question: Question
    private let indexes: [String: EntryIndex]
    /// A list to answer otherwise than it would: for finding out what would have come of that.
    private let assumed: Assumption?
    private let found = Mutex<[Found]>([])

    init(_ indexes: [String: EntryIndex], question: Question, at now: Timestamp, assuming assumed: Assumption? = nil) {
        self.indexes = indexes
        self.question = question
        self.now = now
        self.assumed = assumed
    }

    func list(_ name: String) -> ListObject? {
        indexes[name].map { ListObject(name, $0, of: self) }
    }

    /// The first entry that matches, noted as found.
    fileprivate func match(_ question: Question, in index: EntryIndex, of list: String) -> Bool {
        if let answer = assumed?.answer(for: list) { return answer }
        guard let match = index.firstMatch(for: question, at: now), assumed?.removes(match, of: list) != true else {
            return false
        }
        found.withLock { $0.append(Found(list: list, match: match)) }
        return true
    }

    /// What was found since the last time.
    func takeFound() -> [Found] {
        found.withLock { found in
            guard !found.isEmpty else { return [] }
            defer { found = [] }
            return found
        }
    }

    func contains(_ value: Value) -> Bool? { nil }
    func field(_ name: String) -> Value? { nil }
}

/// One list, as an expression holds it.
final class ListObject: OpaqueValue {
    static let type = TypeName("list of the policy")

    var typeName: TypeName { Self.type }
    private let name: String
    private let index: EntryIndex
    private let lists: ListsObject

    init(_ name: String, _ index: EntryIndex, of lists: ListsObject) {
        self.name = name
        self.index = index
        self.lists = lists
    }

    /// Whether an entry matches a text (an address, a domain, an identity provider) or, for `claims`, the person.
    func contains(_ value: Value) -> Bool? {
        switch value {
        case .string(let text): lists.match(Question(asking: text), in: index, of: name)
        case .opaque(let object) where object is ClaimsObject: lists.match(lists.question, in: index, of: name)
        default: nil
        }
    }

    func field(_ name: String) -> Value? { nil }
}

/// One change of the lists, to be tried without making it.
enum Assumption: Sendable, Hashable {
    /// Everything is in this list.
    case everythingIn(list: String)
    /// This entry is not there.
    case without(entry: Int64, of: String)

    func answer(for list: String) -> Bool? {
        guard case .everythingIn(list) = self else { return nil }
        return true
    }

    func removes(_ match: EntryIndex.Match, of list: String) -> Bool {
        self == .without(entry: match.id, of: list)
    }
}
