/// A border with titles, and dividers across it. The content is drawn by others.
package struct Box: Hashable, Sendable {
    /// The title on the top border, at the left; `trailingTitle` at the right.
    package var title: Line
    package var trailingTitle: Line
    /// The text on the bottom border, at the left; `trailingFooter` at the right.
    package var footer: Line
    package var trailingFooter: Line
    /// Whether the pane has the keyboard focus, shown by another role and, without colours, another line.
    package var isFocused: Bool

    package init(
        title: Line = [],
        trailingTitle: Line = [],
        footer: Line = [],
        trailingFooter: Line = [],
        isFocused: Bool = false
    ) {
        self.title = title
        self.trailingTitle = trailingTitle
        self.footer = footer
        self.trailingFooter = trailingFooter
        self.isFocused = isFocused
    }

    /// Draws the border and returns the area inside it.
    @discardableResult
    package func draw(in area: Rect, of frame: inout Frame) -> Rect {
        guard area.width >= 2, area.height >= 2 else { return Rect(x: area.x, y: area.y, width: 0, height: 0) }
        let style = Style(isFocused ? .focus : .border)
        drawSides(in: area, of: &frame, style: style)
        Box.drawEdge("┌", "┐", title, trailingTitle, in: area.row(0), of: &frame, style: style)
        Box.drawEdge("└", "┘", footer, trailingFooter, in: area.row(-1), of: &frame, style: style)
        return area.inset()
    }

    /// Draws a divider with titles across the border at a row of `area`, which is the box's own area.
    package func drawDivider(
        atRow row: Int,
        title: Line = [],
        trailing: Line = [],
        in area: Rect,
        of frame: inout Frame
    ) {
        guard row > 0, row < area.height - 1, area.width >= 2 else { return }
        let style = Style(isFocused ? .focus : .border)
        Box.drawEdge("├", "┤", title, trailing, in: area.row(row), of: &frame, style: style)
    }

    private func drawSides(in area: Rect, of frame: inout Frame, style: Style) {
        for y in (area.y + 1)..<max(area.y + 1, area.bottom - 1) {
            frame.write("│", at: Point(x: area.x, y: y), style: style, in: area)
            frame.write("│", at: Point(x: area.right - 1, y: y), style: style, in: area)
        }
    }

    /// A horizontal line with corners. Titles have a space on both sides; the left one is shortened in favour of the
    /// right one.
    private static func drawEdge(
        _ left: SafeText,
        _ right: SafeText,
        _ title: Line,
        _ trailing: Line,
        in row: Rect,
        of frame: inout Frame,
        style: Style
    ) {
        let line = left + SafeText("─").repeated(row.width - 2) + right
        frame.write(line, at: row.origin, style: style, in: row)
        let inner = row.inset(columns: 2, rows: 0)
        var room = inner
        if !trailing.spans.isEmpty {
            let width = min(trailing.width + 2, inner.width)
            room = inner.split(columns: -width).left
            drawTitle(trailing, in: inner.split(columns: -width).right, of: &frame)
        }
        drawTitle(title, in: room, of: &frame)
    }

    private static func drawTitle(_ title: Line, in room: Rect, of frame: inout Frame) {
        guard !title.spans.isEmpty, room.width > 2 else { return }
        let shown = title.truncated(to: room.width - 2)
        let padded = [Span(" ", .border)] + shown + [Span(" ", .border)]
        frame.write(padded, at: room.origin, in: room)
    }
}
