package import GatehouseModel
import TerminalUI

/// Whether the request under the cursor changed by itself since the last key. A decision must not apply to it unseen.
package struct Aim: Sendable, Hashable {
    /// Why another request is under the cursor.
    enum Cause: Sendable, Hashable {
        /// The previous request was decided, or the user requested another list: a new request is expected.
        case expected
        /// A row left, or the marked requests are gone.
        case slipped
    }

    /// How long an expected row must have been visible.
    static let glance = Duration.milliseconds(300)

    private var cause: Cause?
    private var since = Timestamp(milliseconds: 0)
    private var isDrawn = true
    /// Whether frames are reported at all; if not, every change counts as seen at once.
    private var hasFrames = false

    mutating func slip(_ cause: Cause, at now: Timestamp) {
        if self.cause != .slipped { self.cause = cause }
        since = now
        isDrawn = !hasFrames
    }

    mutating func drawn(at now: Timestamp) {
        hasFrames = true
        guard !isDrawn else { return }
        isDrawn = true
        since = now
    }

    /// Another key than a decision was pressed, so the user has chosen what is there now.
    mutating func settle() { cause = nil }

    /// Whether a decision may apply to the request under the cursor. A request that came there unexpectedly is refused
    /// once.
    mutating func mayDecide(at now: Timestamp) -> Bool {
        guard let cause else { return true }
        guard isDrawn, now.since(since) >= Self.glance else { return false }
        self.cause = nil
        return cause == .expected
    }
}

extension ConsoleState {
    /// The selected approval request, and whether any are marked.
    struct Target: Hashable {
        var selected: CallID?
        var hasMarks: Bool
    }

    var target: Target {
        Target(selected: approvals.selection.selected, hasMarks: !approvals.selection.marks.isEmpty)
    }

    /// Updates the aim after a message that may have moved the cursor of Approvals.
    mutating func follow(_ before: Target, isKey: Bool) {
        let after = target
        let isExpected = approvals.isMoving || before.selected == nil
        approvals.isMoving = false
        guard after != before, !isKey else { return }
        if before.hasMarks, !after.hasMarks { return aim.slip(.slipped, at: now) }
        guard after.selected != before.selected, !after.hasMarks else { return }
        aim.slip(isExpected ? .expected : .slipped, at: now)
    }

    /// Notes that the frame with this state is on the terminal.
    package mutating func drawn(at now: Timestamp) { aim.drawn(at: now) }
}
