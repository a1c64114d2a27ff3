import Dispatch
import GatehouseModel
import Glibc
import Synchronization

/// Accepts log lines and writes them to a descriptor on a thread of its own, so that logging never waits and a failed
/// write does no harm.
///
/// At most `limit` bytes wait. Lines that do not fit or cannot be written are dropped and counted; the count is logged
/// as soon as writing works again.
package final class LogWriter: Sendable {
    /// The maximum number of bytes that wait to be written.
    package static let defaultLimit = 1 << 20

    private struct Waiting {
        var bytes: [UInt8] = []
        var lines = 0
        /// Lines dropped since the last batch was taken. They came after all the waiting lines.
        var dropped = 0
        var isWriting = false
        var watchers = 0

        var isIdle: Bool { lines == 0 && dropped == 0 && !isWriting }
    }

    private let limit: Int
    private let waiting = Mutex(Waiting())
    private let sink: Mutex<LogSink>
    private let wake = DispatchSemaphore(value: 0)
    private let drained = DispatchSemaphore(value: 0)
    /// False if the system had no thread to give; then the caller who logs a line writes it.
    private let hasThread = Atomic(false)

    /// - Parameters:
    ///   - descriptor: must stay open for as long as the process lives.
    ///   - notice: a complete line that says how many lines were lost and why.
    package init(
        _ descriptor: Int32,
        limit: Int = LogWriter.defaultLimit,
        notice: @escaping @Sendable (_ lost: Int, _ reason: String) -> [UInt8]
    ) {
        self.limit = limit
        sink = Mutex(LogSink(descriptor, notice: notice))
        hasThread.store(startThread(), ordering: .relaxed)
    }

    /// Accepts one line with its end. Never waits, unless there is no thread.
    package func put(_ line: [UInt8]) {
        let wasIdle = waiting.withLock { waiting in
            let wasIdle = waiting.isIdle
            if waiting.dropped > 0 || waiting.bytes.count + line.count > limit {
                waiting.dropped += 1
            } else {
                waiting.bytes += line
                waiting.lines += 1
            }
            return wasIdle
        }
        guard hasThread.load(ordering: .relaxed) else { return drain() }
        if wasIdle { wake.signal() }
    }

    /// Waits until all lines are written or dropped, up to the given time. Returns whether they are.
    @discardableResult
    package func flush(milliseconds: Int = 500) -> Bool {
        let isIdle = waiting.withLock { waiting in
            if !waiting.isIdle { waiting.watchers += 1 }
            return waiting.isIdle
        }
        return isIdle || drained.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }

    /// Writes waiting lines until there are none.
    private func drain() {
        while let batch = take() {
            sink.withLock { $0.write(batch.bytes, lines: batch.lines, dropped: batch.dropped) }
        }
    }

    private func take() -> Waiting? {
        let (batch, watchers) = waiting.withLock { waiting -> (Waiting?, Int) in
            waiting.isWriting = false
            guard !waiting.isIdle else {
                defer { waiting.watchers = 0 }
                return (nil, waiting.watchers)
            }
            let batch = waiting
            waiting = Waiting(isWriting: true, watchers: batch.watchers)
            return (batch, 0)
        }
        for _ in 0..<watchers { drained.signal() }
        return batch
    }

    /// Starts the thread, which lives as long as the process. Returns whether the system had one.
    private func startThread() -> Bool {
        let this = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let writer = Unmanaged<LogWriter>.fromOpaque(argument).takeRetainedValue()
                while true {
                    writer.wake.wait()
                    writer.drain()
                }
            },
            this.toOpaque()
        )
        guard code == 0 else {
            this.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
