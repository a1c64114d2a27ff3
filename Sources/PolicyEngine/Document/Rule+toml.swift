package import GatehouseModel
import StrictTOML

extension CompiledRule: Named {
    convenience init(_ table: StrictTable, _ names: PolicyNames, _ host: ExpressionHost) throws(TOMLProblem) {
        let rule = try RuleDefinition(table, names)
        do throws(RuleProblem) {
            try self.init(rule, host: host)
        } catch {
            guard error.member != "when", let inner = try table.table("set") else { throw table.problem(error) }
            var problem = inner.problem(error)
            problem.message = "set." + problem.message
            throw problem
        }
    }
}

extension RuleDefinition {
    /// The maximum length of an expression, in UTF-8 bytes.
    package static let expressionLimit = 4096
    private static let keys = [
        "name", "endpoints", "when", "then", "mode", "field", "queue", "set", "tags", "message", "comment",
    ]
    /// The maximum number of claims that a rule sets, of tags it adds, and of endpoints it names.
    package static let memberLimit = 64

    init(_ table: StrictTable, _ names: PolicyNames) throws(TOMLProblem) {
        // Asks for all keys first, so that a misspelled key is recognised where a required one is missing.
        for key in Self.keys { _ = table.has(key) }
        self.init(
            name: try table.requireRuleName(),
            endpoints: try table.endpoints(names),
            when: try table.requireExpression("when"),
            then: try table.requireChoice("then"),
            mode: try table.choice("mode") ?? .enforce,
            field: try table.string("field"),
            queue: try table.string("queue"),
            set: try table.expressions("set"),
            tags: try table.words("tags"),
            message: try table.texts("message"),
            comment: try table.string("comment")
        )
        try checkMembers(in: table)
        if let field, !ClaimNames.isClaimName(field) { throw table.notAClaimName(field, at: "field") }
        if let queue { _ = try table.reference(queue, at: "queue", among: names.queues, noun: "queue") }
    }

    /// Checks that the rule has the members its action requires, and none that belong to other actions.
    private func checkMembers(in table: StrictTable) throws(TOMLProblem) {
        let members: [(name: String, isThere: Bool, actions: [RuleAction], isRequired: Bool)] = [
            ("field", field != nil, [.invalid], false),
            ("queue", queue != nil, [.approve], true),
            ("set", !set.isEmpty, [.set], true),
            ("tags", !tags.isEmpty, [.tag], true),
            ("message", !message.isEmpty, [.block, .invalid], false),
        ]
        for member in members {
            let belongs = member.actions.contains(then)
            if member.isThere, !belongs {
                let actions = member.actions.map { "then = \($0.rawValue.quoted())" }.joined(separator: " or ")
                let text = "a rule with then = \(then.rawValue.quoted()) has no \(member.name.quoted())"
                throw table.problem(member.name, text, remedy: "remove it, or write \(actions)")
            }
            if belongs, member.isRequired, !member.isThere {
                guard table.has(member.name) else { throw table.missing(member.name) }
                throw table.problem(member.name, "\(member.name.quoted()) is empty", remedy: "write at least one")
            }
        }
    }
}

extension StrictTable {
    /// A name for display: one line of at most 64 characters, without control characters or quotes.
    fileprivate func requireRuleName() throws(TOMLProblem) -> String {
        let name = try requireString("name")
        let isPlain = name.unicodeScalars.allSatisfy { !$0.isUnsafeInText && $0 != "\"" && $0 != "\\" }
        guard isPlain, name.count <= 64, name.utf8.count <= 256, name == name.trimmedWhiteSpace else {
            let remedy = "use one line of at most 64 characters without quotes and backslashes"
            throw problem("name", "\(name.quoted()) cannot be a rule's name", remedy: remedy)
        }
        return name
    }

    fileprivate func endpoints(_ names: PolicyNames) throws(TOMLProblem) -> [String] {
        guard let endpoints = try strings("endpoints") else { return [] }
        guard !endpoints.isEmpty else {
            let remedy = "name an endpoint, or remove endpoints for a rule that looks at all of them"
            throw problem("endpoints", "\"endpoints\" is empty", remedy: remedy)
        }
        for (position, name) in endpoints.enumerated() {
            _ = try reference(name, at: "endpoints", among: names.endpoints, noun: "endpoint")
            guard !endpoints[..<position].contains(name) else {
                throw problem("endpoints", "\(name.quoted()) is there twice", remedy: "name it once")
            }
        }
        return endpoints
    }

    /// The text of an expression, within the length limit.
    func requireExpression(_ key: String) throws(TOMLProblem) -> String {
        let text = try requireString(key)
        guard text.utf8.count <= RuleDefinition.expressionLimit else {
            let remedy = "keep to \(RuleDefinition.expressionLimit)"
            throw problem(key, "the expression has \(text.utf8.count) bytes", remedy: remedy)
        }
        return text
    }

    fileprivate func expressions(_ key: String) throws(TOMLProblem) -> [String: String] {
        guard let table = try table(key) else { return [:] }
        try checkCount(table.keys.count, of: "claims", at: key)
        var expressions: [String: String] = [:]
        for claim in table.keys {
            guard ClaimNames.isClaimName(claim) else { throw table.notAClaimName(claim, at: claim) }
            guard !ClaimNames.fixed.contains(claim) else {
                let text = "no rule can set \(claim.quoted()): the sign-up rests on it"
                throw table.problem(claim, text, remedy: "remove it")
            }
            guard !RuleDefinition.ownMembers.contains(claim) else {
                let text = "no rule can set \(claim.quoted()): providers read it as a part of the answer itself"
                throw table.problem(claim, text, remedy: "remove it")
            }
            expressions[claim] = try table.requireExpression(claim)
        }
        return expressions
    }

    fileprivate func words(_ key: String) throws(TOMLProblem) -> [String] {
        let words = try strings(key) ?? []
        try checkCount(words.count, of: "tags", at: key)
        for (position, word) in words.enumerated() {
            let isPlain = word.unicodeScalars.allSatisfy { !$0.isUnsafeInText && $0 != " " && $0 != "\"" }
            guard !word.isEmpty, word.utf8.count <= 64, isPlain else {
                let remedy = "use at most 64 bytes without spaces and quotes"
                throw problem(key, "\(word.quoted()) cannot be a tag", remedy: remedy)
            }
            guard !words[..<position].contains(word) else {
                throw problem(key, "\(word.quoted()) is there twice", remedy: "name it once")
            }
        }
        return words
    }

    /// A message's texts by language, checked by `message`.
    fileprivate func texts(_ key: String) throws(TOMLProblem) -> [String: String] {
        guard try message(key) != nil else { return [:] }
        if isString(key) { return ["default": try requireString(key)] }
        let table = try requireTable(key)
        var texts: [String: String] = [:]
        for tag in table.keys { texts[tag] = try table.requireString(tag) }
        return texts
    }

    private func checkCount(_ count: Int, of noun: String, at key: String) throws(TOMLProblem) {
        guard count > RuleDefinition.memberLimit else { return }
        let remedy = "keep to \(RuleDefinition.memberLimit)"
        throw problem(key, "there are \(count) \(noun)", remedy: remedy)
    }
}

extension RuleDefinition {
    /// Members that every dialect's answer uses; no claim may have these names.
    fileprivate static let ownMembers: Set = ["version", "action", "status", "userMessage", "code"]
}
