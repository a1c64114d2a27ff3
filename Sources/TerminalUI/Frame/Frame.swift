/// The content of the screen: a grid of cells, and the only thing that widgets draw into.
///
/// Drawing is clipped to the grid and to the given area. A wide glyph is never split: a blank replaces a half that
/// would remain. A frame is a value type; creating one sends nothing, and the terminal sends only the differences.
package struct Frame: Hashable, Sendable {
    package let size: Size
    package let glyphs: GlyphSet
    /// The position of the text cursor; nil hides it.
    package var cursor: Point?
    private var cells: [Cell]

    /// A blank frame.
    package init(size: Size, glyphs: GlyphSet = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    /// The area of the whole frame.
    package var area: Rect { Rect(size) }

    /// The cell at a point; blank outside the grid.
    package subscript(_ point: Point) -> Cell {
        area.contains(point) ? cells[point.y * size.width + point.x] : .blank
    }

    /// The cells of one row, left to right; empty outside the grid.
    package func row(_ index: Int) -> ArraySlice<Cell> {
        guard (0..<size.height).contains(index) else { return [] }
        return cells[(index * size.width)..<((index + 1) * size.width)]
    }
}

// MARK: - Drawing

extension Frame {
    /// Writes text from `point` to the right and returns the column after it.
    ///
    /// Warning glyphs are drawn in `Role.hiddenChar`, whatever the style's role is.
    @discardableResult
    package mutating func write(
        _ text: SafeText,
        at point: Point,
        style: Style = Style(.text),
        in clip: Rect? = nil
    ) -> Int {
        let visible = area.intersection(clip ?? area)
        var x = point.x
        guard point.y >= visible.y, point.y < visible.bottom else { return x + text.width }
        for glyph in text.glyphs {
            put(glyph, x: x, y: point.y, style: style, clip: visible)
            x += Int(glyph.width)
        }
        return x
    }

    /// Writes spans from `point` to the right, each in its style over the role `over`, and returns the column after
    /// them.
    @discardableResult
    package mutating func write(_ line: Line, at point: Point, over: Role? = nil, in clip: Rect? = nil) -> Int {
        var x = point.x
        for span in line.spans {
            var style = span.style
            style.over = over ?? style.over
            x = write(span.text, at: Point(x: x, y: point.y), style: style, in: clip)
        }
        return x
    }

    /// Writes text into the first row of an area, aligned, and truncated with a mark if necessary. The rest of the area
    /// is unchanged.
    package mutating func write(
        _ text: SafeText,
        in area: Rect,
        style: Style = Style(.text),
        alignment: Alignment = .left,
        truncation: Truncation = .end
    ) {
        let shown = text.truncated(to: area.width, keeping: truncation)
        let x = alignment == .left ? area.x : area.right - shown.width
        write(shown, at: Point(x: x, y: area.y), style: style, in: area)
    }

    /// Fills an area with one glyph.
    package mutating func fill(_ area: Rect, with glyph: Glyph = .space, style: Style = Style(.text)) {
        let visible = self.area.intersection(area)
        guard glyph.width == 1 else { return }
        for y in visible.y..<visible.bottom {
            for x in visible.x..<visible.right { put(glyph, x: x, y: y, style: style, clip: visible) }
        }
    }

    /// Draws an area over a role's background, such as a selected row, without changing its glyphs.
    package mutating func lay(_ area: Rect, over role: Role) {
        restyle(area) { $0.over = role }
    }

    /// Changes the styles of an area without changing its glyphs.
    package mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
        let visible = self.area.intersection(area)
        for y in visible.y..<visible.bottom {
            for x in visible.x..<visible.right { change(&cells[y * size.width + x].style) }
        }
    }

    private mutating func put(_ glyph: Glyph, x: Int, y: Int, style: Style, clip: Rect) {
        let width = Int(glyph.width)
        guard x + width > clip.x, x < clip.right, width > 0 else { return }
        var style = style
        if glyph.isWarning { style.role = .hiddenChar }
        guard x >= clip.x, x + width <= clip.right else {
            // The right half would be outside, so the half inside stays blank.
            return set(Cell(glyph: .space, style: style), x: max(x, clip.x), y: y)
        }
        guard glyphs == .unicode else {
            // A replacement has one column, so a wide glyph takes two of them.
            let twin = glyph.ascii
            for column in x..<x + width { set(Cell(glyph: twin, style: style), x: column, y: y) }
            return
        }
        set(Cell(glyph: glyph, style: style), x: x, y: y)
        if width == 2 { set(Cell(glyph: .continuation, style: style), x: x + 1, y: y) }
    }

    /// Replaces one cell, and blanks the other half of a wide glyph that is overwritten.
    private mutating func set(_ cell: Cell, x: Int, y: Int) {
        let index = y * size.width + x
        let old = cells[index]
        if old.isContinuation, !cell.isContinuation, x > 0 {
            cells[index - 1] = Cell(glyph: .space, style: cells[index - 1].style)
        }
        if old.glyph.width == 2, x + 1 < size.width {
            cells[index + 1] = Cell(glyph: .space, style: cells[index + 1].style)
        }
        cells[index] = cell
    }
}
