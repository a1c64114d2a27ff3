package import GatehouseModel
import PolicyEngine

/// Collects the daemon's status.
package final class StatusBoard: StatusSource {
    package let instance: String
    package let version: String
    private let started: Timestamp
    private let listen: String
    private let durability: Durability
    private let policy: PolicyHolder
    private let journal: Journal
    private let approvals: ApprovalDesk
    private let lists: ListBook
    private let connectors: ConnectorDesk
    private let state: StateStore
    private let watch: StorageWatch
    private let meter: CallMeter
    private let doors: DoorTroubles
    private let refusals: RefusalBook
    private let tables: TableBook
    private let clock: ClockWatch

    init(
        instance: String,
        started: Timestamp,
        listen: String,
        durability: Durability,
        policy: PolicyHolder,
        journal: Journal,
        approvals: ApprovalDesk,
        lists: ListBook,
        connectors: ConnectorDesk,
        state: StateStore,
        watch: StorageWatch,
        meter: CallMeter,
        doors: DoorTroubles,
        refusals: RefusalBook,
        tables: TableBook,
        clock: ClockWatch = ClockWatch()
    ) {
        self.instance = instance
        self.version = GatehouseVersion.current
        self.started = started
        self.listen = listen
        self.durability = durability
        self.policy = policy
        self.journal = journal
        self.approvals = approvals
        self.lists = lists
        self.connectors = connectors
        self.state = state
        self.watch = watch
        self.meter = meter
        self.doors = doors
        self.refusals = refusals
        self.tables = tables
        self.clock = clock
    }

    /// The current status.
    package func status(at now: Timestamp) async throws -> DaemonStatus {
        let counters = journal.counters(at: now)
        let snapshot = policy.current.snapshot
        return DaemonStatus(
            instance: instance,
            version: version,
            started: started,
            time: now,
            listen: listen,
            revision: snapshot.revision,
            callsPerSecond: counters.callsPerSecond,
            p95Ms: counters.p95Ms,
            blockedShare: counters.blockedShare,
            callsKept: counters.callsKept,
            callsTotal: counters.callsTotal,
            outcomes: counters.outcomes,
            pendingApprovals: approvals.pendingCount,
            oldestPending: try await approvals.oldestPending(),
            lists: snapshot.document.lists.count,
            entries: lists.entryCount,
            degraded: degraded(at: now),
            durability: durability.rawValue,
            memory: ProcessMemory.resident,
            refused: refusals.counts(at: now)
        )
    }

    /// The endpoints, in the policy's order.
    package func endpoints(at now: Timestamp) async throws -> [EndpointSummary] {
        let counters = journal.counters(at: now)
        return policy.current.snapshot.document.endpoints.map { endpoint in
            let counted = counters.endpoints[endpoint.name]
            return EndpointSummary(
                name: endpoint.name,
                dialect: endpoint.dialect,
                step: endpoint.step,
                credentials: endpoint.credentials,
                approval: endpoint.approval?.description,
                deadlineMs: Int(endpoint.deadline.wholeMilliseconds),
                failurePolicy: endpoint.failurePolicy.rawValue,
                calls24h: counted?.calls ?? 0,
                outcomes24h: counted?.outcomes ?? [:],
                lastCall: counted?.lastCall
            )
        }
    }

    /// What a policy needs before anything can be decided; nil if it lacks nothing. A policy with its own user flows
    /// may have no endpoints.
    static func warning(about document: PolicyDocument) -> String? {
        guard document.endpoints.isEmpty, document.flows.isEmpty else { return nil }
        return "no endpoint: nothing can be asked; add an [[endpoint]] with gatehouse policy export, an editor and "
            + "gatehouse policy apply"
    }

    private func degraded(at now: Timestamp) -> [String] {
        var sentences: [String] = []
        if let failure = journal.failure { sentences.append("the journal cannot be written: \(failure)") }
        if let failure = state.commits.failure { sentences.append("the state cannot be written: \(failure)") }
        if let warning = clock.warning(at: now) { sentences.append(warning) }
        if let warning = Self.warning(about: policy.current.snapshot.document) { sentences.append(warning) }
        sentences += lists.warnings
        if meter.overloadCount > 0 {
            sentences.append("\(meter.overloadCount) calls were turned away because too many were open")
        }
        sentences += doors.degraded
        sentences += watch.degraded
        sentences += tables.problems
        if let warning = refusals.warning(at: now) { sentences.append(warning) }
        sentences += connectors.warnings(at: now)
        if durability == .relaxed { sentences.append("durability is relaxed: a power cut may lose the last calls") }
        return sentences
    }
}
