import ControlProtocol
import Dialects
import Foundation
import GatehouseModel
import Logging
import PolicyEngine
import StrictTOML

/// All stores, and the parts that use them.
struct Stores: Sendable {
    let watch: StorageWatch
    let keeper: StoreKeeper
    let clock: ClockWatch
    let state: StateStore
    let journal: Journal
    let recorder: CallRecorder
    let approvals: ApprovalDesk
    let lists: ListBook
    let rules: RuleTally
    let tables: TableBook
    let connectors: ConnectorDesk
    let flows: FlowRunner
    let accounts: AccountDirectory
    let policy: PolicyHolder
    let office: PolicyOffice
    let simulations: SimulationDesk
    let replies: IdempotencyStore
    /// The revision of the policy at the start.
    let revision: Int

    /// Opens the stores, and applies the initial policy to a store that has none.
    ///
    /// - Parameter acceptsLoss: continue although something is missing that was there before, and record that.
    /// - Throws: `StoreLoss` if something is missing and that is not accepted.
    init(
        _ directory: StateDirectory,
        _ settings: Settings,
        acceptsLoss: Bool = false,
        clock: ClockWatch,
        hub: EventHub,
        logger: Logger
    ) async throws {
        self.clock = clock
        let durability = settings.storage.durability
        let inspection = try StoreInspection(directory.path)
        for remark in inspection.remarks { logger.warning("stores", metadata: ["remark": "\(remark)"]) }
        let isAccepting = !inspection.losses.isEmpty
        guard acceptsLoss || !isAccepting else { throw StoreLoss(description: inspection.problem) }
        let watch = StorageWatch(
            ballast: Ballast(path: directory.ballast),
            logger: logger,
            stop: StorageWatch.terminate
        )
        self.watch = watch
        state = try StateStore(
            path: directory.stateFile,
            durability: durability,
            hooks: CommitHooks(
                makeRoom: watch.makeRoom,
                healthChanged: { failure in
                    if let failure {
                        logger.critical("the state cannot be written", metadata: ["why": "\(failure)"])
                        watch.note(failure)
                    } else {
                        logger.notice("the state is written again")
                    }
                }
            ),
            publish: { hub.publish($0, at: .now) },
            opening: { if isAccepting { try inspection.accept($0) } }
        )
        state.witness.last = inspection.lastCall
        let batch = EventBatch(hub: hub)
        var options =
            Journal.Options(
                durability: durability,
                retention: settings.storage.retention,
                claims: { call, body in
                    guard let dialect = call.dialect, let step = call.step else { return nil }
                    return try? dialect.dialect.claims(in: body, at: step)
                },
                didComplete: { batch.flush() },
                alarm: { logger.error("journal", metadata: ["alarm": "\($0)"]) },
                didFail: watch.note,
                makeRoom: watch.makeRoom
            )
        options.lost = watch.remember(loss:)
        options.witness = state.witness
        journal = try Journal(at: directory.journal, options: options)
        // Recorded before the ledger forgets the loss, so that a start that is interrupted here is refused again.
        if isAccepting { try await Self.accept(inspection.losses, state, watch, logger) }
        keeper = StoreKeeper(
            directory,
            durability: durability,
            store: state,
            known: isAccepting ? [] : inspection.ledger?.segments ?? [],
            logger: logger
        )
        keeper.write(journal)
        journal.tell(keeper)
        recorder = CallRecorder(journal: journal, batch: batch)
        approvals = try ApprovalDesk(store: state, clock: clock)
        replies = IdempotencyStore(store: state)
        rules = try RuleTally(store: state)

        let history = PolicyHistory(store: state)
        let secrets =
            settings.initialPolicy.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? directory.path
        let revision = try await Self.policy(history, settings)
        let document = try PolicyDocument.parse(revision?.toml ?? "", file: settings.initialPolicy ?? "policy")
        let number = revision?.number ?? 0
        let rows = TableSet()
        let empty = PolicySnapshot(document: document, revision: number, indexes: [:], tables: rows)
        let holder = PolicyHolder(try ActivePolicy(empty, secretsIn: secrets))
        lists = try ListBook(
            store: state,
            lists: document.lists,
            onIndex: { list, index in holder.replace { $0.replacing(list, with: index) } }
        )
        tables = try TableBook(
            store: state,
            directory: directory.tables,
            definitions: document.tables,
            tables: rows,
            uses: { holder.current.snapshot.document.ruleSet.users(ofTable: $0) },
            alarm: { logger.error("tables", metadata: ["alarm": "\($0)"]) }
        )
        holder.replace { [lists] in $0.replacing(lists.indexes) }
        policy = holder
        connectors = try ConnectorDesk(.init(policy: holder, store: state, journal: recorder))
        flows = FlowRunner(
            FlowRunner.Parts(
                store: state,
                flow: { holder.current.snapshot.document.flow($0) },
                connectors: connectors,
                due: clock.due
            )
        )
        accounts = AccountDirectory(store: state)
        self.revision = number
        office = PolicyOffice(
            history: history,
            lists: lists,
            tables: tables,
            holder: holder,
            secrets: secrets,
            onApply: { hub.publish(.policy($0), at: .now) }
        )
        simulations = SimulationDesk(journal: journal, office: office)
    }

    private static func policy(_ history: PolicyHistory, _ settings: Settings) async throws -> PolicyRevision? {
        if let current = try await history.current() { return current }
        guard let path = settings.initialPolicy else { return nil }
        let text = try InitialPolicy.read(path)
        _ = try PolicyDocument.parse(text, file: path)
        switch try await history.apply(text, base: nil, by: .daemon, comment: "initial policy", at: .now) {
        case .applied(let revision): return revision
        case .baseIsOld(let current): return current
        }
    }

    /// Continues without what is missing, and reports it in the log, the status and the audit log.
    private static func accept(
        _ losses: [String],
        _ state: StateStore,
        _ watch: StorageWatch,
        _ logger: Logger
    ) async throws {
        for loss in losses.prefix(100) {
            logger.critical("stores", metadata: ["accepted loss": "\(loss)"])
            watch.remember(loss: "accepted at this start: \(loss)")
        }
        try await AuditLog(store: state).record(
            Change(
                .lossAccepted,
                of: "store",
                by: .daemon,
                after: .array(losses.prefix(100).map { .string($0) }),
                at: .now
            )
        )
    }

    func close() async {
        simulations.stop()
        keeper.stop(journal)
        await journal.close()
        try? await keepRuleCounts()
        await state.close()
    }

    /// Writes how often rules matched.
    func keepRuleCounts() async throws {
        try await rules.flush(rules: policy.current.snapshot.document.rules.map(\.name), at: .now)
    }
}

/// Why a start is refused: something is missing that the stores held before.
struct StoreLoss: Error, Sendable, CustomStringConvertible {
    let description: String
}
