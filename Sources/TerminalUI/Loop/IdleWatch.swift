import Synchronization

/// Lets tests wait until the loop has nothing left to do.
final class IdleWatch: Sendable {
    private struct Waiters {
        var waiting: [CheckedContinuation<Void, Never>] = []
        var waker: (any TerminalWaker)?
        var hasEnded = false
    }

    private let waiters = Mutex(Waiters())

    func connect(_ waker: any TerminalWaker) {
        waiters.withLock { $0.waker = waker }
        waker.wake()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let (hasEnded, waker) = waiters.withLock { waiters -> (Bool, (any TerminalWaker)?) in
                if !waiters.hasEnded { waiters.waiting.append(continuation) }
                return (waiters.hasEnded, waiters.waker)
            }
            if hasEnded { continuation.resume() }
            waker?.wake()
        }
    }

    /// The number of current waiters, who are resumed if the loop then finds nothing to do.
    func count() -> Int { waiters.withLock { $0.waiting.count } }

    /// Resumes the first `count` waiters.
    func tell(_ count: Int) {
        let woken = waiters.withLock { waiters in
            let woken = Array(waiters.waiting.prefix(count))
            waiters.waiting.removeFirst(woken.count)
            return woken
        }
        for continuation in woken { continuation.resume() }
    }

    func end() {
        let count = waiters.withLock { waiters in
            waiters.hasEnded = true
            return waiters.waiting.count
        }
        tell(count)
    }
}
