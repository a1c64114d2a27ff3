/// One picture of the screen: a grid of cells, and the only thing that widgets draw into.
///
/// Drawing is clipped to the grid and to the area given; a wide glyph is never split, blanks stand where half of one
/// would be. A frame is a value: making one costs nothing on the wire, the terminal sends what differs.
package struct Frame: Hashable, Sendable {
    package let size: Size
    package let glyphs: GlyphSet
    /// Where the text cursor blinks; nil hides it.
    package var cursor: Point?
    private var cells: [Cell]

    /// A blank frame.
    package init(size: Size, glyphs: GlyphSet = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    /// The whole of it.
    package var area: Rect { Rect(size) }

    /// The cell there; blank outside the grid.
    package subscript(_ point: Point) -> Cell {
        area.contains(point) ? cells[point.y * size.width + point.x] : .blank
    }

    /// The cells of one row, left to right; none outside the grid.
    package func row(_ index: Int) -> ArraySlice<Cell> {
        guard (0..<size.height).contains(index) else { return [] }
        return cells[(index * size.width)..<((index + 1) * size.width)]
    }
}

// MARK: - Drawing

extension Frame {
    /// Writes text from `point` rightwards and returns the column after it.
    ///
    /// Warning glyphs are drawn in `Role.hiddenChar` whatever the style's role is.
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

    /// Writes spans from `point` rightwards, each in its style laid over `over`, and returns the column after them.
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

    /// Writes a text into the first row of an area: truncated with a mark, aligned, the rest left as it was.
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

    /// Lays an area over a role's ground (a selected row) and leaves its glyphs alone.
    package mutating func lay(_ area: Rect, over role: Role) {
        restyle(area) { $0.over = role }
    }

    /// Changes the styles of an area and leaves its glyphs alone.
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
            // Half of it would be outside: the half inside is blank.
            return set(Cell(glyph: .space, style: style), x: max(x, clip.x), y: y)
        }
        set(Cell(glyph: glyphs == .ascii ? glyph.ascii : glyph, style: style), x: x, y: y)
        if width == 2 { set(Cell(glyph: .continuation, style: style), x: x + 1, y: y) }
    }

    /// Replaces one cell, and blanks the other half of a wide glyph that loses one.
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
