internal import GatehouseModel

/// The rules that a call matched, as one text in the journal's `name` table. Nearly all calls match one of a few sets
/// of rules, so a row grows by only a byte or two, and a filter compares each set once instead of each row.
enum MatchedRules {
    /// The ASCII unit separator, which cannot occur in a rule's name.
    static let separator = "\u{1F}"

    /// Nil if there are none.
    static func joined(_ rules: [String]?) -> String? {
        guard let rules, !rules.isEmpty else { return nil }
        return rules.joined(separator: separator)
    }

    static func split(_ text: String) -> [String] { text.split(separator: separator).map(String.init) }

    /// The rules of a row. For a row that an earlier version wrote, only the rule that decided.
    static func of(_ text: String?, decidedBy decider: Decider) -> [String]? {
        if let text { return split(text) }
        return decider.rawValue.hasPrefix("rule:") ? [String(decider.rawValue.dropFirst("rule:".count))] : nil
    }
}
