import GatehouseModel

extension ApprovalRow {
    /// What happened to this request: all its facts after, and what differed before.
    ///
    /// The person is found by the request's code; the audit log keeps no address that could not be erased later.
    func change(_ kind: Change.Kind, from former: Approval? = nil, by actor: Actor, at time: Timestamp) -> Change {
        let after = Self.facts(approval)
        let before = former.map { former in
            Self.facts(former).filter { after[$0.key] != $0.value }
        }
        return Change(
            kind,
            of: "approval:\(approval.code)",
            by: actor,
            before: before.map(JSONValue.object),
            after: .object(after),
            at: time
        )
    }

    private static func facts(_ approval: Approval) -> [String: JSONValue] {
        let texts: [(String, String?)] = [
            ("id", approval.id.description), ("queue", approval.queue), ("state", approval.state.rawValue),
            ("asked_by", approval.askedBy.rawValue), ("taken_by", approval.takenBy),
            ("taken_until", approval.takenUntil?.description), ("decided_by", approval.decidedBy),
            ("reason", approval.reason), ("message", approval.message),
        ]
        var facts: [String: JSONValue] = ["revision": .int(Int64(approval.revision))]
        for (name, text) in texts { facts[name] = text.map(JSONValue.string) ?? .null }
        return facts
    }
}
