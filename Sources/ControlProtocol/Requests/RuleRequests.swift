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

/// Compiles an expression or a whole rule and tries it on one call or on given claims. Changes nothing.
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
        /// The rule; `then: tag` for a bare expression.
        package var rule: RuleDefinition
        /// A kept call, by id or code.
        package var call: String?
        /// Alternatively, claims in the flat JSON of the connector's wire format.
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

/// The effect of a rule on one call.
package struct RuleTest: Codable, Sendable, Hashable {
    /// Faults in its expressions; if there are any, the other members are empty.
    package var problems: [ExpressionRemark]
    package var matches: Bool
    /// Why the condition has no value; nil if it has one.
    package var remark: String?
    package var reads: [Trace.Reading]
    package var changes: [Trace.Reading]
    /// The outcome of the whole policy if it had this rule, enforced.
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

/// A fault in an expression, and its place.
package struct ExpressionRemark: Codable, Sendable, Hashable {
    /// `when`, or the claim under `set`.
    package var member: String
    /// Starts at 1.
    package var line: Int
    /// In characters, starting at 1.
    package var column: Int
    package var text: String

    package init(member: String, line: Int, column: Int, text: String) {
        self.member = member
        self.line = line
        self.column = column
        self.text = text
    }
}

/// Counts how many of the newest kept calls a rule's condition matches. Changes nothing.
package struct CountMatches: ControlRequest {
    package typealias Reply = RuleMatches
    package static let route = Route(
        .post,
        "/v1/rules/matches",
        // A condition can test the value of any claim, so this needs a role that may see them.
        .approver,
        "How many of the last calls a condition matches.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable {
        package var rule: RuleDefinition
        /// 1 to 10,000 calls; by default 1,000.
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

/// The reply to `CountMatches`.
package struct RuleMatches: Codable, Sendable, Hashable {
    package var problems: [ExpressionRemark]
    package var matches: Int
    /// The number of calls examined.
    package var of: Int
    /// Calls for which the condition had no value.
    package var unknown: Int
    /// The newest matching calls, at most five.
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
