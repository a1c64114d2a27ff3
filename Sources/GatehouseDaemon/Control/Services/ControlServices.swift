package import ControlProtocol
package import GatehouseModel
package import PolicyEngine

/// Everything the control door's handlers call. The daemon puts it together; tests put in what they need.
package struct ControlServices: Sendable {
    package var status: any StatusSource
    package var journal: Journal
    package var approvals: ApprovalDesk
    package var lists: ListBook
    package var connectors: ConnectorDesk
    package var flows: FlowRunner
    package var accounts: AccountDirectory
    package var audit: AuditLog
    package var policy: any PolicySource
    /// The policy that calls are decided under now.
    package var snapshot: @Sendable () -> PolicySnapshot
    package var replies: IdempotencyStore
    package var events: EventHub

    package init(
        status: any StatusSource,
        journal: Journal,
        approvals: ApprovalDesk,
        lists: ListBook,
        connectors: ConnectorDesk,
        flows: FlowRunner,
        accounts: AccountDirectory,
        audit: AuditLog,
        policy: any PolicySource,
        snapshot: @escaping @Sendable () -> PolicySnapshot,
        replies: IdempotencyStore,
        events: EventHub
    ) {
        self.status = status
        self.journal = journal
        self.approvals = approvals
        self.lists = lists
        self.connectors = connectors
        self.flows = flows
        self.accounts = accounts
        self.audit = audit
        self.policy = policy
        self.snapshot = snapshot
        self.replies = replies
        self.events = events
    }
}

/// The daemon at a glance.
package protocol StatusSource: Sendable {
    /// A random id of this run of the daemon.
    var instance: String { get }
    var version: String { get }
    func status(at now: Timestamp) async throws -> DaemonStatus
    /// In the policy's order.
    func endpoints(at now: Timestamp) async throws -> [EndpointSummary]
}

/// The policy in force, as the control door reads and replaces it.
package protocol PolicySource: Sendable {
    func current() async throws -> PolicyDocumentReply
    /// - Throws: `Problem` of kind `revisionMismatch` with the present document, or `invalid` with file, line and remedy.
    func apply(
        _ request: ApplyPolicy,
        by actor: Actor,
        keeping reply: RecordedReply<PolicyDocumentReply>?,
        at now: Timestamp
    ) async throws -> PolicyDocumentReply
}
