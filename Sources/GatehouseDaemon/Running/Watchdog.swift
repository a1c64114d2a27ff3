import Foundation
import GatehouseModel
package import Logging
import NIOCore
import Synchronization

/// Tells the service manager that the daemon works, as long as every loop that matters runs what it is asked to.
///
/// Each round asks every loop to run a closure, and reports `WATCHDOG=1` only if all of them answered the round before.
/// Otherwise the log names those that did not, and systemd restarts the daemon after `WatchdogSec=` (sd_notify(3)).
package final class Watchdog: Sendable {
    /// A loop that must go on running.
    package struct Loop: Sendable {
        /// For the log, such as `connector door 1`.
        package let name: String
        /// Asks the loop to run a closure soon. Must not block.
        let ask: @Sendable (@escaping @Sendable () -> Void) -> Void

        package init(_ name: String, ask: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
            self.name = name
            self.ask = ask
        }

        /// The event loops of a group.
        static func loops(of group: any EventLoopGroup, _ name: String) -> [Loop] {
            group.makeIterator().enumerated().map { number, loop in
                Loop("\(name) \(number + 1)") { answer in loop.execute(answer) }
            }
        }

        /// The thread of a store's writer.
        static func writer(_ name: String, _ queue: CommitQueue) -> Loop { Loop(name) { queue.echo($0) } }

        /// The threads that run Swift's tasks.
        static var tasks: Loop { Loop("tasks") { answer in Task { answer() } } }
    }

    private struct State {
        /// The loops that have not answered the current round.
        var silent: Set<Int> = []
        var isFirst = true
        /// Silent loops that the log has named.
        var named: [String] = []
        var isStopping = false
    }

    private let loops: [Loop]
    private let tell: @Sendable (String) -> Void
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter tell: sends a line to the service manager.
    package init(_ loops: [Loop], tell: @escaping @Sendable (String) -> Void, logger: Logger) {
        self.loops = loops
        self.tell = tell
        self.logger = logger
    }

    /// Ends the last round and begins the next one.
    ///
    /// - Returns: the loops that did not answer.
    @discardableResult
    package func round() -> [String] {
        let (isFirst, silent, isNews) = state.withLock { state in
            let silent = state.silent.sorted().map { loops[$0].name }
            defer {
                state.isFirst = false
                state.named = silent
            }
            return (state.isFirst, silent, silent != state.named)
        }
        if silent.isEmpty, !isFirst { tell("WATCHDOG=1") }
        if isNews, !silent.isEmpty {
            logger.critical("not running", metadata: ["loops": "\(silent.joined(separator: ", "))"])
        } else if isNews {
            logger.notice("running again")
        }
        // A loop that is still silent is not asked again, so nothing piles up in it.
        let asked = state.withLock { state in
            let asked = loops.indices.filter { !state.silent.contains($0) }
            state.silent.formUnion(asked)
            return asked
        }
        for index in asked {
            loops[index].ask { [self] in state.withLock { _ = $0.silent.remove(index) } }
        }
        return silent
    }

    /// Repeats rounds in a thread of its own, so that it notices when no task runs any more.
    package func start(every interval: Duration) {
        let thread = Thread { [self] in
            while !state.withLock(\.isStopping) {
                round()
                Thread.sleep(forTimeInterval: Double(interval.wholeMilliseconds) / 1000)
            }
        }
        thread.name = "watchdog"
        thread.stackSize = 1 << 18
        thread.start()
    }

    package func stop() { state.withLock { $0.isStopping = true } }

    /// How often to report, from the environment that systemd makes: three times in `WATCHDOG_USEC`. Nil if nobody
    /// expects reports from this process.
    package static func interval(_ environment: [String: String], process: Int32 = getpid()) -> Duration? {
        guard let time = environment["WATCHDOG_USEC"].flatMap(Int64.init), time > 0 else { return nil }
        if let owner = environment["WATCHDOG_PID"], owner != String(process) { return nil }
        return max(.microseconds(time / 3), .milliseconds(10))
    }
}
