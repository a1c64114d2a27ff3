import Foundation
import Glibc
import NIOCore

/// How the process's file descriptors are shared out, so that neither door can take those that the stores need.
package struct DescriptorBudget: Sendable, Hashable {
    /// The most descriptors the process may have open (`RLIMIT_NOFILE`, getrlimit(2)).
    package let limit: Int
    /// Event loops of the connector door.
    package let eventLoops: Int
    /// Connections at once at the connector door.
    package let connectorConnections: Int
    /// Connections at once at the control socket.
    package let controlConnections: Int
    /// Whether the limit allows fewer connections than the doors would otherwise take.
    package var isTight: Bool {
        connectorConnections < IntakeLimits().connections || controlConnections < ControlLimits().connections
    }

    /// What the doors know of the budget.
    package var doors: DoorCapacity {
        DoorCapacity(
            descriptors: limit,
            connectorConnections: connectorConnections,
            controlConnections: controlConnections,
            isTight: isTight
        )
    }

    /// Event loops of the control socket and of calls to connectors.
    package static let controlLoops = 2
    /// NIO opens three descriptors for each event loop, and ends the process when it cannot.
    private static let perLoop = 3
    /// Locks, listeners, signals, and the SQLite files that are always open.
    private static let fixed = 26
    /// What the stores, imports and calls to connectors open at times, at least and at most.
    private static let reserve = 14...512
    private static let fewestConnections = 8

    /// - Parameters:
    ///   - limit: the most descriptors the process may have open.
    ///   - inUse: how many it has open already.
    ///   - cores: processor cores.
    /// - Throws: `StartProblem` when the limit is too low to run at all; it says how many are needed.
    package init(limit: Int, inUse: Int, cores: Int) throws(StartProblem) {
        let eventLoops = max(1, min(cores, limit / 32))
        let own = inUse + Self.fixed + Self.perLoop * (eventLoops + min(Self.controlLoops, cores))
        let reserve = min(max(limit / 4, Self.reserve.lowerBound), Self.reserve.upperBound)
        // Connections that are being closed keep their descriptors for a moment.
        let slack = PlaceBook.slack(for: 0)
        let least = own + Self.reserve.lowerBound + slack + 2 * Self.fewestConnections
        guard limit >= least else {
            throw StartProblem(
                "the limit of open files is \(limit), and at least \(least) are needed; "
                    + "raise LimitNOFILE in the systemd unit, or the hard limit of ulimit -n"
            )
        }
        let rest = max(limit - own - reserve - slack, 2 * Self.fewestConnections)
        let control = min(ControlLimits().connections, max(Self.fewestConnections, rest / 5))
        // One in nine of what is left is for connections that are being closed.
        let connector = max(Self.fewestConnections, (rest - control) / 9 * 8)
        self.limit = limit
        self.eventLoops = eventLoops
        controlConnections = control
        connectorConnections = min(IntakeLimits().connections, connector)
    }

    /// Raises the soft limit to the hard one, and shares out what there is.
    ///
    /// - Returns: the budget, and the soft limit as it was.
    /// - Throws: `StartProblem` when the limit is too low to run at all.
    package static func claim() throws(StartProblem) -> (budget: DescriptorBudget, before: Int) {
        var limits = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limits) == 0 else {
            throw StartProblem("the limit of open files cannot be read: \(String(cString: strerror(errno)))")
        }
        let before = Int(clamping: limits.rlim_cur)
        var raised = limits
        raised.rlim_cur = limits.rlim_max
        if setrlimit(resource, &raised) == 0 { limits = raised }
        let budget = try DescriptorBudget(
            limit: Int(clamping: limits.rlim_cur),
            inUse: (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 3,
            cores: System.coreCount
        )
        return (budget, before)
    }
}
