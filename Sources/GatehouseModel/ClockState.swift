/// What the daemon makes of the system clock.
package struct ClockState: Sendable, Hashable, Codable {
    /// What the system clock shows.
    package var time: Timestamp
    /// The time that expiry and retention count by; earlier than `time` after a jump ahead that is not accepted.
    package var due: Timestamp
    /// When expiry and retention will count by the system clock again; nil if they do.
    package var waitingUntil: Timestamp?
    /// The jump that they wait for, in a sentence.
    package var reason: String?

    package init(time: Timestamp, due: Timestamp, waitingUntil: Timestamp? = nil, reason: String? = nil) {
        self.time = time
        self.due = due
        self.waitingUntil = waitingUntil
        self.reason = reason
    }
}
