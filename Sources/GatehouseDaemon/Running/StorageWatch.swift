import Foundation
import GatehouseModel
import Logging
import Synchronization

/// What the stores' trouble means for the daemon: a full disk gets its ballast, a failed fsync ends the run.
///
/// After a failed fsync nobody knows what is on the disk, and a second one may report success for data that is gone, so
/// the only way to go on is to start again from what the disk really holds. Open calls are answered by their
/// endpoints' failure policies first.
final class StorageWatch: Sendable {
    let ballast: Ballast
    private let logger: Logger
    private let stop: @Sendable () -> Void
    private let lost = Mutex<StorageFailure?>(nil)
    private let damage = Mutex<String?>(nil)
    /// What is lost, in sentences; the first few.
    private let losses = Mutex<[String]>([])
    private static let lossLimit = 10

    /// - Parameter stop: ends the daemon in order; called once at most.
    init(ballast: Ballast, logger: Logger, stop: @escaping @Sendable () -> Void) {
        self.ballast = ballast
        self.logger = logger
        self.stop = stop
    }

    /// Stops the daemon as SIGTERM does.
    static func terminate() { kill(getpid(), SIGTERM) }

    /// Why the daemon has to end; nil while it need not.
    var loss: StorageFailure? { lost.withLock { $0 } }

    /// What an admin should know, in sentences.
    var degraded: [String] {
        var sentences: [String] = []
        if !ballast.isReady { sentences.append("the disk is nearly full and its reserve is used up; make room") }
        if let damage = damage.withLock({ $0 }) {
            sentences.append("state.db is damaged (\(damage)); stop the daemon and restore it from a backup")
        }
        return sentences + losses.withLock { $0 }
    }

    /// Remembers until the daemon ends that something is lost.
    func remember(loss: String) {
        losses.withLock { if $0.count < Self.lossLimit, !$0.contains(loss) { $0.append(loss) } }
    }

    /// Looks through the state once, as after a crash nobody saw.
    func inspect(_ state: StateStore) async throws {
        guard let found = try await state.damage() else { return }
        damage.withLock { $0 = found }
        logger.critical("state.db is damaged; stop the daemon and restore it", metadata: ["found": "\(found)"])
    }

    /// Makes room on a full disk; whether it did.
    func makeRoom() -> Bool {
        guard ballast.release() else { return false }
        logger.critical("the disk is full; its reserve is given up: make room before that is used up too")
        return true
    }

    /// Notes that writing has begun to fail.
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
