import ControlProtocol
import GatehouseModel
import TerminalUI

/// What the draft's shadow rules would do if enforced, one line each.
enum ShadowLines {
    /// - Parameter limit: the maximum number of lines.
    static func lines(_ simulation: Simulation, width: Int, limit: Int) -> [Line] {
        let rules = simulation.shadows
        guard rules.count > limit else { return rules.map { line($0) } }
        let left = Words.count(rules.count - limit + 1)
        return rules.prefix(limit - 1).map { line($0) }
            + [Line("… \(left) more rules in shadow: gatehouse policy simulate lists all", .dim)]
    }

    private static func line(_ rule: Simulation.ShadowRule) -> Line {
        let found = rule.calls == 0 ? "matches none" : "matches \(Words.count(rule.calls))"
        return [
            Span("shadow ", .dim), Span(SafeText(rule.rule), .title), Span(SafeText(" " + found), .text),
            Span(SafeText(consequence(rule)), .dim),
        ]
    }

    private static func consequence(_ rule: Simulation.ShadowRule) -> String {
        guard rule.calls > 0 else { return "" }
        guard let effects = rule.effects else { return ", not tried" }
        guard !effects.isEmpty else { return ", no decision would change" }
        let named = effects.prefix(2).map { effect in
            let change =
                effect.from == effect.to ? "other claims" : "\(effect.from.rawValue) → \(effect.to.rawValue)"
            return "\(change) \(Words.count(effect.calls))"
        }
        return ": " + named.joined(separator: ", ") + (effects.count > 2 ? ", …" : "")
    }
}
