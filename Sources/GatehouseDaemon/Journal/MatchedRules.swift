internal import GatehouseModel

/// The rules that a call matched as one text of the journal's `name` table: calls that match the same rules, nearly all,
/// share one name, so that a row grows by a byte or two and a filter compares each set once and not each row.
enum MatchedRules {
    /// The ASCII unit separator, which no rule's name may hold.
    static let separator = "\u{1F}"

    /// Nil for none.
    static func joined(_ rules: [String]?) -> String? {
        guard let rules, !rules.isEmpty else { return nil }
        return rules.joined(separator: separator)
    }

    static func split(_ text: String) -> [String] { text.split(separator: separator).map(String.init) }

    /// As a row has them; of a row that an earlier version wrote, the rule that decided.
    static func of(_ text: String?, decidedBy decider: Decider) -> [String]? {
        if let text { return split(text) }
        return decider.rawValue.hasPrefix("rule:") ? [String(decider.rawValue.dropFirst("rule:".count))] : nil
    }
}
