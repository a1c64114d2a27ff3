package import GatehouseModel

/// All rules of the policy in force, in order.
package struct ListRules: ControlRequest {
    package typealias Reply = Page<RuleSummary>
    package static let route = Route(.get, "/v1/rules", .viewer, "All rules, in the order they are looked at.")
    package init() {}
}

/// One rule.
package struct GetRule: ControlRequest {
    package typealias Reply = RuleSummary
    package static let route = Route(.get, "/v1/rules/{name}", .viewer, "One rule.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// Compiles an expression or a whole rule and tries it on one call, or on claims that the caller gives. Nothing changes.
package struct TestRule: ControlRequest {
    package typealias Reply = RuleTest
    package static let route = Route(
        .post,
        "/v1/rules/test",
        .approver,
        "Try a rule or an expression on one call.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable {
        /// The rule; with `then: tag` for a bare expression.
        package var rule: RuleDefinition
        /// A kept call, by id or code.
        package var call: String?
        /// Or claims in the flat JSON of the connector's wire form.
        package var claims: JSONValue?

        package init(rule: RuleDefinition, call: String? = nil, claims: JSONValue? = nil) {
            self.rule = rule
            self.call = call
            self.claims = claims
        }
    }

    package var test: Body
    package init(_ test: Body) { self.test = test }
    package var body: (any Encodable & Sendable)? { test }
}

/// What a rule makes of one call.
package struct RuleTest: Codable, Sendable, Hashable {
    /// What is wrong with its expressions; the other members are empty then.
    package var problems: [ExpressionRemark]
    package var matches: Bool
    /// Why the condition has no value, when it has none.
    package var remark: String?
    package var reads: [Trace.Reading]
    package var changes: [Trace.Reading]
    /// The outcome of the whole policy with this rule in it, enforced.
    package var outcome: Outcome?

    package init(
        problems: [ExpressionRemark] = [],
        matches: Bool = false,
        remark: String? = nil,
        reads: [Trace.Reading] = [],
        changes: [Trace.Reading] = [],
        outcome: Outcome? = nil
    ) {
        self.problems = problems
        self.matches = matches
        self.remark = remark
        self.reads = reads
        self.changes = changes
        self.outcome = outcome
    }
}

/// What is wrong in an expression, and where.
package struct ExpressionRemark: Codable, Sendable, Hashable {
    /// `when`, or the claim under `set`.
    package var member: String
    /// 1 for the first.
    package var line: Int
    /// In characters, 1 for the first.
    package var column: Int
    package var text: String

    package init(member: String, line: Int, column: Int, text: String) {
        self.member = member
        self.line = line
        self.column = column
        self.text = text
    }
}

/// How many of the newest kept calls a rule's condition matches. Nothing changes.
package struct CountMatches: ControlRequest {
    package typealias Reply = RuleMatches
    package static let route = Route(
        .post,
        "/v1/rules/matches",
        .viewer,
        "How many of the last calls a condition matches.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable {
        package var rule: RuleDefinition
        /// 1 to 10,000 calls; 1,000 unless said.
        package var last: Int?

        package init(rule: RuleDefinition, last: Int? = nil) {
            self.rule = rule
            self.last = last
        }
    }

    package var question: Body
    package init(_ question: Body) { self.question = question }
    package var body: (any Encodable & Sendable)? { question }
}

/// The answer to `CountMatches`.
package struct RuleMatches: Codable, Sendable, Hashable {
    package var problems: [ExpressionRemark]
    package var matches: Int
    /// Calls that were looked at.
    package var of: Int
    /// Calls whose condition had no value.
    package var unknown: Int
    /// The newest that match, at most five.
    package var examples: [CallSummary]

    package init(
        problems: [ExpressionRemark] = [],
        matches: Int = 0,
        of: Int = 0,
        unknown: Int = 0,
        examples: [CallSummary] = []
    ) {
        self.problems = problems
        self.matches = matches
        self.of = of
        self.unknown = unknown
        self.examples = examples
    }
}
