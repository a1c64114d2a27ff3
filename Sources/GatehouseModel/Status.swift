/// The daemon's status, as in the console's status line.
package struct DaemonStatus: Sendable, Hashable, Codable {
    /// A random id for this run of the daemon.
    package var instance: String
    package var version: String
    package var started: Timestamp
    /// The time by the daemon's clock.
    package var time: Timestamp
    /// The address of the endpoints: `127.0.0.1:8080`.
    package var listen: String
    /// The revision of the policy in force.
    package var revision: Int
    /// An average over the last 10 seconds.
    package var callsPerSecond: Double
    /// Over the last 1,000 calls at most, in milliseconds.
    package var p95Ms: Double
    /// The share of blocked calls in the last 1,000 calls at most, 0 to 1.
    package var blockedShare: Double
    package var callsKept: Int
    package var callsTotal: Int
    package var outcomes: [String: Int]
    package var pendingApprovals: Int
    package var oldestPending: Timestamp?
    package var lists: Int
    package var entries: Int
    /// Current faults, in sentences; empty if there are none.
    package var degraded: [String]
    package var durability: String
    /// Resident memory in bytes.
    package var memory: Int
    /// Calls refused without a valid credential; nil from a daemon that does not count them.
    package var refused: RefusedCalls?

    package init(
        instance: String,
        version: String,
        started: Timestamp,
        time: Timestamp,
        listen: String,
        revision: Int,
        callsPerSecond: Double,
        p95Ms: Double,
        blockedShare: Double,
        callsKept: Int,
        callsTotal: Int,
        outcomes: [String: Int],
        pendingApprovals: Int,
        oldestPending: Timestamp?,
        lists: Int,
        entries: Int,
        degraded: [String],
        durability: String,
        memory: Int,
        refused: RefusedCalls? = nil
    ) {
        self.instance = instance
        self.version = version
        self.started = started
        self.time = time
        self.listen = listen
        self.revision = revision
        self.callsPerSecond = callsPerSecond
        self.p95Ms = p95Ms
        self.blockedShare = blockedShare
        self.callsKept = callsKept
        self.callsTotal = callsTotal
        self.outcomes = outcomes
        self.pendingApprovals = pendingApprovals
        self.oldestPending = oldestPending
        self.lists = lists
        self.entries = entries
        self.degraded = degraded
        self.durability = durability
        self.memory = memory
        self.refused = refused
    }
}

/// Calls that were refused without a valid credential. Only a sample of them is in the journal.
package struct RefusedCalls: Sendable, Hashable, Codable {
    /// The number since the daemon's start.
    package var total: Int
    /// The number in the current minute, or in the previous one if it had more.
    package var perMinute: Int
    /// The number of addresses (/64 networks for IPv6) that they came from in that minute; at most 1,024 are counted
    /// separately.
    package var sources: Int

    /// How many of `total` are in the journal as a sample.
    package var journaled: Int

    package init(total: Int, perMinute: Int, sources: Int, journaled: Int) {
        self.total = total
        self.journaled = journaled
        self.perMinute = perMinute
        self.sources = sources
    }
}

/// The caller's identity and role as the daemon sees them, and why.
package struct WhoAmI: Sendable, Hashable, Codable {
    package var uid: UInt32
    package var user: String
    package var groups: [String]
    package var role: Role
    /// The reason for the role: `group:approvers`, `root`, `the daemon's own user`.
    package var grantedBy: String

    package init(uid: UInt32, user: String, groups: [String], role: Role, grantedBy: String) {
        self.uid = uid
        self.user = user
        self.groups = groups
        self.role = role
        self.grantedBy = grantedBy
    }
}

/// An endpoint as shown in lists.
package struct EndpointSummary: Sendable, Hashable, Codable, Identifiable {
    package var id: String { name }
    package var name: String
    /// `/endpoints/<name>`.
    package var path: String
    package var dialect: DialectName
    package var step: Step
    package var credentials: [String]
    /// `check:guests`, `request:guests`, or nil.
    package var approval: String?
    package var deadlineMs: Int
    /// `block` or `continue`.
    package var failurePolicy: String
    package var calls24h: Int
    package var outcomes24h: [String: Int]
    package var lastCall: Timestamp?

    package init(
        name: String,
        dialect: DialectName,
        step: Step,
        credentials: [String],
        approval: String?,
        deadlineMs: Int,
        failurePolicy: String,
        calls24h: Int = 0,
        outcomes24h: [String: Int] = [:],
        lastCall: Timestamp? = nil
    ) {
        self.name = name
        self.path = "/endpoints/" + name
        self.dialect = dialect
        self.step = step
        self.credentials = credentials
        self.approval = approval
        self.deadlineMs = deadlineMs
        self.failurePolicy = failurePolicy
        self.calls24h = calls24h
        self.outcomes24h = outcomes24h
        self.lastCall = lastCall
    }

    private enum CodingKeys: String, CodingKey {
        case name, path, dialect, step, credentials, approval, deadlineMs, failurePolicy, lastCall
        case calls24h = "calls_24h"
        case outcomes24h = "outcomes_24h"
    }
}
