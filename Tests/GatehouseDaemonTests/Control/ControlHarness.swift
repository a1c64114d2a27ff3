import ControlProtocol
import Foundation
import GatehouseModel
import Logging
import NIOCore
import PolicyEngine
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import GatehouseDaemon

/// A control door with real stores, used in this process or over a real Unix socket.
struct ControlHarness: Sendable {
    /// How the client connects to the door.
    enum Way: String, CaseIterable, CustomTestStringConvertible {
        case inProcess = "in process"
        case socket = "over the socket"
        var testDescription: String { rawValue }
    }

    let directory: TemporaryDirectory
    let services: ControlServices
    let state: StateStore
    let door: ControlDoor
    let roles: RoleBook
    let clock: TestClock
    private let running = Running()
    var socketPath: String { directory.path + "/run/control.sock" }

    private init(limits: ControlLimits, hub: EventHub?) async throws {
        directory = try TemporaryDirectory()
        clock = TestClock()
        let document = try PolicyDocument.parse(Self.policy, file: "policy.toml")
        let store = try StateStore(path: directory.path + "/state.db")
        let hub = hub ?? EventHub(startedAt: clock.now)
        let rows = TableSet()
        let empty = PolicySnapshot(document: document, revision: 1, indexes: [:], tables: rows)
        let holder = PolicyHolder(try ActivePolicy(empty, secretsIn: directory.path))
        let lists = try ListBook(
            store: store,
            lists: document.lists,
            onIndex: { list, index in holder.replace { $0.replacing(list, with: index) } }
        )
        let history = PolicyHistory(store: store)
        _ = try await history.apply(Self.policy, base: nil, by: .daemon, at: clock.now)
        let journal = try Journal(at: directory.path + "/journal")
        let tables = try TableBook(
            store: store,
            directory: directory.path + "/tables",
            definitions: document.tables,
            tables: rows,
            uses: { holder.current.snapshot.document.ruleSet.users(ofTable: $0) }
        )
        let office = PolicyOffice(
            history: history,
            lists: lists,
            tables: tables,
            holder: holder,
            secrets: directory.path,
            onApply: { [clock] in hub.publish(.policy($0), at: clock.now) }
        )
        state = store
        services = ControlServices(
            status: FixedStatus(),
            journal: journal,
            approvals: try ApprovalDesk(store: store),
            lists: lists,
            rules: RuleTally(),
            tables: tables,
            connectors: try ConnectorDesk(
                .init(
                    policy: holder,
                    store: store,
                    journal: CallRecorder(journal: journal, batch: EventBatch(hub: hub)),
                    clock: { [clock] in clock.now }
                )
            ),
            flows: FlowRunner(
                FlowRunner.Parts(
                    store: store,
                    flow: { document.flow($0) },
                    connectors: ScriptedConnectors(),
                    clock: { [clock] in clock.now }
                )
            ),
            accounts: AccountDirectory(store: store),
            audit: AuditLog(store: store),
            policy: office,
            drafts: DraftStore(store: store),
            simulations: SimulationDesk(journal: journal, office: office),
            snapshot: { holder.current.snapshot },
            replies: IdempotencyStore(store: store),
            events: hub
        )
        roles = try RoleBook(ownUID: getuid(), users: SystemUsers())
        door = ControlDoor(
            services: services,
            roles: roles,
            limits: limits,
            clock: { [clock] in clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Runs `body` with a door that is reached in one way, then removes everything.
    static func run(
        _ way: Way,
        limits: ControlLimits = ControlLimits(),
        hub: EventHub? = nil,
        _ body: @Sendable (ControlHarness) async throws -> Void
    ) async throws {
        let harness = try await ControlHarness(limits: limits, hub: hub)
        switch way {
        case .inProcess: try await body(harness)
        case .socket: try await harness.serving(body)
        }
        await harness.services.journal.close()
        await harness.state.close()
    }

    private func serving(_ body: @Sendable (ControlHarness) async throws -> Void) async throws {
        let socket = try ListeningSocket(path: socketPath)
        let listener = ControlListener(socket: socket, door: door, logger: Logger(label: "test"))
        let group = ServiceGroup(services: [listener], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        running.group.withLock { $0 = group }
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            do { try await body(self) } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Stops the daemon as SIGTERM does; replies in progress are completed.
    func stop() async { await running.group.withLock { $0 }?.triggerGracefulShutdown() }

    private final class Running: Sendable {
        let group = Mutex<ServiceGroup?>(nil)
    }

    /// Long, because many other tests may run at the same time. Speed is tested elsewhere.
    fileprivate static let patience = Duration.seconds(180)

    /// A client with a role. Over the socket the user who runs the tests is admin and lowers the role.
    func client(_ way: Way, as role: Role = .admin) -> ControlClient {
        ControlClient(transport: transport(way, as: role))
    }

    func transport(_ way: Way, as role: Role = .admin) -> any ControlTransport {
        switch way {
        case .inProcess: InProcessTransport(door: door, caller: Self.caller(role))
        case .socket:
            HeaderTransport(
                base: SocketTransport(path: socketPath, silence: Self.patience),
                headers: ["gatehouse-role": role.rawValue]
            )
        }
    }

    static func caller(_ role: Role?, uid: UInt32 = 1000) -> Caller {
        let peer = PeerCredentials(pid: 1, uid: uid, gid: uid, groups: [])
        return Caller(peer: peer, user: "anna", role: role, grantedBy: "user:anna")
    }

    static let policy = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { literal = "secret" }

        [[queue]]
        name = "guests"
        expires-after = "14d"

        [[endpoint]]
        name = "request-approval"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests" }

        [[list]]
        name = "blocked-domains"
        effect = "deny"

        [[list]]
        name = "partners"
        effect = "allow"

        [[table]]
        name = "customers"
        key = "email"

        [[connector]]
        name = "api"
        url = "http://127.0.0.1:9/sign-ups"
        dialect = "entra-b2b"
        allow = ["127.0.0.1"]

        [[flow]]
        name = "guests"
        identity-providers = ["google.com", "local"]
        application-claims = ["email", "displayName"]

        [[flow.attribute]]
        name = "displayName"
        required = true

        [[rule]]
        name = "no city"
        when = 'has(claims.city) && claims.city == ""'
        then = "block"
        mode = "shadow"
        """
}

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 1_795_434_269_120))
    var now: Timestamp { time.withLock { $0 } }
    func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// Adds headers to every request.
struct HeaderTransport: ControlTransport {
    let base: any ControlTransport
    let headers: [String: String]

    func exchange(_ request: WireRequest) async throws(ControlError) -> WireReply {
        var request = request
        request.patience = ControlHarness.patience
        request.headers.merge(headers) { own, _ in own }
        return try await base.exchange(request)
    }
}

private struct FixedStatus: StatusSource {
    let instance = "7f3a"
    let version = "0.0.0"

    func status(at now: Timestamp) -> DaemonStatus {
        DaemonStatus(
            instance: instance,
            version: version,
            started: now,
            time: now,
            listen: "127.0.0.1:8080",
            revision: 1,
            callsPerSecond: 0,
            p95Ms: 0,
            blockedShare: 0,
            callsKept: 0,
            callsTotal: 0,
            outcomes: ["continue": 0],
            pendingApprovals: 0,
            oldestPending: now,
            lists: 2,
            entries: 0,
            degraded: [],
            durability: "full",
            memory: 1
        )
    }

    func endpoints(at now: Timestamp) -> [EndpointSummary] {
        [
            EndpointSummary(
                name: "request-approval",
                dialect: .entraB2B,
                step: .postAttributeCollection,
                credentials: ["entra"],
                approval: "request:guests",
                deadlineMs: 4000,
                failurePolicy: "block",
                lastCall: now
            )
        ]
    }
}
