import Foundation
import GatehouseModel
import Logging
import NIOCore
package import NIOSSL
import ServiceLifecycle
import UnixSignals

/// The connector door as a service: it closes first when the daemon stops, and lets open calls be answered.
struct ConnectorService: Service {
    let door: ConnectorDoor
    let journey: CallJourney
    let manager: ServiceManager

    func run() async throws {
        try? await gracefulShutdown()
        manager.tell("STOPPING=1")
        await door.stopAccepting()
        let patience = ContinuousClock.now + .seconds(10)
        // Again and again, because a connection may have been accepted a moment before the door closed.
        while journey.openCalls > 0 || door.connections > 0, ContinuousClock.now < patience {
            door.quiesce()
            try? await Task.sleep(for: .milliseconds(10))
        }
        await door.closeConnections()
    }
}

/// What is done now and then: expiring, counting, pruning, and telling how things stand.
struct Housekeeping: Service {
    let stores: Stores
    let board: StatusBoard
    let refusals: RefusalBook
    let hub: EventHub
    let doors: DoorTroubles
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await stores.journal.keep() }
                group.addTask { try? await stores.watch.inspect(stores.state) }
                group.addTask { await every(.seconds(1), "telling the status") { try await tellStatus() } }
                group.addTask { await every(.seconds(1), "watching the doors") { doors.tell(at: .now()) } }
                group.addTask {
                    await every(.seconds(5), "expiring approval requests") {
                        try await stores.approvals.expireDue(at: .now)
                    }
                }
                group.addTask {
                    await every(.seconds(5), "keeping the lists") { try await stores.lists.maintain(at: .now) }
                }
                group.addTask { await every(.seconds(1), "keeping the ledger") { stores.keeper.write(stores.journal) } }
                group.addTask { await stores.journal.inspect() }
                group.addTask { await every(.seconds(10), "counting refused calls") { tellRefusals() } }
                group.addTask { await every(.seconds(60), "holding disk space") { stores.watch.ballast.restore() } }
                group.addTask { await every(.seconds(2), "tending sign-ups") { try await stores.flows.tend() } }
                group.addTask {
                    await every(.seconds(5), "counting rules") { try await stores.keepRuleCounts() }
                }
                group.addTask {
                    await every(.seconds(3600), "forgetting old sign-ups") {
                        try await stores.flows.prune(before: .now - .seconds(30 * 86_400), at: .now)
                    }
                }
                group.addTask {
                    await every(.seconds(3600), "forgetting kept replies") { try await stores.replies.prune(at: .now) }
                }
            }
        }
    }

    private func tellStatus() async throws {
        guard hub.subscribers > 0 else { return }
        let now = Timestamp.now
        hub.publish(.status(try await board.status(at: now)), at: now)
    }

    /// One line a minute, however many calls were refused in it.
    private func tellRefusals() {
        guard let minute = refusals.finishedMinute(at: .now) else { return }
        logger.warning(
            "calls without a valid credential were refused",
            metadata: [
                "calls": "\(minute.calls)", "sources": "\(minute.sources)", "journaled": "\(minute.samples)",
                "most-from": "\(minute.loudest.map { "\($0.source) (\($0.calls))" } ?? "-")",
            ]
        )
    }

    private func every(_ step: Duration, _ what: String, _ work: () async throws -> some Any) async {
        while !Task.isCancelled {
            do {
                _ = try await work()
            } catch is CancellationError {
                return
            } catch {
                logger.error("housekeeping failed", metadata: ["doing": "\(what)", "why": "\(error)"])
            }
            try? await Task.sleep(for: step)
        }
    }
}

/// Takes new certificates and secrets on SIGHUP.
struct Reloading: Service {
    let settings: Settings
    let office: PolicyOffice
    /// Compares the policy file of the settings with the policy in force.
    let comparePolicy: @Sendable () async throws -> Void
    let door: ConnectorDoor
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            manager.tell("RELOADING=1")
            do {
                if let tls = settings.server.tls { door.replace(tls: try tls.context()) }
                try await office.reload()
                logger.notice("reloaded certificates and secrets")
                try await comparePolicy()
            } catch {
                logger.error("not reloaded; what was in force stays", metadata: ["why": "\(error)"])
            }
            manager.tell("READY=1")
        }
    }
}

extension Settings.TLSFiles {
    /// The certificate and key as they are on disk now, for TLS 1.2 and later.
    ///
    /// - Throws: `StartProblem` naming the file that cannot be used.
    package func context() throws(StartProblem) -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            let key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain,
                privateKey: .privateKey(key)
            )
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw StartProblem(
                "cannot use \(certificate) with \(privateKey): \(error); both must be PEM and belong together"
            )
        }
    }
}
