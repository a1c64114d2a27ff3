import Glibc

/// The limit of the process's address space (`ulimit -v`, `LimitAS`). Threads and their stacks reserve much more of it
/// than they use, and a thread that cannot be created ends the process, so the daemon refuses to start if the limit is
/// too low.
enum AddressSpace {
    /// The minimum for a start, in MiB: 1,050 were enough on two cores, plus a margin.
    static let needed: UInt64 = 1_200

    /// Checks the limit.
    ///
    /// - Throws: `StartProblem` with the remedy, if the limit is too low.
    static func check() throws(StartProblem) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return }
        try check(bytes: limit.rlim_cur == rlim_t.max ? nil : UInt64(clamping: limit.rlim_cur))
    }

    /// - Parameter bytes: the limit; nil if there is none.
    static func check(bytes: UInt64?) throws(StartProblem) {
        guard let bytes, bytes < needed << 20 else { return }
        throw StartProblem(
            "the address space is limited to \(bytes >> 20) MiB, and \(needed) are needed; raise the limit with "
                + "ulimit -v or LimitAS, and use MemoryMax to bound what is really used"
        )
    }
}
