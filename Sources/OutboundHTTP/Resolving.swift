package import GatehouseModel
package import NIOCore
import NIOPosix
import Synchronization

/// Resolves names to addresses.
package protocol Resolving: Sendable {
    /// The addresses of a name in the order to try them; empty if it has none.
    ///
    /// - Throws: `OutboundFailure` with cause `nameNotFound` or `timeout`.
    func addresses(of name: String, by deadline: NIODeadline) async throws(OutboundFailure) -> [IPAddress]
}

/// The system's resolver: hosts file, DNS, or whatever the machine is configured for.
///
/// Its only call blocks and cannot be cancelled, so it runs on a few threads of its own. A look-up that hangs blocks
/// one of them, but not its caller.
package final class SystemResolver: Resolving {
    private let threads: NIOThreadPool
    private let group: any EventLoopGroup

    /// - Parameter group: the event loops for timers.
    package init(group: any EventLoopGroup, threads count: Int = 4) {
        self.group = group
        threads = NIOThreadPool(numberOfThreads: count)
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    package func addresses(of name: String, by deadline: NIODeadline) async throws(OutboundFailure) -> [IPAddress] {
        let loop = group.next()
        let once = Once(loop.makePromise(of: Result<[IPAddress], OutboundFailure>.self))
        let late = loop.scheduleTask(deadline: deadline) {
            once.finish(
                .failure(OutboundFailure(.timeout, "looking up \(name) took too long; ask whoever runs the DNS"))
            )
        }
        threads.submit { state in
            guard state == .active, NIODeadline.now() < deadline else { return }
            once.finish(SystemAddresses.lookUp(name))
        }
        let result = try? await once.promise.futureResult.get()
        late.cancel()
        return try (result ?? .failure(OutboundFailure(.nameNotFound, "the resolver was stopped"))).get()
    }
}

/// A promise that several tasks may complete; the first one counts.
private final class Once<Value: Sendable>: Sendable {
    let promise: EventLoopPromise<Value>
    private let isDone = Atomic(false)

    init(_ promise: EventLoopPromise<Value>) { self.promise = promise }

    func finish(_ value: Value) {
        if !isDone.exchange(true, ordering: .acquiringAndReleasing) { promise.succeed(value) }
    }
}
