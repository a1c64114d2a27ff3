package import GatehouseModel
import TerminalUI

/// What came under the cursor by itself since the last key: a decision must not fall on it unseen.
package struct Aim: Sendable, Hashable {
    /// Why another request is under the cursor.
    enum Cause: Sendable, Hashable {
        /// The one before was decided, or the user asked for another list: what comes is expected.
        case expected
        /// A row left, or what was marked is gone.
        case slipped
    }

    /// How long a row that was expected must have been in sight.
    static let glance = Duration.milliseconds(300)

    private var cause: Cause?
    private var since = Timestamp(milliseconds: 0)
    private var isDrawn = true
    /// Whether frames are reported at all; without, every change counts as seen at once.
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

    /// A key other than a decision was pressed: what is there now was chosen.
    mutating func settle() { cause = nil }

    /// Whether a decision may fall on what is under the cursor; a refusal is given once for what slipped there.
    mutating func mayDecide(at now: Timestamp) -> Bool {
        guard let cause else { return true }
        guard isDrawn, now.since(since) >= Self.glance else { return false }
        self.cause = nil
        return cause == .expected
    }
}

extension ConsoleState {
    /// The request under the cursor of Approvals, and whether any are marked.
    struct Target: Hashable {
        var selected: CallID?
        var hasMarks: Bool
    }

    var target: Target {
        Target(selected: approvals.selection.selected, hasMarks: !approvals.selection.marks.isEmpty)
    }

    /// Follows what a message did to the cursor of Approvals.
    mutating func follow(_ before: Target, isKey: Bool) {
        let after = target
        let isExpected = approvals.isMoving || before.selected == nil
        approvals.isMoving = false
        guard after != before, !isKey else { return }
        if before.hasMarks, !after.hasMarks { return aim.slip(.slipped, at: now) }
        guard after.selected != before.selected, !after.hasMarks else { return }
        aim.slip(isExpected ? .expected : .slipped, at: now)
    }

    /// The frame that shows this state is on the terminal.
    package mutating func drawn(at now: Timestamp) { aim.drawn(at: now) }
}
