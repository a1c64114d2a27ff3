extension Line {
    /// The line in rows of at most `width` columns, broken at spaces if possible, never inside a glyph.
    package func wrapped(to width: Int) -> [Line] {
        guard width > 0 else { return [] }
        guard self.width > width else { return [self] }
        let cells = spans.flatMap { span in span.text.glyphs.map { (glyph: $0, style: span.style) } }
        let glyphs = cells.map(\.glyph)
        var rows: [Line] = []
        var start = 0
        while start < cells.count {
            let (end, next) = Line.breakPoint(in: glyphs, from: start, width: width)
            rows.append(Line.joined(cells[start..<end]))
            start = next
        }
        return rows
    }

    /// The end of the row that begins at `start`, and the start of the next one.
    private static func breakPoint(in glyphs: [Glyph], from start: Int, width: Int) -> (end: Int, next: Int) {
        var used = 0
        var lastSpace: Int?
        for index in start..<glyphs.count {
            used += Int(glyphs[index].width)
            if used > width {
                if glyphs[index] == .space { return (index, index + 1) }
                if let lastSpace, lastSpace > start { return (lastSpace, lastSpace + 1) }
                let end = max(index, start + 1)
                return (end, end)
            }
            if glyphs[index] == .space { lastSpace = index }
        }
        return (glyphs.count, glyphs.count)
    }

    private static func joined(_ cells: ArraySlice<(glyph: Glyph, style: Style)>) -> Line {
        var spans: [Span] = []
        var glyphs: [Glyph] = []
        for (offset, cell) in cells.enumerated() {
            let previous = offset == 0 ? cell.style : cells[cells.startIndex + offset - 1].style
            if cell.style != previous {
                spans.append(Span(SafeText(glyphs: glyphs), previous))
                glyphs = []
            }
            glyphs.append(cell.glyph)
        }
        if let style = cells.last?.style { spans.append(Span(SafeText(glyphs: glyphs), style)) }
        return Line(spans)
    }
}
