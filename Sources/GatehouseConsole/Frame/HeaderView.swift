import GatehouseModel
import TerminalUI

/// The first line: connection, load, waiting requests, and the user.
enum HeaderView {
    static func draw(_ state: ConsoleState, in row: Rect, on frame: inout Frame) {
        let room = Room(width: row.width)
        StatusLine(leading: connection(state, room), trailing: waiting(state, room)).draw(in: row, of: &frame)
    }

    /// The levels of detail that fit the width; the connection is always shown.
    private enum Room {
        case tight, narrow, usual, wide

        init(width: Int) {
            switch width {
            case ..<56: self = .tight
            case ..<72: self = .narrow
            case ..<100: self = .usual
            default: self = .wide
            }
        }
    }

    private static func connection(_ state: ConsoleState, _ room: Room) -> Line {
        let wide = room == .wide
        var line: Line = [Span(room == .tight ? " " : " gatehouse ", .title)]
        line.spans += light(state)
        guard let status = state.status, state.staleness == nil, room != .tight else { return line }
        line.spans.append(Span(" \(Words.rate(status.callsPerSecond))", .text))
        guard room != .narrow else { return line }
        line.spans.append(Span(wide ? "  p95 \(Words.took(status.p95Ms))" : " p95 \(Words.took(status.p95Ms))", .dim))
        if wide {
            line.spans.append(Span("  blocked \(Int(nearest: min(max(status.blockedShare, 0), 1) * 100))%", .dim))
        }
        if !status.degraded.isEmpty { line.spans.append(Span("  DEGRADED", .error)) }
        return line
    }

    /// The connection, always in words.
    private static func light(_ state: ConsoleState) -> [Span] {
        if let old = state.staleness {
            var words = state.connection.instance == nil ? "NOT CONNECTED" : "STALE \(Words.age(old))"
            if case .lost(_, let retryAt) = state.connection.phase {
                let wait = max(0, retryAt.since(state.now).wholeMilliseconds + 999) / 1000
                words += " · trying again in \(wait)s"
            } else if state.connection.attempts > 0 {
                words += " · trying"
            }
            return [Span("○ ", .error), Span(SafeText(words), .error)]
        }
        switch state.connection.phase {
        case .connecting: return [Span("○ CONNECTING", .warn)]
        case .syncing: return [Span("● SYNCING", .warn)]
        case .lost(let reason, _): return [Span("○ LOST \(reason)", .error)]
        case .live: return state.connection.paused ? [Span("● PAUSED", .warn)] : [Span("● LIVE", .ok)]
        }
    }

    private static func waiting(_ state: ConsoleState, _ room: Room) -> Line {
        var line = Line()
        if let status = state.status {
            let age = status.oldestPending.map { Words.age(state.daemonTime.since($0)) }
            if status.pendingApprovals == 0 {
                line.spans.append(Span("nobody waits", .dim))
            } else {
                let oldest = age.map { (room == .wide ? ", oldest " : " ") + $0 } ?? ""
                line.spans.append(Span("\(Words.count(status.pendingApprovals)) waiting\(oldest)", .pending))
            }
        }
        guard let who = state.whoAmI, room != .tight else { return line }
        line.spans.append(Span("  \(who.user) ", .text))
        line.spans.append(Span(SafeText(who.role.rawValue + " "), who.role == .viewer ? .dim : .text))
        return line
    }
}

/// The second line: the tabs of the screens.
enum TabsView {
    static func draw(_ state: ConsoleState, in row: Rect, on frame: inout Frame) {
        let place = row.inset(columns: 1, rows: 0)
        bar(state, width: place.width).draw(in: place, of: &frame)
    }

    /// The screen whose tab is at a column of the row.
    static func screen(at column: Int, width: Int, _ state: ConsoleState) -> ScreenID? {
        bar(state, width: width - 2).tab(at: column - 1).map { ScreenID.allCases[$0] }
    }

    private static func bar(_ state: ConsoleState, width: Int) -> TabBar {
        let selected = ScreenID.allCases.firstIndex(of: state.screen) ?? 0
        let whole = TabBar(titles(state) { _ in true }, selected: selected)
        guard whole.line.width > width else { return whole }
        // If not all titles fit, the other screens are shown by their digits.
        return TabBar(titles(state) { $0 == state.screen }, selected: selected)
    }

    private static func titles(_ state: ConsoleState, isNamed: (ScreenID) -> Bool) -> [SafeText] {
        ScreenID.allCases.map { id in
            let badge = id.type.badge(state).map { " " + $0 } ?? ""
            let name = isNamed(id) ? " \(id.type.title)" : ""
            return "\(id.type.digit)\(name)\(badge)"
        }
    }
}
