import NIOCore
import Synchronization

/// Whether a connection is being answered, and if not, since when. Written on its event loop, read from any thread.
final class ConnectionActivity: Sendable {
    private let isAnswering = Atomic<Bool>(false)
    private let quietSince: Atomic<UInt64>

    init(at now: NIODeadline) { quietSince = Atomic(now.uptimeNanoseconds) }

    /// Notes that a request is being answered.
    func begin() { isAnswering.store(true, ordering: .relaxed) }

    /// Notes that the answer was handed over.
    func end(at now: NIODeadline) {
        quietSince.store(now.uptimeNanoseconds, ordering: .relaxed)
        isAnswering.store(false, ordering: .relaxed)
    }

    /// Since when no request is being answered; nil while one is.
    var idleSince: NIODeadline? {
        guard !isAnswering.load(ordering: .relaxed) else { return nil }
        return .uptimeNanoseconds(quietSince.load(ordering: .relaxed))
    }
}
