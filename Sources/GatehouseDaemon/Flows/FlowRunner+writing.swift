import Foundation
import GatehouseModel
import UserFlows

/// The result of one transaction for a sign-up.
private struct StoredStep: Sendable {
    var row: SignUpRow
    var effects: [FlowEffect]
    var engineTime: Duration
}

extension FlowRunner {
    /// Stores a new sign-up with its first step.
    func begin(_ flow: UserFlow, _ person: Claims, _ run: inout FlowRun) async throws {
        let (id, now, limits) = (run.id, parts.clock(), parts.limits)
        try await write(&run) { transaction in
            let start = ContinuousClock.now
            let engine = FlowEngine(flow, limits: limits)
            let isKnown = try AccountRow.isThere(person, transaction)
            let next = try engine.start(person, isKnown: isKnown, at: now)
            var row = SignUpRow(id: id, flow: flow, state: next.state, at: now)
            try row.insert(into: transaction)
            try row.add("started with \(person.issuer ?? UserFlow.local)", at: now, transaction)
            let effects = try Self.settle(next, &row, engine, before: nil, at: now, transaction)
            return StoredStep(row: row, effects: effects, engineTime: ContinuousClock.now - start)
        }
    }

    /// Applies an event to the current state of a sign-up and stores the result; an account is created in the same
    /// transaction.
    func apply(_ event: FlowEvent, _ run: inout FlowRun, call: (id: CallID, connector: String)? = nil) async throws {
        let (id, now, limits, known) = (run.id, parts.clock(), parts.limits, parts.flow)
        try await write(&run) { transaction in
            let start = ContinuousClock.now
            var row = try SignUpRow.find(id, transaction)
            let engine = FlowEngine(row.flow, limits: limits)
            let isGone = known(row.flow.name) == nil && !row.state.stage.isOver
            let gone =
                "the policy has no user flow \"\(row.flow.name)\" any more; add it again, or let the person begin anew"
            let next = try engine.apply(isGone ? .failed(gone) : event, to: row.state, at: now)
            let before = row.state.funnel
            row.state = next.state
            row.updated = now
            if let what = event.words(call?.connector) { try row.add(what, call: call?.id, at: now, transaction) }
            let effects = try Self.settle(next, &row, engine, before: before, at: now, transaction)
            return StoredStep(row: row, effects: effects, engineTime: ContinuousClock.now - start)
        }
    }

    /// Determines the pending effects of an interrupted sign-up. A pending account is created.
    func resume(_ run: inout FlowRun) async throws {
        let (id, now, limits) = (run.id, parts.clock(), parts.limits)
        try await write(&run) { transaction in
            let start = ContinuousClock.now
            var row = try SignUpRow.find(id, transaction)
            let engine = FlowEngine(row.flow, limits: limits)
            let next = FlowEngine.Next(state: row.state, effects: engine.resume(row.state))
            let before = row.state.funnel
            row.updated = now
            try row.add("taken up again", at: now, transaction)
            let effects = try Self.settle(next, &row, engine, before: before, at: now, transaction)
            return StoredStep(row: row, effects: effects, engineTime: ContinuousClock.now - start)
        }
    }

    private func write(
        _ run: inout FlowRun,
        _ change: @escaping @Sendable (Transaction) throws -> StoredStep
    ) async throws {
        let start = ContinuousClock.now
        let written = try await parts.store.write(weight: 4096, change)
        run.row = written.row
        run.effects = written.effects
        run.engineTime += written.engineTime
        run.storageTime += ContinuousClock.now - start - written.engineTime
    }

    /// Creates the account if one is pending, then stores the sign-up and its history.
    ///
    /// - Returns: the remaining effects.
    private static func settle(
        _ next: FlowEngine.Next,
        _ row: inout SignUpRow,
        _ engine: FlowEngine,
        before: FlowSummary.Funnel?,
        at now: Timestamp,
        _ transaction: Transaction
    ) throws -> [FlowEffect] {
        var effects = next.effects
        for case .write(let account) in next.effects {
            let id = CallID(at: now).description
            let isNew = try AccountRow.insert(account, id: id, of: row, at: now, transaction)
            let event: FlowEvent = isNew ? .written(account: id) : .notWritten(.taken)
            let last = try engine.apply(event, to: row.state, at: now)
            row.state = last.state
            effects += last.effects
        }
        for effect in effects {
            if let what = effect.words(row.state) { try row.add(what, at: now, transaction) }
        }
        try row.update(in: transaction)
        try FunnelBook.note(row, before: before, transaction)
        transaction.publish(.signUp(row.signUp))
        return effects
    }
}

extension FlowEvent {
    /// The event in words for the history; nil if its effect describes it.
    fileprivate func words(_ connector: String?) -> String? {
        switch self {
        case .submitted: "form sent"
        case .answered(let outcome): "\(connector ?? "connector"): \(outcome.words)"
        case .failed, .timePassed, .written, .notWritten: nil
        }
    }
}

extension ConnectorReply.Outcome {
    fileprivate var words: String {
        switch self {
        case .continue(let claims):
            claims.isEmpty ? "continue" : "continue with \(claims.keys.sorted().prefix(8).joined(separator: ", "))"
        case .block(let message): "block page: \(message)"
        case .invalid(let message): "validation error: \(message)"
        case .failed(let failure): failure.description
        }
    }
}

extension FlowEffect {
    fileprivate func words(_ state: SignUpState) -> String? {
        switch self {
        case .call(let connector, let step, _): "asks \(connector) at \(step.rawValue)"
        case .showForm: state.validations == 0 ? "form shown" : nil
        case .write: nil
        case .showBlockPage: "ended with a block page"
        case .showFailure: state.stage == .abandoned ? "given up" : "failed: \(state.problem ?? "")"
        case .issueToken: "account created"
        case .note(let text): text
        }
    }
}
