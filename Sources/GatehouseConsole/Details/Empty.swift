import TerminalUI

/// What an empty list shows: what to do about it.
enum Empty {
    static func draw(_ lines: [String], in area: Rect, on frame: inout Frame) {
        let room = max(0, area.width - 2)
        let rows = lines.enumerated().flatMap { index, line in
            Line(SafeText(line), index == 0 ? .text : .hint).wrapped(to: room)
        }
        let top = max(0, (area.height - rows.count) / 2)
        for (offset, row) in rows.enumerated() where top + offset < area.height {
            let x = area.x + max(0, (area.width - row.width) / 2)
            frame.write(row, at: Point(x: x, y: area.y + top + offset), in: area)
        }
    }

    /// Before the first page has arrived: that it is being read, or why it cannot be read and what to do.
    static func unread(_ state: ConsoleState) -> [String] {
        switch state.connection.phase {
        case .live: ["Reading…"]
        case .lost(let reason, _): ["Waiting for gatehoused.", reason, "The console goes on trying; q leaves."]
        case .connecting, .syncing: ["Waiting for gatehoused."]
        }
    }
}
