/// A column of a table: its name, and how its width is determined.
package struct Column: Hashable, Sendable {
    package let id: String
    package let title: SafeText
    /// The minimum width at which it is useful.
    package let minimum: Int
    /// The preferred width.
    package let ideal: Int
    /// Its share of the remaining width when all columns have their ideal one; 0 never grows.
    package let weight: Int
    package let alignment: Alignment
    package let truncation: Truncation
    /// The highest is dropped first; 0 is never dropped.
    package let dropPriority: Int

    package init(
        _ id: String,
        title: SafeText,
        minimum: Int,
        ideal: Int,
        weight: Int = 0,
        alignment: Alignment = .left,
        truncation: Truncation = .end,
        dropPriority: Int = 0
    ) {
        self.id = id
        self.title = title
        self.minimum = minimum
        self.ideal = max(minimum, ideal)
        self.weight = weight
        self.alignment = alignment
        self.truncation = truncation
        self.dropPriority = dropPriority
    }
}

/// The positions of a table's columns: a pure function of the columns and the width.
package struct ColumnLayout: Hashable, Sendable {
    package struct Placed: Hashable, Sendable {
        package let column: Column
        /// The offset from the table's left edge.
        package let x: Int
        package let width: Int
    }

    package let placed: [Placed]

    /// Lays out columns with one space between them.
    ///
    /// Columns are dropped by priority until the rest fits at minimum width. Then every column grows towards its ideal
    /// width, leftmost first, and the remaining width goes to the columns with a weight.
    package init(_ columns: [Column], width: Int) {
        let kept = ColumnLayout.kept(columns, width: width)
        let room = width - max(0, kept.count - 1)
        let widths = ColumnLayout.widths(kept, room: room)
        var x = 0
        var placed: [Placed] = []
        for (column, columnWidth) in zip(kept, widths) {
            let shown = min(columnWidth, max(0, width - x))
            placed.append(Placed(column: column, x: x, width: shown))
            x += columnWidth + 1
        }
        self.placed = placed.filter { $0.width > 0 }
    }

    private static func kept(_ columns: [Column], width: Int) -> [Column] {
        var kept = columns
        while least(kept) > width,
            let victim = kept.indices.filter({ kept[$0].dropPriority > 0 })
                .max(by: { (kept[$0].dropPriority, $0) < (kept[$1].dropPriority, $1) })
        {
            kept.remove(at: victim)
        }
        return kept
    }

    private static func least(_ columns: [Column]) -> Int {
        columns.reduce(max(0, columns.count - 1)) { $0 + $1.minimum }
    }

    private static func widths(_ columns: [Column], room: Int) -> [Int] {
        var widths = columns.map(\.minimum)
        var spare = room - widths.reduce(0, +)
        for (index, column) in columns.enumerated() where spare > 0 {
            let growth = min(spare, column.ideal - column.minimum)
            widths[index] += growth
            spare -= growth
        }
        let weights = columns.reduce(0) { $0 + $1.weight }
        guard spare > 0, weights > 0 else { return widths }
        var given = 0
        for (index, column) in columns.enumerated() {
            let share = spare * column.weight / weights
            widths[index] += share
            given += share
        }
        if let first = columns.firstIndex(where: { $0.weight > 0 }) { widths[first] += spare - given }
        return widths
    }
}
