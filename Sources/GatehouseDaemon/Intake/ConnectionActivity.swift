import NIOCore
import Synchronization

/// Whether a connection is being answered, and since when not. Written on its event loop, read from any thread.
final class ConnectionActivity: Sendable {
    private let isAnswering = Atomic<Bool>(false)
    private let quietSince: Atomic<UInt64>

    init(at now: NIODeadline) { quietSince = Atomic(now.uptimeNanoseconds) }

    /// A request is being answered from now on.
    func begin() { isAnswering.store(true, ordering: .relaxed) }

    /// The answer has been handed over.
    func end(at now: NIODeadline) {
        quietSince.store(now.uptimeNanoseconds, ordering: .relaxed)
        isAnswering.store(false, ordering: .relaxed)
    }

    /// Since when nothing is being answered; nil while something is.
    var idleSince: NIODeadline? {
        guard !isAnswering.load(ordering: .relaxed) else { return nil }
        return .uptimeNanoseconds(quietSince.load(ordering: .relaxed))
    }
}
