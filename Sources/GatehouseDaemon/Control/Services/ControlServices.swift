package import GatehouseModel
package import PolicyEngine

/// The services that the handlers use. The daemon creates them; tests provide what they need.
package struct ControlServices: Sendable {
    package var status: any StatusSource
    package var journal: Journal
    package var approvals: ApprovalDesk
    package var lists: ListBook
    package var rules: RuleTally
    package var tables: TableBook
    package var connectors: ConnectorDesk
    package var flows: FlowRunner
    package var accounts: AccountDirectory
    package var audit: AuditLog
    package var policy: PolicyOffice
    package var drafts: DraftStore
    package var simulations: SimulationDesk
    /// The policy that calls are currently decided by.
    package var snapshot: @Sendable () -> PolicySnapshot
    package var replies: IdempotencyStore
    package var events: EventHub
    package var clock: ClockWatch

    package init(
        status: any StatusSource,
        journal: Journal,
        approvals: ApprovalDesk,
        lists: ListBook,
        rules: RuleTally,
        tables: TableBook,
        connectors: ConnectorDesk,
        flows: FlowRunner,
        accounts: AccountDirectory,
        audit: AuditLog,
        policy: PolicyOffice,
        drafts: DraftStore,
        simulations: SimulationDesk,
        snapshot: @escaping @Sendable () -> PolicySnapshot,
        replies: IdempotencyStore,
        events: EventHub,
        clock: ClockWatch = ClockWatch()
    ) {
        self.status = status
        self.journal = journal
        self.approvals = approvals
        self.lists = lists
        self.rules = rules
        self.tables = tables
        self.connectors = connectors
        self.flows = flows
        self.accounts = accounts
        self.audit = audit
        self.policy = policy
        self.drafts = drafts
        self.simulations = simulations
        self.snapshot = snapshot
        self.replies = replies
        self.events = events
        self.clock = clock
    }
}

/// The daemon's status.
package protocol StatusSource: Sendable {
    /// A random id of this run of the daemon.
    var instance: String { get }
    var version: String { get }
    func status(at now: Timestamp) async throws -> DaemonStatus
    /// In policy order.
    func endpoints(at now: Timestamp) async throws -> [EndpointSummary]
}
