import TerminalUI

/// What a list says when it has no rows: what to do about it.
enum Empty {
    static func draw(_ lines: [String], in area: Rect, on frame: inout Frame) {
        let top = max(0, (area.height - lines.count) / 2)
        for (offset, line) in lines.enumerated() where top + offset < area.height {
            let text = SafeText(line).truncated(to: max(0, area.width - 2))
            let x = area.x + max(0, (area.width - text.width) / 2)
            frame.write(
                text,
                at: Point(x: x, y: area.y + top + offset),
                style: Style(offset == 0 ? .text : .hint),
                in: area
            )
        }
    }
}
