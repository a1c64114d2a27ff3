package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The shown calls and the user's position among them.
package struct TrafficState: ScreenState {
    /// All received calls, unfiltered.
    package var all = CallBuffer()
    /// The calls that match the filter, if there is one.
    package var filtered: CallBuffer?
    /// The parsed filter; nil without one.
    package var query: Query?
    package var selection = TableSelection<TrafficKey>()
    /// The newest shown row while the list is held; nil while it follows.
    package var held: TrafficKey?
    /// When the daemon was lost, for the row that shows the gap.
    package var lastEventAt: Timestamp?
    /// JSON bodies are folded below this depth; nil shows them completely.
    package var foldDepth: Int? = 2
    /// The calls shown instead of the stream.
    package var pinned: PinnedCalls?
    /// Whether to open the first call that the filter finds, because the user asked for it.
    var opensFirst = false

    package init() {}

    /// The buffer of the current list.
    package var active: CallBuffer { pinned?.buffer ?? stream }

    /// New calls that match the filter.
    package var stream: CallBuffer { filtered ?? all }

    /// Changes the stream's buffer in place, because a copy would take megabytes.
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

    /// The number of calls that arrived since the list was held.
    package var newCount: Int { active.rows.count - shownCount }

    package var selectedRow: TrafficRow? {
        let rows = TrafficRows(self)
        return selection.index(in: rows).map { rows[$0] }
    }

    /// Holds the list as shown, with a row selected.
    package mutating func hold() {
        guard held == nil, let newest = active.rows.last?.key else { return }
        held = newest
        selection.select(newest, in: TrafficRows(self), height: 1)
    }

    /// Shows calls instead of the stream, with one selected.
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

    /// Shows the stream again as it was; returns the screen from which the calls were opened.
    package mutating func unpin() -> ScreenID? {
        guard let pinned else { return nil }
        self.pinned = nil
        held = pinned.before.held
        selection = pinned.before.selection
        return pinned.from
    }

    /// Follows the newest calls again.
    package mutating func follow() {
        held = nil
        let marks = selection.marks
        selection = TableSelection()
        selection.marks = marks
        all.forgetReadBack()
        filtered?.forgetReadBack()
    }
}

/// Replies to requests from the Traffic screen.
package enum TrafficMessage: ScreenMessage {
    /// The newest calls, with the filter of the request.
    case newest(filter: String?, Result<Page<CallSummary>, ControlError>)
    case older(filter: String?, Result<Page<CallSummary>, ControlError>)
    /// The calls of a person, requested with one of them.
    case person(call: CallID, Result<Page<CallSummary>, ControlError>)

    package func update(_ state: inout ConsoleState) -> [Effect] { TrafficScreen.update(self, &state) }
}

extension ConsoleState {
    package internal(set) var traffic: TrafficState {
        get { screens[TrafficState.self] }
        _modify { yield &screens[TrafficState.self] }
    }
}

extension Message {
    package static func traffic(_ message: TrafficMessage) -> Message { .screen(message) }
}
