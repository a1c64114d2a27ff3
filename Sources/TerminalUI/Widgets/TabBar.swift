/// Tabs in one row. The selected one is in brackets, so that it is visible without colours.
package struct TabBar: Hashable, Sendable {
    package let titles: [SafeText]
    package let selected: Int

    package init(_ titles: [SafeText], selected: Int) {
        self.titles = titles
        self.selected = selected
    }

    /// The tabs as a line, also for the title of a box.
    package var line: Line {
        Line(
            titles.enumerated().map { index, title in
                index == selected ? Span("[\(title)]", .focus) : Span(" \(title) ", .dim)
            }
        )
    }

    /// Draws the tabs from the left edge; if they do not fit, they are cut with a mark.
    package func draw(in row: Rect, of frame: inout Frame) {
        frame.write(line.truncated(to: row.width), at: row.origin, in: row)
    }

    /// The tab at a column of the row; nil between and after the tabs.
    package func tab(at column: Int) -> Int? {
        var x = 0
        for (index, title) in titles.enumerated() {
            if (x..<(x + title.width + 2)).contains(column) { return index }
            x += title.width + 2
        }
        return nil
    }
}
