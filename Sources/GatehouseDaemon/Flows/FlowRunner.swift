import ControlProtocol
import GRDB
package import GatehouseModel
import Logging
import Synchronization
package import UserFlows

/// Runs sign-ups: gives the engine its events and does what it asks for.
///
/// A sign-up's state is on stable storage before anything is done about it, and the account is written in the
/// transaction that ends the sign-up. So a daemon that is killed takes every sign-up up again where it stood, asks the
/// connector again with the same claims, and makes no account twice. Two events at once are put in order by the
/// store's one writer: the second meets the state that the first left.
package final class FlowRunner: Sendable {
    let parts: Parts
    private let running = Mutex<[CallID: Task<Void, Never>?]>([:])
    private let isStopping = Mutex(false)

    /// What the runner works with.
    package struct Parts: Sendable {
        package var store: StateStore
        /// The flow of this name as the policy in force has it.
        package var flow: @Sendable (String) -> UserFlow?
        package var connectors: any ConnectorCalling
        /// Told every sign-up that is new or changed, once it is on stable storage, in order; must be quick.
        package var onChange: @Sendable (SignUp) -> Void
        package var limits: FlowLimits
        /// Sign-ups for which something is being done, at once.
        package var width: Int
        /// How long a caller waits for what follows; a connector may take longer, and then the caller looks again.
        package var patience: Duration
        package var clock: @Sendable () -> Timestamp

        package init(
            store: StateStore,
            flow: @escaping @Sendable (String) -> UserFlow?,
            connectors: any ConnectorCalling,
            onChange: @escaping @Sendable (SignUp) -> Void = { _ in },
            limits: FlowLimits = FlowLimits(),
            width: Int = 256,
            patience: Duration = .seconds(8),
            clock: @escaping @Sendable () -> Timestamp = { .now }
        ) {
            self.store = store
            self.flow = flow
            self.connectors = connectors
            self.onChange = onChange
            self.limits = limits
            self.width = width
            self.patience = patience
            self.clock = clock
        }
    }

    package init(_ parts: Parts) { self.parts = parts }

    /// Begins a sign-up and goes on until the person has to do something, or it is over, or the caller's patience is.
    ///
    /// - Throws: `FlowRefusal`, `StateError.notFound` for a flow that the policy has not, `Problem` when too much is
    ///   under way, what the store says.
    package func start(_ flow: String, _ person: Claims) async throws -> FlowRun {
        guard let definition = parts.flow(flow) else { throw Self.unknown(flow) }
        let now = parts.clock()
        return try await run(CallID(at: now)) { [self] run in
            try await begin(definition, person, &run)
        }
    }

    /// Sends the form and goes on until the person has to do something, or it is over.
    ///
    /// - Throws: `FlowRefusal`; `StateError.notFound`; as `start`.
    package func submit(_ reference: String, _ values: [String: JSONValue]) async throws -> FlowRun {
        let id = try await parts.store.read { try SignUpRow.find(reference, $0).id }
        return try await run(id) { [self] run in try await apply(.submitted(values), &run) }
    }

    /// Gives up forms that waited too long, and goes on with sign-ups that nobody drives: after a restart, and after
    /// the store could not be written.
    package func tend() async throws {
        try await giveUp()
        try await takeUp()
    }

    /// Ends what is being done. Sign-ups stay where they are; the next start goes on with them.
    package func stop() async {
        isStopping.withLock { $0 = true }
        let tasks = running.withLock { Array($0.values) }
        for task in tasks { task?.cancel() }
        for task in tasks { await task?.value }
    }

    /// How many sign-ups something is being done for now.
    package var underWay: Int { running.withLock(\.count) }

    static func unknown(_ flow: String) -> StateError {
        .notFound("there is no user flow \"\(flow.prefix(64))\"; `gatehouse flows list` names them")
    }
}

// MARK: - Driving

extension FlowRunner {
    /// Does one thing, then what follows from it, in a task of its own: a caller that goes away stops nothing.
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
            // A call that was cut off because the daemon stops says nothing of the connector.
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
                        // Somebody drives it, or too much is under way: the next round looks again.
                    }
                }
            }
        }
    }

    private func giveUp() async throws {
        let now = parts.clock()
        let ids = try await parts.store.read { try FlowReading.due(at: now, limit: 200, $0) }
        for id in ids {
            var run = FlowRun(id: id)
            do { try await apply(.timePassed, &run) } catch is FlowRefusal {
                // The person came back in the last moment.
            }
        }
    }
}
