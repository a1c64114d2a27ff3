/// A table with a header and rows. It draws the rows and the selection that it is given.
///
/// To the left of the columns is a gutter of three columns: the cursor (`▸`), then the mark (`+`).
package struct Table: Hashable, Sendable {
    package static let gutter = 3

    package let columns: [Column]
    /// The column that the rows are sorted by, if any, and the direction.
    package var sort: Sort?
    /// The number of columns scrolled off to the left.
    package var scrolled: Int
    /// Whether the table has the keyboard focus; otherwise its cursor is drawn only as a mark.
    package var isFocused: Bool
    /// Whether a row is selected. Of several tables that share a cursor, only one has it.
    package var hasCursor = true

    package struct Sort: Hashable, Sendable {
        package let column: String
        package let descending: Bool

        package init(column: String, descending: Bool) {
            self.column = column
            self.descending = descending
        }
    }

    package init(columns: [Column], sort: Sort? = nil, scrolled: Int = 0, isFocused: Bool = true) {
        self.columns = columns
        self.sort = sort
        self.scrolled = scrolled
        self.isFocused = isFocused
    }

    /// The number of rows that fit below the header.
    package static func visibleRows(in area: Rect) -> Int { max(0, area.height - 1) }

    /// The row at a clicked point; nil if there is none.
    package func rowIndex<Rows: TableRows>(
        at point: Point,
        rows: Rows,
        selection: TableSelection<Rows.ID>,
        in area: Rect
    ) -> Int? {
        guard area.contains(point), point.y > area.y else { return nil }
        let index = selection.topIndex(in: rows, height: Table.visibleRows(in: area)) + point.y - area.y - 1
        return index < rows.count ? index : nil
    }

    /// Draws the header and the rows around the selected one.
    package func draw<Rows: TableRows>(
        _ rows: Rows,
        selection: TableSelection<Rows.ID>,
        in area: Rect,
        of frame: inout Frame
    ) {
        let shown = Array(columns.dropFirst(min(scrolled, max(0, columns.count - 1))))
        let layout = ColumnLayout(shown, width: area.width - Table.gutter)
        drawHeader(layout, in: area.row(0), of: &frame)
        let height = Table.visibleRows(in: area)
        let top = selection.topIndex(in: rows, height: height)
        let selected = hasCursor ? selection.index(in: rows) : nil
        for offset in 0..<min(height, max(0, rows.count - top)) {
            let index = top + offset
            let isMarked = selection.marks.contains(rows.id(at: index))
            let row = area.row(offset + 1)
            draw(rows, at: index, layout: layout, in: row, of: &frame)
            decorate(row, isSelected: index == selected, isMarked: isMarked, rows.highlight(at: index), of: &frame)
        }
    }

    private func drawHeader(_ layout: ColumnLayout, in row: Rect, of frame: inout Frame) {
        for placed in layout.placed {
            let title = placed.column.title + sortMark(placed.column)
            let area = Table.area(of: placed, in: row)
            frame.write(title, in: area, style: Style(.title), alignment: placed.column.alignment)
        }
    }

    private func sortMark(_ column: Column) -> SafeText {
        guard let sort, sort.column == column.id else { return "" }
        return sort.descending ? "▼" : "▲"
    }

    private func draw(
        _ rows: some TableRows,
        at index: Int,
        layout: ColumnLayout,
        in row: Rect,
        of frame: inout Frame
    ) {
        for placed in layout.placed {
            let span = rows.cell(at: index, column: placed.column.id)
            frame.write(
                span.text,
                in: Table.area(of: placed, in: row),
                style: span.style,
                alignment: placed.column.alignment,
                truncation: placed.column.truncation
            )
        }
    }

    private func decorate(
        _ row: Rect,
        isSelected: Bool,
        isMarked: Bool,
        _ highlight: Role?,
        of frame: inout Frame
    ) {
        if isMarked { frame.write("+", at: Point(x: row.x + 1, y: row.y), style: Style(.mark), in: row) }
        if isSelected { frame.write("▸", at: row.origin, style: Style(.key), in: row) }
        if isSelected, isFocused {
            frame.lay(row, over: .cursor)
        } else if isMarked {
            frame.lay(row, over: .mark)
        } else if let highlight {
            frame.lay(row, over: highlight)
        }
    }

    private static func area(of placed: ColumnLayout.Placed, in row: Rect) -> Rect {
        Rect(x: row.x + gutter + placed.x, y: row.y, width: placed.width, height: row.height)
    }
}
