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

/// The daemon: builds all parts and runs them until it is stopped.
///
/// Data flows one way: a call arrives at the connector door, makes its journey, is written to the journal and is
/// published by the event hub. The control door reads all of these and changes policy, lists and approvals.
package struct Daemon: Sendable {
    private let settings: Settings
    private let logger: Logger
    private let acceptsLoss: Bool
    private let untilInputEnds: Bool

    /// A start waits this long for a predecessor that is about to end and still holds its locks.
    private static let patience = Duration.seconds(3)

    /// - Parameters:
    ///   - acceptsLoss: start although something is missing from the stores, and record that.
    ///   - untilInputEnds: stop when standard input ends, as at SIGTERM.
    package init(settings: Settings, acceptsLoss: Bool = false, logger: Logger, untilInputEnds: Bool) {
        self.settings = settings
        self.acceptsLoss = acceptsLoss
        self.logger = logger
        self.untilInputEnds = untilInputEnds
    }

    /// Runs until SIGTERM or SIGINT, then stops accepting, answers open calls, and closes the stores.
    ///
    /// - Throws: the reason why the daemon cannot start.
    package func run() async throws {
        let started = Timestamp.now
        // Signals are handled before anything is opened. An earlier signal may end the process; a later one takes
        // effect as soon as the daemon has started.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        if untilInputEnds { InputWatch.start() }
        let descriptors = try claimDescriptors()
        let doors = DoorTroubles(capacity: descriptors.doors, logger: logger)
        let directory = try StateDirectory(path: settings.storage.directory, patience: Self.patience)
        for notice in directory.notices { logger.warning("mended", metadata: ["what": "\(notice)"]) }
        let roles = try roleBook()
        let socket =
            try SocketActivation.controlSocket(ProcessInfo.processInfo.environment)
            ?? ListeningSocket(path: settings.control.socket, group: roles.socketGroup, patience: Self.patience)
        if let path = socket.path, let problem = roles.socketAccess.grant(on: path) {
            logger.warning("not everybody with a role can open the control socket", metadata: ["why": "\(problem)"])
        }
        let hub = EventHub(startedAt: started)
        let clock = ClockWatch()
        if let jump = clock.start(after: ClockRecord(file: directory.clock)) {
            logger.warning("clock", metadata: ["jump": "\(jump)"])
        }
        let stores = try await Stores(
            directory,
            settings,
            acceptsLoss: acceptsLoss,
            clock: clock,
            hub: hub,
            logger: logger
        )
        let group = MultiThreadedEventLoopGroup(numberOfThreads: descriptors.eventLoops)
        let meter = CallMeter()
        let refusals = RefusalBook()
        var limits = IntakeLimits()
        limits.connections = descriptors.connectorConnections
        let journey = CallJourney(
            group: group,
            parts: CallJourney.Parts(
                policy: stores.policy,
                approvals: ApprovalSettlement(desk: stores.approvals),
                journal: stores.recorder,
                hits: stores.lists,
                rules: stores.rules,
                meter: meter,
                limits: limits,
                refusals: refusals,
                clock: clock
            )
        )
        let door = ConnectorDoor(
            group: group,
            journey: journey,
            limits: limits,
            tls: try settings.server.tls?.context(),
            troubles: doors
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
            meter: meter,
            doors: doors,
            refusals: refusals,
            tables: stores.tables,
            clock: clock
        )
        var controlLimits = ControlLimits()
        controlLimits.connections = descriptors.controlConnections
        let control = ControlListener(
            socket: socket,
            door: controlDoor(roles, stores, board, hub, controlLimits),
            troubles: doors,
            logger: logger
        )
        let manager = ServiceManager(path: ProcessInfo.processInfo.environment["NOTIFY_SOCKET"])
        logger.info(
            "ready",
            metadata: [
                "listen": "\(address)", "socket": "\(settings.control.socket)", "revision": "\(stores.revision)",
            ]
        )
        for warning in [StatusBoard.warning(about: stores.policy.current.snapshot.document)].compactMap(\.self)
            + stores.lists.warnings
        {
            logger.warning("degraded", metadata: ["why": "\(warning)"])
        }
        let comparePolicy: @Sendable () async throws -> Void = { [settings, logger] in
            try await Self.comparePolicy(settings, stores.office.history, logger)
        }
        try await comparePolicy()
        manager.tell("READY=1\nSTATUS=listening on \(address)")
        let obeying = SignalService(
            signals: signals,
            settings: settings,
            office: stores.office,
            comparePolicy: comparePolicy,
            door: door,
            manager: manager,
            logger: logger
        )
        let clockKeeper = ClockKeeper(
            clock: clock,
            path: directory.clock,
            approvals: stores.approvals,
            logger: logger
        )
        let housekeeping = Housekeeping(
            stores: stores,
            board: board,
            refusals: refusals,
            hub: hub,
            doors: doors,
            clock: clockKeeper,
            logger: logger
        )
        let watchdog = Watchdog(
            Watchdog.Loop.loops(of: group, "connector door")
                + Watchdog.Loop.loops(of: MultiThreadedEventLoopGroup.singleton, "control door")
                + [
                    .tasks, .writer("state writer", stores.state.commits),
                    .writer("journal writer", stores.journal.queue),
                ],
            tell: { manager.tell($0) },
            logger: logger
        )
        if let interval = Watchdog.interval(ProcessInfo.processInfo.environment) { watchdog.start(every: interval) }
        defer { watchdog.stop() }
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: housekeeping),
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
        clockKeeper.write()
        try await group.shutdownGracefully()
        if let loss = stores.watch.loss { throw loss }
        logger.info("stopped")
    }

    /// Logs a notice if the policy file of the settings is not the policy in force.
    private static func comparePolicy(_ settings: Settings, _ history: PolicyHistory, _ logger: Logger) async throws {
        guard let path = settings.initialPolicy, let current = try await history.current(),
            let difference = InitialPolicy.difference(of: path, from: current)
        else { return }
        logger.notice("the policy file is not in force", metadata: ["why": "\(difference)"])
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
            logger.warning("no such user or group; nobody gets this role", metadata: ["name": "\(name)"])
        }
        return roles
    }

    /// Raises the limit of open files as far as possible, and logs the result.
    private func claimDescriptors() throws -> DescriptorBudget {
        let (budget, before) = try DescriptorBudget.claim()
        if budget.limit > before {
            logger.info("limit of open files raised", metadata: ["from": "\(before)", "to": "\(budget.limit)"])
        }
        if budget.isTight {
            logger.warning(
                "few connections are possible; raise LimitNOFILE in the systemd unit, or the hard limit of ulimit -n",
                metadata: [
                    "limit": "\(budget.limit)", "connector-door": "\(budget.connectorConnections)",
                    "control-socket": "\(budget.controlConnections)",
                ]
            )
        }
        return budget
    }

    private func controlDoor(
        _ roles: RoleBook,
        _ stores: Stores,
        _ board: StatusBoard,
        _ hub: EventHub,
        _ limits: ControlLimits
    ) -> ControlDoor {
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
            events: hub,
            clock: stores.clock
        )
        return ControlDoor(services: services, roles: roles, limits: limits, logger: logger)
    }
}
