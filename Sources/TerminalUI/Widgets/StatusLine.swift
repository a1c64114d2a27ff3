/// One row with text on the left and on the right. If there is not enough room, the left one is cut.
package struct StatusLine: Hashable, Sendable {
    package var leading: Line
    package var trailing: Line

    package init(leading: Line, trailing: Line = []) {
        self.leading = leading
        self.trailing = trailing
    }

    package func draw(in row: Rect, of frame: inout Frame) {
        let right = trailing.truncated(to: row.width)
        let room = row.width - right.width - (right.width > 0 ? 1 : 0)
        frame.write(leading.truncated(to: max(0, room)), at: row.origin, in: row)
        frame.write(right, at: Point(x: row.right - right.width, y: row.y), in: row)
    }
}
