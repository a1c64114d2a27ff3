/// Scrollable lines: details, bodies, logs. The lines and the position are stored elsewhere.
package struct TextPane: Hashable, Sendable {
    /// The scroll position of a pane.
    package struct Position: Hashable, Sendable {
        /// The first visible row, counted after wrapping.
        package var row = 0
        /// The number of columns scrolled off to the left; only without wrapping.
        package var column = 0
        package var wraps = true

        package init(row: Int = 0, column: Int = 0, wraps: Bool = true) {
            self.row = row
            self.column = column
            self.wraps = wraps
        }
    }

    package let lines: [Line]

    package init(_ lines: [Line]) {
        self.lines = lines
    }

    /// The rows after wrapping to a width.
    package func rows(width: Int, wraps: Bool) -> [Line] {
        guard wraps else { return lines }
        return lines.flatMap { $0.wrapped(to: width) }
    }

    /// The position moved down by a number of rows, limited to the text.
    package func scrolled(_ position: Position, by rowsDown: Int, in area: Rect) -> Position {
        var moved = position
        let count = rows(width: area.width, wraps: position.wraps).count
        moved.row = min(max(0, position.row + rowsDown), max(0, count - area.height))
        return moved
    }

    /// Draws the visible part; returns the total number of rows.
    @discardableResult
    package func draw(_ position: Position = Position(), in area: Rect, of frame: inout Frame) -> Int {
        let all = rows(width: area.width, wraps: position.wraps)
        let top = min(max(0, position.row), max(0, all.count - area.height))
        for (offset, line) in all.dropFirst(top).prefix(area.height).enumerated() {
            let shown = position.wraps ? line : line.dropping(columns: position.column).truncated(to: area.width)
            frame.write(shown, at: area.row(offset).origin, in: area)
        }
        return all.count
    }
}
