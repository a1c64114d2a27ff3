import TerminalUI

/// Writes rows one after the other, until its area is full.
struct RowWriter {
    let area: Rect
    private var index = 0

    init(area: Rect) { self.area = area }

    mutating func next() -> Rect {
        index += 1
        return area.row(index - 1)
    }

    mutating func skip() { index += 1 }

    /// The number of rows written or skipped.
    var used: Int { index }

    mutating func add(_ line: Line, on frame: inout Frame) {
        let row = next()
        frame.write(line.truncated(to: row.width), at: row.origin, in: row)
    }
}
