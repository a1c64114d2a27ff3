import CEL
import GatehouseModel

/// The data that the expressions of one call can read, prepared once for all of them.
struct Facts {
    private(set) var claims: Claims
    let lists: ListsObject
    private let tables: TablesObject
    private let host: ExpressionHost
    private let call: CallFacts
    private var object: ClaimsObject
    private var callObject: CallObject
    private(set) var variables: Variables

    /// - Parameter tables: read once, so that all rules of a call see the same rows.
    init(_ claims: Claims, call: CallFacts, lists: ListsObject, tables: TableSet, host: ExpressionHost) {
        self.claims = claims
        self.call = call
        self.lists = lists
        self.host = host
        self.tables = host.hasTables ? TablesObject(tables.current) : .none
        object = ClaimsObject(claims)
        callObject = CallObject(call, claims: claims)
        variables = host.environment.variables([:])
        variables[host.slots.policy] = .opaque(lists)
        variables[host.slots.tables] = .opaque(self.tables)
        layClaims()
    }

    /// Changes claims for the rules that follow.
    mutating func change(_ changes: [(claim: String, value: JSONValue)]) {
        for change in changes { claims.attributes[change.claim] = change.value }
        object = ClaimsObject(claims)
        callObject = CallObject(call, claims: claims)
        layClaims()
    }

    private mutating func layClaims() {
        variables[host.slots.claims] = .opaque(object)
        variables[host.slots.identities] = object.identities
        variables[host.slots.call] = .opaque(callObject)
    }

    /// The rules that can match.
    func candidates(_ sieve: RuleSieve) -> RuleBits { sieve.candidates(object, callObject, lists.texts) }

    /// Whether a condition is true; nil and the error if it has no value.
    func holds(_ condition: Condition) -> (answer: Bool?, remark: ExpressionError?) {
        if host.hasTables { _ = tables.takeReadings() }
        do throws(ExpressionError) {
            return (try condition.program.isTrue(variables, limits: ExpressionHost.limits), nil)
        } catch {
            return (nil, error)
        }
    }

    /// The maximum number of values that the trace shows per condition.
    private static let readLimit = 8

    /// The values that a condition read, whole variables left out. For tables, what its last evaluation read.
    func readings(of condition: Condition) -> [Trace.Reading] {
        let claims = condition.program.reads(variables).lazy.filter { !$0.path.fields.isEmpty }
            .prefix(Self.readLimit).map { Trace.Reading(path: $0.path.description, value: $0.value?.shown) }
        return host.hasTables ? claims + tables.takeReadings() : Array(claims)
    }
}

extension Value {
    /// The maximum length of a value in a trace, in characters.
    private static let shownLimit = 200

    /// The value in CEL notation, cut to 200 characters, with control characters escaped.
    var shown: String {
        guard case .string(let text) = self else {
            guard case .list(let list) = self else { return brief }
            let items = list.elements.prefix(8).map(\.brief) + (list.elements.count > 8 ? ["…"] : [])
            return Self.cut("[" + items.joined(separator: ", ") + "]")
        }
        return Self.cut(text.quotedForTrace)
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= shownLimit || text.count <= shownLimit ? text : text.prefix(shownLimit - 1) + "…"
    }
}

extension String {
    /// In double quotes, with invisible characters escaped.
    fileprivate var quotedForTrace: String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) { return "\"\(self)\"" }
        var text = "\""
        for scalar in unicodeScalars.prefix(400) {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if scalar.isUnsafeInText {
                    text += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text + "\""
    }
}
