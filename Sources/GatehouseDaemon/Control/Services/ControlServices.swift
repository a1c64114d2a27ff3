package import ControlProtocol
package import GatehouseModel

/// Everything the control door's handlers call. The daemon puts it together; tests put in what they need.
package struct ControlServices: Sendable {
    package var status: any StatusSource
    package var calls: any CallSource
    package var approvals: ApprovalDesk
    /// The terms of a queue by its name, from the policy in force.
    package var queueTerms: @Sendable (String) -> QueueTerms?
    package var lists: any ListSource
    package var audit: AuditLog
    package var policy: any PolicySource
    package var replies: IdempotencyStore
    package var events: EventHub

    package init(
        status: any StatusSource,
        calls: any CallSource,
        approvals: ApprovalDesk,
        queueTerms: @escaping @Sendable (String) -> QueueTerms?,
        lists: any ListSource,
        audit: AuditLog,
        policy: any PolicySource,
        replies: IdempotencyStore,
        events: EventHub
    ) {
        self.status = status
        self.calls = calls
        self.approvals = approvals
        self.queueTerms = queueTerms
        self.lists = lists
        self.audit = audit
        self.policy = policy
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

/// The journal, as the control door reads it.
package protocol CallSource: Sendable {
    /// Newest first. `limit` is 1 to 1,000; `cursor` is `next` of the page before, with the same filter.
    func calls(filter: Query?, limit: Int, cursor: String?) async throws -> Page<CallSummary>
    /// By id or code; nil when there is none.
    func call(_ id: String) async throws -> CallDetail?
    /// Nil when they are past retention.
    func bodies(of id: CallID) async throws -> CallBodies?
    /// What an entry would have matched since a moment.
    func reach(of pattern: EntryPattern, since: Timestamp) async throws -> CallReach
}

/// The calls that a list entry would have matched.
package struct CallReach: Sendable, Hashable {
    package var calls: Int
    /// Different addresses among them.
    package var people: Int
    package var outcomes: [String: Int]
    /// False when the journal was only searched in part.
    package var isComplete: Bool

    package init(calls: Int, people: Int, outcomes: [String: Int], isComplete: Bool) {
        self.calls = calls
        self.people = people
        self.outcomes = outcomes
        self.isComplete = isComplete
    }
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

/// The lists and their entries. Changes throw `Problem`, `StateError` or what the store says.
package protocol ListSource: Sendable {
    /// In the order they are looked at.
    func lists(at now: Timestamp) async throws -> [ListSummary]
    /// Newest first.
    func entries(
        of list: String,
        contains: String?,
        limit: Int,
        cursor: String?
    ) async throws -> Page<ListEntry>
    func add(
        _ request: AddEntries,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged
    func remove(
        _ request: RemoveEntries,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged
    func edit(
        _ request: EditEntry,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged
    func undo(
        _ request: UndoListChange,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged
    func check(_ value: String, at now: Timestamp) async throws -> CheckReply
    /// Reads the body to its end, then does all or nothing. Cancelling the task before that does nothing.
    ///
    /// - Parameter progress: called now and then with the lines read so far.
    func importEntries(
        _ order: ImportOrder,
        from body: ByteStream,
        by actor: Actor,
        at now: Timestamp,
        progress: (Int) async throws -> Void
    ) async throws -> ImportReport
    /// CSV with a header, newest first, in pieces of moderate size.
    func export(_ list: String) async throws -> ByteStream
}

/// How to import.
package struct ImportOrder: Sendable, Hashable {
    package var list: String
    package var format: ImportFormat
    /// What to remember as the entries' source.
    package var source: String
    /// Remove the entries that the file does not have.
    package var replace: Bool
    package var dryRun: Bool

    package init(list: String, format: ImportFormat, source: String, replace: Bool, dryRun: Bool) {
        self.list = list
        self.format = format
        self.source = source
        self.replace = replace
        self.dryRun = dryRun
    }
}
