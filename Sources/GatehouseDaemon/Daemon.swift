import ControlProtocol
import Dialects
import Foundation
import GatehouseModel
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import PolicyEngine
import ServiceLifecycle
import StrictTOML
import UnixSignals

/// The daemon: builds every part and runs them until it is told to stop.
///
/// Data flows one way: a call comes in at the connector door, makes its journey, is written to the journal and is told
/// to the event hub; the control door reads all of these and changes policy, lists and approvals.
package struct Daemon: Sendable {
    private let settings: Settings
    private let logger: Logger
    private let untilInputEnds: Bool

    /// A start waits this long for a predecessor that is about to end and still holds its locks.
    private static let patience = Duration.seconds(3)

    /// - Parameter untilInputEnds: stop, as at SIGTERM, when standard input ends.
    package init(settings: Settings, logger: Logger, untilInputEnds: Bool) {
        self.settings = settings
        self.logger = logger
        self.untilInputEnds = untilInputEnds
    }

    /// Runs until SIGTERM or SIGINT, then stops accepting, answers what is open, and closes the stores.
    ///
    /// - Throws: what keeps the daemon from starting.
    package func run() async throws {
        let started = Timestamp.now
        // Before anything is open: a signal that comes earlier may end the process as it is, one that comes later is
        // obeyed as soon as the daemon has started.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        if untilInputEnds { InputWatch.start() }
        let directory = try StateDirectory(path: settings.storage.directory, patience: Self.patience)
        let roles = try roleBook()
        let socket =
            try SocketActivation.controlSocket(ProcessInfo.processInfo.environment)
            ?? ListeningSocket(path: settings.control.socket, group: roles.socketGroup, patience: Self.patience)
        let hub = EventHub(startedAt: started)
        let stores = try await Stores(directory, settings, hub: hub, logger: logger)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let meter = CallMeter()
        let limits = IntakeLimits()
        let journey = CallJourney(
            group: group,
            parts: CallJourney.Parts(
                policy: stores.policy,
                approvals: ApprovalSettlement(desk: stores.approvals),
                journal: stores.recorder,
                hits: stores.lists,
                rules: stores.rules,
                meter: meter,
                limits: limits
            )
        )
        let door = ConnectorDoor(
            group: group,
            journey: journey,
            limits: limits,
            tls: try settings.server.tls?.context(),
            logger: logger
        )
        let listen = settings.server.listen
        let port: Int
        do {
            port = try await door.open(host: listen.host, port: listen.port)
        } catch {
            socket.remove()
            throw StartProblem(
                "cannot listen on \(listen): \(Self.reason(error)); free the port, or choose another with --listen"
            )
        }
        let address = ListenAddress(host: listen.host, port: port).description
        let board = StatusBoard(
            instance: CallID(at: started).code.description,
            started: started,
            listen: address,
            durability: settings.storage.durability,
            policy: stores.policy,
            journal: stores.journal,
            approvals: stores.approvals,
            lists: stores.lists,
            connectors: stores.connectors,
            state: stores.state,
            watch: stores.watch,
            meter: meter
        )
        let control = controlListener(socket, roles, stores, board, hub)
        let manager = ServiceManager(path: ProcessInfo.processInfo.environment["NOTIFY_SOCKET"])
        logger.info(
            "ready",
            metadata: [
                "listen": "\(address)", "socket": "\(settings.control.socket)", "revision": "\(stores.revision)",
            ]
        )
        manager.tell("READY=1\nSTATUS=listening on \(address)")
        let obeying = SignalService(
            signals: signals,
            settings: settings,
            office: stores.office,
            door: door,
            manager: manager,
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: Housekeeping(stores: stores, board: board, hub: hub, logger: logger)),
                .init(service: obeying, successTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: control),
                .init(service: ConnectorService(door: door, journey: journey, manager: manager)),
            ],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        try await ServiceGroup(configuration: configuration).run()
        await stores.flows.stop()
        await stores.close()
        try await group.shutdownGracefully()
        if let loss = stores.watch.loss { throw loss }
        logger.info("stopped")
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case SocketAddressError.unknown: "the host's name has no address"
        default: PlainReason.of(error)
        }
    }

    private func roleBook() throws -> RoleBook {
        let roles = try RoleBook(
            viewers: settings.control.viewers,
            approvers: settings.control.approvers,
            admins: settings.control.admins,
            ownUID: getuid(),
            users: SystemUsers()
        )
        for name in roles.unknown {
            logger.warning("nobody has this name, so it grants nothing", metadata: ["name": "\(name)"])
        }
        return roles
    }

    private func controlListener(
        _ socket: ListeningSocket,
        _ roles: RoleBook,
        _ stores: Stores,
        _ board: StatusBoard,
        _ hub: EventHub
    ) -> ControlListener {
        let services = ControlServices(
            status: board,
            journal: stores.journal,
            approvals: stores.approvals,
            lists: stores.lists,
            rules: stores.rules,
            tables: stores.tables,
            connectors: stores.connectors,
            flows: stores.flows,
            accounts: stores.accounts,
            audit: AuditLog(store: stores.state),
            policy: stores.office,
            drafts: DraftStore(store: stores.state),
            simulations: stores.simulations,
            snapshot: { [policy = stores.policy] in policy.current.snapshot },
            replies: stores.replies,
            events: hub
        )
        return ControlListener(
            socket: socket,
            door: ControlDoor(services: services, roles: roles, logger: logger),
            logger: logger
        )
    }
}

/// Why the daemon cannot start, in a sentence with the remedy.
package struct StartProblem: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
