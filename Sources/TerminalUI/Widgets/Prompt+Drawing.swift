extension Prompt {
    /// Draws a label and the line in one row, and puts the frame's cursor there; a long line scrolls.
    package func draw(label: Line, role: Role = .text, in row: Rect, of frame: inout Frame) {
        let start = frame.write(label, at: row.origin, in: row)
        let field = row.split(columns: start - row.x).right
        guard field.width > 1 else { return }
        let before = SafeText(text.prefix(cursor))
        let hidden = max(0, before.width - (field.width - 1))
        let shown = (before + SafeText(text.dropFirst(cursor))).dropping(columns: hidden)
        frame.write(shown.prefix(columns: field.width), at: field.origin, style: Style(role), in: field)
        frame.cursor = Point(x: field.x + before.width - hidden, y: field.y)
    }

    /// Draws the completions as a list that ends just above the prompt's row, or begins below it if there is no room.
    package func drawCompletions(above row: Rect, limit: Int = 8, in area: Rect, of frame: inout Frame) {
        guard !completions.isEmpty else { return }
        let first = max(0, (chosenCompletion ?? 0) - limit + 1)
        let shown = completions.dropFirst(first).prefix(limit)
        let width = min(area.width, (shown.map { SafeText($0).width }.max() ?? 0) + 2)
        let top = row.y - area.y >= shown.count ? row.y - shown.count : row.bottom
        for (offset, completion) in shown.enumerated() {
            let line = Rect(x: row.x, y: top + offset, width: width, height: 1)
            frame.fill(line)
            frame.write(SafeText(completion), in: line.inset(columns: 1, rows: 0))
            frame.lay(line, over: first + offset == chosenCompletion ? .cursor : .hint)
        }
    }
}
