import GatehouseModel
import Logging
import Synchronization

/// Watches the clock while the daemon runs: reports jumps, and stores what the next run needs to know.
final class ClockKeeper: Sendable {
    private struct State {
        /// The uptime at the last attempt to write.
        var written: Duration?
        var trouble: String?
    }

    private let clock: ClockWatch
    private let path: String
    private let approvals: ApprovalDesk
    private let logger: Logger
    private let state = Mutex(State())

    /// How often the record is written. Jumps between two runs are measured from it.
    private static let interval: Duration = .seconds(30)

    init(clock: ClockWatch, path: String, approvals: ApprovalDesk, logger: Logger) {
        self.clock = clock
        self.path = path
        self.approvals = approvals
        self.logger = logger
    }

    /// The time that removals count by.
    var due: Timestamp { clock.due(.now) }

    /// To be called once a second.
    func watch() async throws {
        let former = clock.shift
        let jump = clock.observe()
        if let jump { logger.warning("clock", metadata: ["jump": "\(jump)", "waiting": "\(clock.held > .zero)"]) }
        if let record = clock.record {
            let isDue = state.withLock { $0.written.map { record.uptime - $0 >= Self.interval } ?? true }
            if isDue || jump != nil { write() }
        }
        if clock.shift != former { try await approvals.restateLeases(at: .now) }
    }

    /// Writes the record. A failure is logged once.
    func write() {
        guard let record = clock.record else { return }
        var trouble: String?
        do throws(StorageFailure) { try record.write(to: path) } catch { trouble = "\(error)" }
        let isNews = state.withLock { state in
            defer { (state.written, state.trouble) = (record.uptime, trouble) }
            return trouble != nil && state.trouble == nil
        }
        if isNews, let trouble { logger.error("clock", metadata: ["alarm": "not written: \(trouble)"]) }
    }
}
