import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "The daemon at a glance: calls, approvals waiting, lists, and what is not as it should be."
    )

    @OptionGroup var control: ControlOptions

    func run() async throws {
        try await Self.print(control)
    }

    static func print(_ control: ControlOptions) async throws {
        let status = try await control.ask(GetStatus())
        try control.printer.show(status, card: status.card)
    }
}

/// `gatehouse whoami`
struct WhoAmICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Who the daemon takes you for, in which role, and why."
    )

    @OptionGroup var control: ControlOptions

    func run() async throws {
        let answer = try await control.ask(GetWhoAmI())
        try control.printer.show(answer, card: answer.card)
    }
}

extension DaemonStatus {
    fileprivate var card: Card {
        var card = Card("gatehoused \(version) at \(listen)")
        card.fact("state", degraded.isEmpty ? "well" : "degraded", degraded.isEmpty ? .good : .bad)
        card.fact("up since", "\(Moment.text(started, now: time)) (\(Moment.age(started, time)))")
        card.fact("policy", "revision \(revision)")
        card.fact("calls", "\(grouped(callsTotal)) since the start, \(grouped(callsKept)) kept")
        card.fact("outcomes", outcomesText)
        if let refused, refused.total > 0 {
            card.fact(
                "refused",
                "\(grouped(refused.total)) without a valid credential since the start, "
                    + "\(grouped(refused.perMinute)) a minute, sources: \(grouped(refused.sources))"
            )
        }
        card.fact("now", "\(rate)/s, p95 \(Moment.took(p95Ms)), \(Int(nearest: blockedShare * 100)) % blocked")
        card.fact("waiting", waitingText, pendingApprovals > 0 ? .attention : .plain)
        card.fact("lists", "\(grouped(lists)) with \(grouped(entries)) entries")
        card.fact("durability", durability)
        card.fact("memory", "\(memory >> 20) MiB")
        for sentence in degraded { card.line("! " + sentence, .bad) }
        return card
    }

    private var rate: String {
        callsPerSecond < 10 ? String(callsPerSecond.tenths) : String(Int(nearest: callsPerSecond))
    }

    private var outcomesText: String {
        Outcome.allCases
            .compactMap { outcome in outcomes[outcome.rawValue].map { "\(outcome.rawValue) \(grouped($0))" } }
            .joined(separator: ", ")
    }

    private var waitingText: String {
        guard let oldestPending, pendingApprovals > 0 else { return "no approvals" }
        let noun = pendingApprovals == 1 ? "approval" : "approvals"
        return "\(grouped(pendingApprovals)) \(noun), the oldest for \(Moment.age(oldestPending, time))"
    }
}

extension WhoAmI {
    fileprivate var card: Card {
        var card = Card("\(user), \(role.rawValue)")
        card.fact("uid", String(uid))
        card.fact("groups", groups.joined(separator: ", "))
        card.fact("role from", grantedBy)
        return card
    }
}

extension Double {
    fileprivate var tenths: Double { (self * 10).rounded() / 10 }
}
