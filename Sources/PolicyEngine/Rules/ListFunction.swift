import CEL

/// `list("name")`: a list of the policy. `x in list("name")` is one indexed look-up.
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

    /// `.domain()`, which parses an address once for all expressions of a call.
    static let domain = Function(
        "domain",
        style: .receiver,
        signatures: [Signature([.string], .string)],
        context: ExpressionHost.Name.policy,
        .binary(domain)
    )

    @Sendable private static func domain(_ policy: Value, _ value: Value) throws(CEL.Failure) -> Value {
        guard case .opaque(let object) = policy, let lists = object as? ListsObject, case .string(let text) = value
        else { throw .noOverload("domain", of: [value]) }
        guard let domain = lists.texts.asked(text).domain else { throw TextFunctions.noAddress(value) }
        return domain
    }

    private static func hint(_ name: String, _ lists: [String]) -> String {
        let near = lists.sorted().prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return lists.isEmpty ? "" : "; the lists are \(near)"
    }
}
