import ControlProtocol
import GatehouseModel

extension Simulation {
    /// The calls that the simulation reached, replayable or not.
    var looked: Int { replayed + notReplayable.values.reduce(0, +) }

    var card: Card {
        var card = Card(
            "simulation \(id): \(grouped(looked)) calls since \(Moment.text(since)), against revision \(revision)"
        )
        card.fact("unchanged", grouped(unchanged))
        card.fact("flips", grouped(flipCount), flipCount == 0 ? .good : .attention)
        card.fact("listed", keptPart(grouped).map { "\($0) kept for --flips, the newest" }, .attention)
        let obstacles = notReplayable.values.reduce(0, +)
        card.fact("not replayable", obstacles == 0 ? nil : grouped(obstacles))
        if let finished { card.fact("took", Moment.took(Double(finished.milliseconds - started.milliseconds))) }
        card.fact("ended early", state == .cancelled ? "of \(grouped(total)) calls" : nil, .attention)
        if !flips.isEmpty {
            card.section("flips")
            for flip in flips { card.line(flip.sentence, flip.to.tone) }
        }
        if !shadows.isEmpty {
            card.section("new or changed rules in shadow, if they were enforced")
            for rule in shadows { rule.add(to: &card) }
        }
        if obstacles > 0 {
            card.section("not replayable")
            for (reason, count) in notReplayable.sorted(by: { $0.value > $1.value }) {
                card.line("\(grouped(count))  \(reason)", .quiet)
            }
        }
        return card
    }
}

extension Simulation.FlipGroup {
    fileprivate var sentence: String {
        let change = from == to ? "\(from.rawValue), other claims" : "\(from.rawValue) → \(to.rawValue)"
        let who = people == 1 ? "1 person" : "\(grouped(people)) people"
        return "\(change)  \(grouped(calls)) \(calls == 1 ? "call" : "calls") of \(who)  \(decidedBy.rawValue)"
    }
}

extension Simulation.ShadowRule {
    fileprivate func add(to card: inout Card) {
        card.line(
            "rule:\(rule)  matches \(grouped(calls)) \(calls == 1 ? "call" : "calls")",
            calls == 0 ? .quiet : .plain
        )
        guard let effects else { return card.line("    not tried: only the first 64 such rules are", .quiet) }
        for effect in effects {
            let change =
                effect.from == effect.to
                ? "\(effect.from.rawValue), other claims" : "\(effect.from.rawValue) → \(effect.to.rawValue)"
            card.line("    \(change)  \(grouped(effect.calls))", effect.to.tone)
        }
        if unaffected > 0 { card.line("    as it is  \(grouped(unaffected))", .quiet) }
    }
}
