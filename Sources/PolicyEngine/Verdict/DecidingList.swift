import GatehouseModel

/// A list with an effect, with its entries and the verdict for a match, prepared once per snapshot.
struct DecidingList: Sendable {
    let name: String
    let index: EntryIndex
    /// The verdict for a person who matches.
    let verdict: Verdict
    private let effect: String

    /// Nil for lists that only rules use.
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

    /// Whether a match only exempts the person from later checks, instead of deciding the call.
    var exempts: Bool {
        if case .allowed = verdict { true } else { false }
    }

    /// The trace line for the list.
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
