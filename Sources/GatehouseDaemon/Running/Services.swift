import Foundation
import GatehouseModel
import Logging
import NIOCore
package import NIOSSL
import ServiceLifecycle

/// The connector door as a service. When the daemon stops, the door closes first and open calls are answered.
struct ConnectorService: Service {
    let door: ConnectorDoor
    let journey: CallJourney
    let manager: ServiceManager

    func run() async throws {
        try? await gracefulShutdown()
        manager.tell("STOPPING=1")
        await door.stopAccepting()
        let patience = ContinuousClock.now + .seconds(10)
        // Repeated, because a connection may have been accepted just before the door closed.
        while journey.openCalls > 0 || door.connections > 0, ContinuousClock.now < patience {
            door.quiesce()
            try? await Task.sleep(for: .milliseconds(10))
        }
        await door.closeConnections()
    }
}

/// Periodic work: expiring, counting, pruning, and reporting the status.
struct Housekeeping: Service {
    let stores: Stores
    let board: StatusBoard
    let refusals: RefusalBook
    let hub: EventHub
    let doors: DoorTroubles
    let clock: ClockKeeper
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await every(.seconds(1), "watching the clock") { try await clock.watch() } }
                group.addTask { await stores.journal.keep(due: { clock.due }) }
                group.addTask { try? await stores.watch.inspect(stores.state) }
                group.addTask { await every(.seconds(1), "telling the status") { try await tellStatus() } }
                group.addTask { await every(.seconds(1), "watching the doors") { doors.tell(at: .now()) } }
                group.addTask {
                    await every(.seconds(5), "expiring approval requests") {
                        // The desk itself converts the time.
                        try await stores.approvals.expireDue(at: .now)
                    }
                }
                group.addTask {
                    await every(.seconds(5), "keeping the lists") {
                        try await stores.lists.maintain(at: .now, due: clock.due)
                    }
                }
                group.addTask { await every(.seconds(1), "keeping the ledger") { stores.keeper.write(stores.journal) } }
                group.addTask { await stores.journal.inspect() }
                group.addTask {
                    var told: AuditCheckpoint?
                    await every(.seconds(3600), "telling the audit checkpoint") {
                        told = try await tellCheckpoint(after: told)
                    }
                }
                group.addTask { await every(.seconds(10), "counting refused calls") { tellRefusals() } }
                group.addTask { await every(.seconds(60), "holding disk space") { stores.watch.ballast.restore() } }
                group.addTask { await every(.seconds(2), "tending sign-ups") { try await stores.flows.tend() } }
                group.addTask {
                    await every(.seconds(5), "counting rules") { try await stores.keepRuleCounts() }
                }
                group.addTask {
                    await every(.seconds(3600), "forgetting old sign-ups") {
                        let now = clock.due
                        try await stores.flows.prune(before: now - .seconds(30 * 86_400), at: now)
                    }
                }
                group.addTask {
                    await every(.seconds(3600), "forgetting kept replies") {
                        try await stores.replies.prune(at: clock.due)
                    }
                }
            }
        }
    }

    /// Logs the newest record of the audit log, unless it was logged before.
    private func tellCheckpoint(after told: AuditCheckpoint?) async throws -> AuditCheckpoint? {
        let checkpoint = try await AuditLog(store: stores.state).checkpoint()
        if let checkpoint, checkpoint != told {
            logger.notice("audit checkpoint", metadata: ["record": "\(checkpoint)"])
        }
        return checkpoint
    }

    private func tellStatus() async throws {
        guard hub.subscribers > 0 else { return }
        let now = Timestamp.now
        hub.publish(.status(try await board.status(at: now)), at: now)
    }

    /// Logs one line a minute, no matter how many calls were refused.
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
                logger.error("housekeeping failed", metadata: ["doing": "\(what)", "why": "\(PlainReason.of(error))"])
            }
            try? await Task.sleep(for: step)
        }
    }
}

extension Settings.TLSFiles {
    /// The current certificate and key files, for TLS 1.2 and later.
    ///
    /// - Throws: `StartProblem`, which names the file that cannot be used.
    package func context() throws(StartProblem) -> NIOSSLContext {
        let chain = try chain()
        let key = try key()
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw StartProblem(
                "cannot use \(certificate) with \(privateKey): the private key is another certificate's, or a "
                    + "certificate is of no use here; name files that belong together (\(error))"
            )
        }
    }

    private func chain() throws(StartProblem) -> [NIOSSLCertificateSource] {
        let bytes = try Self.read(certificate, "certificate")
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(bytes), !chain.isEmpty else {
            throw StartProblem("\(certificate) holds no certificate in PEM; put the server's chain there as PEM")
        }
        return chain.map { .certificate($0) }
    }

    private func key() throws(StartProblem) -> NIOSSLPrivateKeySource {
        let bytes = try Self.read(privateKey, "private-key")
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw StartProblem(
                "\(privateKey) holds no private key in PEM that needs no passphrase; put the server's key there as PEM"
            )
        }
        return .privateKey(key)
    }

    private static func read(_ path: String, _ name: String) throws(StartProblem) -> [UInt8] {
        do throws(FileProblem) {
            return try BoundedFile.bytes(path, limit: 1 << 20)
        } catch {
            throw StartProblem("\(error); correct \(name) in [server.tls]")
        }
    }
}
