import TerminalUI

/// The messages of this session.
enum LogView {
    static func draw(_ state: ConsoleState, scrolledBy: Int, over area: Rect, on frame: inout Frame) {
        let size = Size(width: min(area.width - 2, 100), height: min(area.height - 2, 20))
        let inner = Panel.draw("This session", size: size, keys: [("↑↓", "scroll")], over: area, on: &frame)
        let shown = state.log.lines.dropLast(scrolledBy)
        guard !shown.isEmpty else { return Empty.draw(["Nothing was done yet."], in: inner, on: &frame) }
        // The newest at the bottom and all in full, because this is where users read what was cut elsewhere.
        var rows: [Line] = []
        for line in shown.reversed() where rows.count < inner.height {
            rows.insert(contentsOf: self.rows(line, width: inner.width), at: 0)
        }
        for (offset, row) in rows.suffix(inner.height).enumerated() {
            frame.write(row, at: inner.row(offset).origin, in: inner)
        }
    }

    private static func rows(_ line: SessionLog.Line, width: Int) -> [Line] {
        let role: TerminalUI.Role =
            switch line.tone {
            case .info: .text
            case .good: .ok
            case .warning: .warn
            case .bad: .error
            }
        let time = SafeText(Words.clock(line.time)) + "  "
        let parts = Line(SafeText(line.text), role).wrapped(to: max(10, width - time.width))
        return parts.enumerated().map { index, part in
            [Span(index == 0 ? time : SafeText(" ").repeated(time.width), .dim)] + part
        }
    }
}
