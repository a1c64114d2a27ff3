/// A rule as it is written in the policy: a condition and what follows from it. The expressions are CEL source text;
/// nothing here says that they compile.
package struct RuleDefinition: Sendable, Hashable, Codable, Identifiable {
    package var id: String { name }
    package var name: String
    /// The endpoints it applies to; empty for all.
    package var endpoints: [String]
    /// The condition.
    package var when: String
    package var then: RuleAction
    package var mode: RuleMode
    /// For `invalid`: the claim the message belongs to; nil for the form as a whole.
    package var field: String?
    /// For `approve`: the queue that is asked.
    package var queue: String?
    /// For `set`: claim name → expression.
    package var set: [String: String]
    /// For `tag`: words the call is marked with.
    package var tags: [String]
    /// For `block` and `invalid`: locale → text, with `default` for everyone else. Empty for the stock text.
    package var message: [String: String]
    /// A remark for the people who read the policy.
    package var comment: String?

    package init(
        name: String,
        endpoints: [String] = [],
        when: String,
        then: RuleAction,
        mode: RuleMode = .enforce,
        field: String? = nil,
        queue: String? = nil,
        set: [String: String] = [:],
        tags: [String] = [],
        message: [String: String] = [:],
        comment: String? = nil
    ) {
        self.name = name
        self.endpoints = endpoints
        self.when = when
        self.then = then
        self.mode = mode
        self.field = field
        self.queue = queue
        self.set = set
        self.tags = tags
        self.message = message
        self.comment = comment
    }
}

extension RuleDefinition {
    /// What is left out has its default, so that a rule can be written by hand.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            endpoints: try container.decodeIfPresent([String].self, forKey: .endpoints) ?? [],
            when: try container.decode(String.self, forKey: .when),
            then: try container.decode(RuleAction.self, forKey: .then),
            mode: try container.decodeIfPresent(RuleMode.self, forKey: .mode) ?? .enforce,
            field: try container.decodeIfPresent(String.self, forKey: .field),
            queue: try container.decodeIfPresent(String.self, forKey: .queue),
            set: try container.decodeIfPresent([String: String].self, forKey: .set) ?? [:],
            tags: try container.decodeIfPresent([String].self, forKey: .tags) ?? [],
            message: try container.decodeIfPresent([String: String].self, forKey: .message) ?? [:],
            comment: try container.decodeIfPresent(String.self, forKey: .comment)
        )
    }
}

/// What a rule does when its condition is true.
package enum RuleAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Shows a block page; ends the run.
    case block
    /// Sends the person back to the form; ends the run.
    case invalid
    /// Asks a person; ends the run.
    case approve
    /// Changes claims; the run goes on.
    case set
    /// Continues without asking; ends the run.
    case allow
    /// Marks the call; the run goes on.
    case tag
}

/// Whether a rule's action is carried out.
package enum RuleMode: String, Sendable, Hashable, Codable, CaseIterable {
    case enforce
    /// Evaluated and recorded, not applied.
    case shadow
    /// Not evaluated.
    case off
}

/// A rule as the Rules screen shows it.
package struct RuleSummary: Sendable, Hashable, Codable, Identifiable {
    package var id: String { rule.name }
    package var rule: RuleDefinition
    /// 1 for the first.
    package var position: Int
    /// Matches in the last 24 hours, shadow ones included.
    package var hits24h: Int
    package var lastHit: Timestamp?
    /// What an admin should know: it can never match, an earlier rule always decides before it. Sentences.
    package var warnings: [String]

    package init(
        rule: RuleDefinition,
        position: Int,
        hits24h: Int = 0,
        lastHit: Timestamp? = nil,
        warnings: [String] = []
    ) {
        self.rule = rule
        self.position = position
        self.hits24h = hits24h
        self.lastHit = lastHit
        self.warnings = warnings
    }

    private enum CodingKeys: String, CodingKey {
        case rule, position, lastHit, warnings
        case hits24h = "hits_24h"
    }
}
