package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The calls shown and where the user is among them.
package struct TrafficState: Sendable {
    /// Everything that came, unfiltered.
    package var all = CallBuffer()
    /// What passed the filter, while there is one.
    package var filtered: CallBuffer?
    /// The filter as read; nil without one.
    package var query: Query?
    package var selection = TableSelection<TrafficKey>()
    /// The newest row shown while the list holds; nil follows.
    package var held: TrafficKey?
    /// When the daemon was lost, for the row that tells of the gap.
    package var lastEventAt: Timestamp?
    /// JSON bodies are folded below this depth; nil shows them whole.
    package var foldDepth: Int? = 2
    /// The calls shown in place of the stream.
    package var pinned: PinnedCalls?
    /// Whether the first call that the filter finds is to be opened: somebody asked for that one.
    var opensFirst = false

    package init() {}

    /// What the list is made of at the moment.
    package var active: CallBuffer { pinned?.buffer ?? stream }

    /// What happens, as far as it passes the filter.
    package var stream: CallBuffer { filtered ?? all }

    /// Changes the stream's buffer where it stands: a copy of one would be megabytes.
    package mutating func changeStream(_ change: (inout CallBuffer) -> Void) {
        guard var buffer = filtered else { return change(&all) }
        filtered = nil
        change(&buffer)
        filtered = buffer
    }

    package var isFollowing: Bool { held == nil }

    /// How many rows of the active buffer are shown, oldest first.
    package var shownCount: Int {
        guard let held else { return active.rows.count }
        let index = active.lowerBound(of: held)
        return index < active.rows.count && active.rows[index].key == held ? index + 1 : index
    }

    /// What came since the list holds.
    package var newCount: Int { active.rows.count - shownCount }

    package var selectedRow: TrafficRow? {
        let rows = TrafficRows(self)
        return selection.index(in: rows).map { rows[$0] }
    }

    /// Freezes the list at what is shown, with a row selected.
    package mutating func hold() {
        guard held == nil, let newest = active.rows.last?.key else { return }
        held = newest
        selection.select(newest, in: TrafficRows(self), height: 1)
    }

    /// Shows some calls in place of the stream, the one given selected.
    package mutating func pin(_ calls: [CallSummary], _ subject: PinnedCalls.Subject, at id: CallID, from: ScreenID) {
        let before = pinned?.before ?? .init(held: held, selection: selection)
        let origin = pinned?.from ?? from
        let above = pinned?.above ?? []
        pinned = PinnedCalls(subject: subject, calls: calls, from: origin, before: before)
        pinned?.above = above
        held = active.rows.last?.key ?? TrafficKey(id)
        selection = TableSelection()
        selection.select(TrafficKey(id), in: TrafficRows(self), height: 1)
    }

    /// Shows the stream again, as it was; returns the screen that the calls were pinned from.
    package mutating func unpin() -> ScreenID? {
        guard let pinned else { return nil }
        self.pinned = nil
        held = pinned.before.held
        selection = pinned.before.selection
        return pinned.from
    }

    /// Goes with the newest again.
    package mutating func follow() {
        held = nil
        let marks = selection.marks
        selection = TableSelection()
        selection.marks = marks
        all.forgetReadBack()
        filtered?.forgetReadBack()
    }
}

/// News of requests that Traffic made.
package enum TrafficMessage: Sendable {
    /// The newest calls, with the filter they were asked with.
    case newest(filter: String?, Result<Page<CallSummary>, ControlError>)
    case older(filter: String?, Result<Page<CallSummary>, ControlError>)
    /// The calls of a person, asked for by one of them.
    case person(call: CallID, Result<Page<CallSummary>, ControlError>)
}
