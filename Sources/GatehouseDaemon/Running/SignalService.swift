import GatehouseModel
import Logging
import ServiceLifecycle
import UnixSignals

/// Handles signals: SIGHUP reloads certificates and secrets, SIGTERM and SIGINT stop the daemon.
struct SignalService: Service {
    /// SIGHUP, SIGTERM and SIGINT, handled since before the daemon opened anything.
    let signals: UnixSignalsSequence
    let settings: Settings
    let office: PolicyOffice
    /// Compares the policy file of the settings with the policy in force.
    let comparePolicy: @Sendable () async throws -> Void
    let door: ConnectorDoor
    let manager: ServiceManager
    let logger: Logger

    /// Returns when the daemon must stop.
    func run() async throws {
        // All signals that arrive during a reload cause only one further reload.
        let (reloads, trigger) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in reloads { await reload() } }
            for await signal in signals.cancelOnGracefulShutdown() {
                guard signal == .sighup else { break }
                trigger.yield()
            }
            trigger.finish()
        }
    }

    private func reload() async {
        manager.tell("RELOADING=1")
        do {
            if let tls = settings.server.tls { door.replace(tls: try tls.context()) }
            try await office.reload()
            logger.notice("reloaded certificates and secrets")
            try await comparePolicy()
        } catch {
            let reason = PlainReason.of(error)
            logger.error("not reloaded; what was in force stays", metadata: ["why": "\(reason)"])
        }
        manager.tell("READY=1")
    }
}
