/// One column of a table for people.
struct Column<Row>: Sendable {
    enum Alignment: Sendable { case leading, trailing }

    let title: String
    let alignment: Alignment
    /// Whether the column shrinks when the table is wider than the terminal.
    let shrinks: Bool
    let tone: @Sendable (Row) -> Tone
    let text: @Sendable (Row) -> String

    init(
        _ title: String,
        _ alignment: Alignment = .leading,
        shrinks: Bool = false,
        tone: @escaping @Sendable (Row) -> Tone = { _ in .plain },
        text: @escaping @Sendable (Row) -> String
    ) {
        self.title = title
        self.alignment = alignment
        self.shrinks = shrinks
        self.tone = tone
        self.text = text
    }
}

/// The meaning of a cell, shown as colour.
enum Tone: Sendable {
    case plain, quiet, good, bad, attention, heading

    /// The SGR parameters.
    var code: String? {
        switch self {
        case .plain: nil
        case .quiet: "2"
        case .good: "32"
        case .bad: "31"
        case .attention: "33"
        case .heading: "1"
        }
    }
}

/// Rows laid out in columns by display width; every cell is safe to print.
struct Table<Row>: Sendable {
    let columns: [Column<Row>]
    let terminal: Terminal
    /// The minimum widths to which columns shrink: first those that may shrink, then all, as little as possible.
    private let floors: [(onlyShrinking: Bool, width: Int)] = [(true, 8), (false, 8), (false, 4), (false, 1)]

    init(_ columns: [Column<Row>], on terminal: Terminal) {
        self.columns = columns
        self.terminal = terminal
    }

    /// A heading line, then one line for each row.
    func lines(_ rows: [Row]) -> [PrintedText] {
        let cells = rows.map { row in columns.map { PrintedText(line: $0.text(row)) } }
        let widths = fitted(naturalWidths(of: cells))
        let heading = line(columns.map { PrintedText(line: $0.title) }, widths, columns.map { _ in .heading })
        return [heading] + zip(rows, cells).map { row, texts in line(texts, widths, columns.map { $0.tone(row) }) }
    }

    private func naturalWidths(of cells: [[PrintedText]]) -> [Int] {
        columns.indices.map { index in
            cells.reduce(PrintedText(line: columns[index].title).width) { max($0, $1[index].width) }
        }
    }

    /// Narrows the widest column, one step at a time, until the table fits; first among those that may shrink.
    func fitted(_ natural: [Int]) -> [Int] {
        guard let available = terminal.width else { return natural }
        var widths = natural
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - available
        for floor in floors {
            while excess > 0 {
                let yielding = columns.indices.filter {
                    widths[$0] > floor.width && (columns[$0].shrinks || !floor.onlyShrinking)
                }
                guard let widest = yielding.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                excess -= 1
            }
        }
        return widths
    }

    private func line(_ texts: [PrintedText], _ widths: [Int], _ tones: [Tone]) -> PrintedText {
        let cells = columns.indices.map { index in
            let cell = padded(
                texts[index],
                to: widths[index],
                columns[index].alignment,
                last: index == columns.count - 1
            )
            return cell.painted(tones[index], on: terminal)
        }
        return PrintedText.joined(cells, "  ")
    }

    private func padded(
        _ text: PrintedText,
        to width: Int,
        _ alignment: Column<Row>.Alignment,
        last: Bool
    ) -> PrintedText {
        let short = text.cut(to: width)
        switch alignment {
        case .leading: return last ? short : short.padded(to: width)
        case .trailing: return short.padded(to: width, inFront: true)
        }
    }
}
