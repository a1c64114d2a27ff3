import Foundation
import GatehouseModel
import Logging
import Synchronization

/// Reacts to failures of the stores: a full disk gets the space of the ballast, and a failed fsync ends the run.
///
/// After a failed fsync the content of the disk is unknown, and a second fsync may report success for data that is
/// lost. The only safe way is to restart from what the disk really holds. Open calls are first answered by their
/// endpoints' failure policies.
final class StorageWatch: Sendable {
    let ballast: Ballast
    private let logger: Logger
    private let stop: @Sendable () -> Void
    private let lost = Mutex<StorageFailure?>(nil)
    private let damage = Mutex<String?>(nil)
    /// The first few losses, in sentences.
    private let losses = Mutex<[String]>([])
    private static let lossLimit = 10

    /// - Parameter stop: stops the daemon in an orderly way; called at most once.
    init(ballast: Ballast, logger: Logger, stop: @escaping @Sendable () -> Void) {
        self.ballast = ballast
        self.logger = logger
        self.stop = stop
    }

    /// Stops the daemon as SIGTERM does.
    static func terminate() { kill(getpid(), SIGTERM) }

    /// Why the daemon must stop; nil if it need not.
    var loss: StorageFailure? { lost.withLock { $0 } }

    /// The faults that an admin should know about, in sentences.
    var degraded: [String] {
        var sentences: [String] = []
        if !ballast.isReady { sentences.append("the disk is nearly full and its reserve is used up; make room") }
        if let damage = damage.withLock({ $0 }) {
            sentences.append("state.db is damaged (\(damage)); stop the daemon and restore it from a backup")
        }
        return sentences + losses.withLock { $0 }
    }

    /// Remembers a loss until the daemon ends.
    func remember(loss: String) {
        losses.withLock { if $0.count < Self.lossLimit, !$0.contains(loss) { $0.append(loss) } }
    }

    /// Checks the state store for damage once, as after an unnoticed crash.
    func inspect(_ state: StateStore) async throws {
        guard let found = try await state.damage() else { return }
        damage.withLock { $0 = found }
        logger.critical("state.db is damaged; stop the daemon and restore it", metadata: ["found": "\(found)"])
    }

    /// Frees the reserved space on a full disk; returns whether it could.
    func makeRoom() -> Bool {
        guard ballast.release() else { return false }
        logger.critical("the disk is full; its reserve is given up: make room before that is used up too")
        return true
    }

    /// Notes that writing began to fail.
    func note(_ failure: StorageFailure) {
        guard case .syncFailed = failure else { return }
        let isFirst = lost.withLock { lost in
            defer { lost = lost ?? failure }
            return lost == nil
        }
        guard isFirst else { return }
        logger.critical("the disk did not confirm a write; the daemon ends", metadata: ["why": "\(failure)"])
        stop()
    }
}
