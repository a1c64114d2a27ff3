import GatehouseModel

/// A list that decides something, with its entries and what a match means, worked out once per snapshot.
struct DecidingList: Sendable {
    let name: String
    let index: EntryIndex
    /// What the list says of whom it matches.
    let verdict: Verdict
    private let effect: String

    /// Nil for lists that only rules look at.
    init?(_ list: PolicyList, index: EntryIndex) {
        let decider = Decider.list(list.name)
        switch list.effect {
        case .allow: verdict = .allowed(by: decider)
        case .deny: verdict = .blocked(by: decider, message: list.message ?? StockMessages.denied)
        case .approve:
            guard let queue = list.queue else { return nil }
            verdict = .ask(queue: queue, by: decider)
        case .none: return nil
        }
        name = list.name
        effect = list.effect.rawValue
        self.index = index
    }

    /// Whether a match exempts from what comes after rather than ends the matter.
    var exempts: Bool {
        if case .allowed = verdict { true } else { false }
    }

    /// The line for the trace.
    func considered(_ result: Trace.Considered.Result, _ match: EntryIndex.Match? = nil) -> Trace.Considered {
        Trace.Considered(
            subject: .list,
            name: name,
            result: result,
            entry: match?.pattern.notation,
            effect: effect
        )
    }
}
