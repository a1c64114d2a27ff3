package import ControlProtocol
package import GatehouseModel
import PolicyEngine
import Synchronization

/// Replays recorded calls under policies that are not in force. Runs one simulation at a time, and keeps the last few
/// for reading.
package final class SimulationDesk: Sendable {
    /// The number of finished simulations that are kept.
    static let keptLimit = 8
    /// The maximum and default number of calls per simulation.
    static let callLimit = 1_000_000
    /// The maximum number of calls in a single replay request.
    static let replayLimit = 200

    private let journal: Journal
    private let office: PolicyOffice
    private let flipLimit: Int
    private let runs = Mutex<[SimulationRun]>([])

    /// - Parameter flipLimit: the maximum number of flips per simulation that can be listed; all are counted.
    package init(journal: Journal, office: PolicyOffice, flipLimit: Int = 10_000) {
        self.journal = journal
        self.flipLimit = flipLimit
        self.office = office
    }

    /// Begins a simulation.
    ///
    /// - Throws: `Problem` of kind `invalid` for a document that cannot be applied, `conflict` during another
    ///   simulation, `badFilter`; errors of the store.
    package func start(_ plan: StartSimulation.Body, by user: String, at now: Timestamp) async throws -> Simulation {
        let filter = try plan.filter.map { try Query($0, for: CallSummary.self, now: now) }
        let limit = plan.limit ?? Self.callLimit
        guard (1...Self.callLimit).contains(limit) else {
            throw Problem(.invalid, "limit = \(limit) is out of range", hint: "send 1 to \(Self.callLimit)")
        }
        let draft = try await office.trial(plan.document)
        let present = office.snapshot
        let since = plan.since ?? now - .seconds(7 * 86_400)
        let comparison = Comparison(
            present: present,
            draft: draft,
            bodiesSince: now - journal.options.retention.bodies
        )
        let run = SimulationRun(
            Simulation(
                id: CallID(at: now).code.description,
                state: .running,
                revision: present.revision,
                since: since,
                started: now,
                shadows: comparison.shadows.report
            ),
            by: user,
            flipLimit: flipLimit
        )
        try runs.withLock { runs throws(Problem) in
            if let other = runs.first(where: \.isRunning) { throw Self.busy(other) }
            runs.append(run)
            runs.removeFirst(max(0, runs.count - Self.keptLimit))
        }
        run.start(
            ReplayScan(journal, filter: filter, since: since, limit: limit),
            comparison
        )
        return run.report
    }

    private static func busy(_ run: SimulationRun) -> Problem {
        let report = run.report
        return Problem(
            .conflict,
            "a simulation of \(run.user)'s is running: \(report.replayed) of \(report.total) calls",
            hint: "wait for it, or cancel it: POST /v1/policy/simulations/\(report.id)/cancel",
            current: .object(["id": .string(report.id), "user": .string(run.user)])
        )
    }

    /// - Throws: `Problem` of kind `notFound`.
    package func simulation(_ id: String) throws(Problem) -> Simulation { try run(id).report }

    /// Ends a simulation early; its findings so far are kept.
    package func cancel(_ id: String) throws(Problem) -> Simulation {
        let run = try run(id)
        run.cancel()
        return run.report
    }

    /// Cancels all simulations, as at the daemon's stop.
    package func stop() { runs.withLock { $0.forEach { $0.cancel() } } }

    private func run(_ id: String) throws(Problem) -> SimulationRun {
        // Ids may be dictated over the phone, so case is ignored.
        let run = runs.withLock { runs in runs.first { $0.report.id == id.uppercased() } }
        guard let run else {
            throw Problem(
                .notFound,
                "there is no simulation \"\(id.prefix(64))\"",
                hint: "the last \(Self.keptLimit) are kept until the daemon stops"
            )
        }
        return run
    }

    /// Calls that flip, newest first. `next` is the offset of the next page.
    package func flips(_ request: ListFlips, after offset: Int) async throws -> Page<Flip> {
        let found = try run(request.id).flips(
            from: request.from,
            to: request.to,
            by: request.decidedBy.map(Decider.init)
        )
        let limit = request.limit ?? 100
        var items: [Flip] = []
        for flip in found.dropFirst(offset).prefix(limit) {
            // The call's segment may have been removed meanwhile.
            guard let call = try await journal.summary(of: flip.id) else { continue }
            items.append(Flip(call: call, from: flip.from, to: flip.to, decidedBy: flip.by))
        }
        let end = offset + limit
        return Page(items: items, next: end < found.count ? String(end) : nil)
    }

    // MARK: - Single calls

    /// Judges recorded calls again, under the current policy or a document.
    ///
    /// - Throws: `Problem` of kind `notFound` for a call that is not recorded, `invalid`, `badFilter`.
    package func replay(_ request: ReplayCalls.Body, at now: Timestamp) async throws -> [ReplayedCall] {
        let policy = if let document = request.document { try await office.trial(document) } else { office.snapshot }
        let replayer = Replayer(policy: policy)
        let limit = min(max(request.limit ?? 20, 1), Self.replayLimit)
        var calls: [ReplayCall] = []
        for reference in (request.calls ?? []).prefix(Self.replayLimit) {
            guard let call = try await journal.replayCall(reference) else {
                throw Problem(.notFound, "there is no call \"\(reference.prefix(64))\"")
            }
            calls.append(call)
        }
        if request.calls == nil {
            let filter = try request.filter.map { try Query($0, for: CallSummary.self, now: now) }
            let page = try await journal.calls(matching: filter, limit: limit)
            for call in page.items where call.direction == .inbound {
                if let call = try await journal.replayCall(call.id.description) { calls.append(call) }
            }
        }
        return calls.map { replayed($0, replayer, at: now) }
    }

    private func replayed(_ kept: ReplayCall, _ replayer: Replayer, at now: Timestamp) -> ReplayedCall {
        var kept = kept
        if !journal.isShown(kept.call, at: now) { kept.request = nil }
        var reading: Replayer.Reading?
        do throws(Replayer.Obstacle) {
            let verdict = try replayer.verdict(on: kept, reading: &reading)
            return ReplayedCall(
                call: kept.call,
                outcome: verdict.outcome,
                decidedBy: verdict.decidedBy,
                considered: verdict.judgement.considered,
                notes: verdict.judgement.notes
            )
        } catch {
            return ReplayedCall(call: kept.call, obstacle: error.rawValue)
        }
    }
}
