import ControlProtocol
package import GatehouseModel
import Logging
import Synchronization
import UserFlows

/// Runs sign-ups: passes events to the engine and performs its effects.
///
/// A sign-up's state is on stable storage before any of its effects is performed, and the account is created in the
/// transaction that ends the sign-up. So a daemon that was killed resumes every sign-up where it was, calls the
/// connector again with the same claims, and creates no account twice. The store's single writer serializes
/// simultaneous events: the second applies to the state that the first left.
package final class FlowRunner: Sendable {
    let parts: Parts
    private let running = Mutex<[CallID: Task<Void, Never>?]>([:])
    private let isStopping = Mutex(false)

    /// The dependencies and limits of the runner.
    struct Parts: Sendable {
        var store: StateStore
        /// The flow with this name in the current policy.
        var flow: @Sendable (String) -> UserFlow?
        var connectors: any ConnectorCalling
        var limits = FlowLimits()
        /// The maximum number of sign-ups that are worked on at once.
        var width = 256
        /// How long a caller waits for the next result. A connector may take longer; then the caller must ask again.
        var patience: Duration = .seconds(8)
        var clock: @Sendable () -> Timestamp = { .now }
        /// The time that expiry counts by, when the clock shows a time.
        var due: @Sendable (Timestamp) -> Timestamp = { $0 }
    }

    init(_ parts: Parts) { self.parts = parts }

    /// Begins a sign-up, and continues it until the user must act, it has ended, or the caller's patience is exhausted.
    ///
    /// - Throws: `FlowRefusal`, `StateError.notFound` if the policy has no such flow, `Problem` if too many sign-ups
    ///   are in progress, and errors of the store.
    package func start(_ flow: String, _ person: Claims) async throws -> FlowRun {
        guard let definition = parts.flow(flow) else { throw Self.unknown(flow) }
        let now = parts.clock()
        return try await run(CallID(at: now)) { [self] run in
            try await begin(definition, person, &run)
        }
    }

    /// Submits the form, and continues until the user must act or the sign-up has ended.
    ///
    /// - Throws: `FlowRefusal`; `StateError.notFound`; as `start`.
    package func submit(_ reference: String, _ values: [String: JSONValue]) async throws -> FlowRun {
        let id = try await parts.store.read { try SignUpRow.find(reference, $0).id }
        return try await run(id) { [self] run in try await apply(.submitted(values), &run) }
    }

    /// Ends sign-ups whose form has expired, and resumes those that no caller drives: after a restart, and after the
    /// store could not be written.
    package func tend() async throws {
        try await giveUp()
        try await takeUp()
    }

    /// Stops the work in progress. Sign-ups stay where they are and are resumed at the next start.
    package func stop() async {
        isStopping.withLock { $0 = true }
        let tasks = running.withLock { Array($0.values) }
        for task in tasks { task?.cancel() }
        for task in tasks { await task?.value }
    }

    /// The number of sign-ups that are being worked on.
    package var underWay: Int { running.withLock(\.count) }

    static func unknown(_ flow: String) -> StateError {
        .notFound("there is no user flow \"\(flow.prefix(64))\"; `gatehouse flows list` names them")
    }
}

// MARK: - Driving

extension FlowRunner {
    /// Performs one piece of work and everything that follows from it, in a separate task, so that a disconnected
    /// caller does not stop it.
    private func run(
        _ id: CallID,
        _ first: @escaping @Sendable (inout FlowRun) async throws -> Void
    ) async throws -> FlowRun {
        try reserve(id)
        let caller = PatientCaller<FlowRun>()
        let task = Task { [self] in
            var run = FlowRun(id: id)
            do {
                try await first(&run)
                try await follow(&run)
                release(id)
                caller.resume(.success(run))
            } catch {
                release(id)
                caller.resume(.failure(error))
            }
        }
        running.withLock { running in
            if running.keys.contains(id) { running[id] = .some(task) }
        }
        let soFar = try await caller.wait(parts.patience)
        if let soFar { return soFar }
        var run = FlowRun(id: id)
        run.row = try await parts.store.read { try SignUpRow.find(id, $0) }
        return run
    }

    private func follow(_ run: inout FlowRun) async throws {
        while let (connector, step, claims) = run.call {
            let start = ContinuousClock.now
            let leg = Leg(flow: run.flowName, step: step, signUp: run.id)
            let reply = await parts.connectors.call(connector, claims: claims, leg: leg)
            run.connectorTime += ContinuousClock.now - start
            // A call that was cancelled because the daemon is stopping says nothing about the connector.
            try Task.checkCancellation()
            try await apply(.answered(reply.outcome), &run, call: (reply.call, connector))
        }
    }

    private func reserve(_ id: CallID) throws(Problem) {
        guard !isStopping.withLock(\.self) else { throw Problem(.stopping, "the daemon is stopping") }
        let width = parts.width
        let refusal: Problem? = running.withLock { running in
            guard running[id] == nil else {
                return Problem(
                    .conflict,
                    "something is being done for this sign-up right now",
                    hint: "ask again in a moment"
                )
            }
            guard running.count < width else {
                return Problem(.overloaded, "\(width) sign-ups are under way", hint: "ask again in a moment")
            }
            running[id] = .some(nil)
            return nil
        }
        if let refusal { throw refusal }
    }

    private func release(_ id: CallID) { running.withLock { _ = $0.removeValue(forKey: id) } }

    private func takeUp() async throws {
        let ids = try await parts.store.read { try FlowReading.underWay(limit: 64, $0) }
        try await withThrowingDiscardingTaskGroup { group in
            for id in ids where running.withLock({ $0[id] == nil }) {
                group.addTask { [self] in
                    do {
                        _ = try await run(id) { [self] run in try await resume(&run) }
                    } catch is Problem {
                        // A caller already drives it, or too many are in progress: the next round tries again.
                    }
                }
            }
        }
    }

    private func giveUp() async throws {
        let now = parts.due(parts.clock())
        let ids = try await parts.store.read { try FlowReading.due(at: now, limit: 200, $0) }
        for id in ids {
            var run = FlowRun(id: id)
            do { try await apply(.timePassed, &run) } catch is FlowRefusal {
                // The user submitted the form at the last moment.
            }
        }
    }
}
