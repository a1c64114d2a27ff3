import Foundation
import Glibc
import NIOCore

/// How the process's file descriptors are divided, so that neither door can use up those that the stores need.
package struct DescriptorBudget: Sendable, Hashable {
    /// The maximum number of open descriptors (`RLIMIT_NOFILE`, getrlimit(2)).
    package let limit: Int
    /// The number of event loops for the connector door.
    package let eventLoops: Int
    /// The maximum number of simultaneous connections at the connector door.
    package let connectorConnections: Int
    /// The maximum number of simultaneous connections at the control socket.
    package let controlConnections: Int
    /// Whether the limit allows fewer connections than the doors would otherwise accept.
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

    /// The number of event loops for the control socket and for calls to connectors.
    package static let controlLoops = 2
    /// NIO opens three descriptors for each event loop, and ends the process if it cannot.
    private static let perLoop = 3
    /// Locks, listeners, signals, and the SQLite files that are always open.
    private static let fixed = 26
    /// The minimum and maximum for descriptors that the stores, imports and calls to connectors open from time to time.
    private static let reserve = 14...512
    private static let fewestConnections = 8

    /// - Parameters:
    ///   - limit: the maximum number of descriptors that the process may have open.
    ///   - inUse: how many are open already.
    ///   - cores: the number of processor cores.
    /// - Throws: `StartProblem`, with the number that is needed, if the limit is too low to run at all.
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
        // One ninth of the rest is for connections that are being closed.
        let connector = max(Self.fewestConnections, (rest - control) / 9 * 8)
        self.limit = limit
        self.eventLoops = eventLoops
        controlConnections = control
        connectorConnections = min(IntakeLimits().connections, connector)
    }

    /// Raises the soft limit to the hard limit, and divides the descriptors.
    ///
    /// - Returns: the budget, and the previous soft limit.
    /// - Throws: `StartProblem` if the limit is too low to run at all.
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
