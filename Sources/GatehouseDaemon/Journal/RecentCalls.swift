import GatehouseModel

/// Statistics over the last thousand calls and the last seconds.
struct RecentCalls: Sendable {
    private static let kept = 1000
    private static let seconds: Int64 = 16

    private var took: [Int64] = []
    private var blocked: [Bool] = []
    private var next = 0
    /// Calls per second in a ring; each slot records its second.
    private var perSecond: [(second: Int64, calls: Int)] = Array(repeating: (0, 0), count: Int(seconds))

    mutating func count(microseconds: Int64, isBlocked: Bool) {
        if took.count < Self.kept {
            took.append(microseconds)
            blocked.append(isBlocked)
        } else {
            took[next] = microseconds
            blocked[next] = isBlocked
            next = (next + 1) % Self.kept
        }
    }

    mutating func count(second: Int64) {
        // Before 1970 seconds are negative, and so would their remainder be.
        let slot = Int((second % Self.seconds + Self.seconds) % Self.seconds)
        if perSecond[slot].second != second { perSecond[slot] = (second, 0) }
        perSecond[slot].calls += 1
    }

    /// Calls per second over the ten complete seconds before `second`.
    func rate(before second: Int64) -> Double {
        let first = second.addingSaturated(-10)
        let calls = perSecond.filter { $0.second < second && $0.second >= first }.reduce(0) { $0 + $1.calls }
        return Double(calls) / 10
    }

    /// The 95th percentile of the duration in milliseconds; 0 if there are no calls.
    var p95Ms: Double {
        guard !took.isEmpty else { return 0 }
        let sorted = took.sorted()
        return Double(sorted[(sorted.count * 95 + 99) / 100 - 1]) / 1000
    }

    var blockedShare: Double {
        blocked.isEmpty ? 0 : Double(blocked.count { $0 }) / Double(blocked.count)
    }
}
