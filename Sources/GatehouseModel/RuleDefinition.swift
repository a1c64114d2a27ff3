/// A rule as written in the policy: a condition and an action. The expressions are CEL source text and may not compile.
package struct RuleDefinition: Sendable, Hashable, Codable, Identifiable {
    package var id: String { name }
    package var name: String
    /// The endpoints to which the rule applies; empty for all.
    package var endpoints: [String]
    /// The condition.
    package var when: String
    package var then: RuleAction
    package var mode: RuleMode
    /// For `invalid`: the claim to which the message belongs; nil for the form as a whole.
    package var field: String?
    /// For `approve`: the queue of the approval request.
    package var queue: String?
    /// For `set`: claim name → expression.
    package var set: [String: String]
    /// For `tag`: the tags for the call.
    package var tags: [String]
    /// For `block` and `invalid`: locale → text, with `default` for all other locales. Empty for the built-in text.
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
    /// Missing members get their defaults, so that people can write a rule by hand.
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

/// The action of a rule when its condition is true.
package enum RuleAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Shows a block page; no further rule runs.
    case block
    /// Sends the person back to the form; no further rule runs.
    case invalid
    /// Creates an approval request; no further rule runs.
    case approve
    /// Changes claims; the next rules run.
    case set
    /// Continues without approval; no further rule runs.
    case allow
    /// Tags the call; the next rules run.
    case tag
}

/// Whether a rule's action takes effect.
package enum RuleMode: String, Sendable, Hashable, Codable, CaseIterable {
    case enforce
    /// Evaluated and recorded, not applied.
    case shadow
    /// Not evaluated.
    case off
}

/// A rule as shown on the Rules screen.
package struct RuleSummary: Sendable, Hashable, Codable, Identifiable {
    package var id: String { rule.name }
    package var rule: RuleDefinition
    /// Starts at 1.
    package var position: Int
    /// Matches in the last 24 hours, including those in shadow mode.
    package var hits24h: Int
    package var lastHit: Timestamp?
    /// Warnings for admins, as sentences; for example, that an earlier rule always decides first, so this one can never
    /// match.
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
