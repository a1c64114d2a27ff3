import ControlProtocol
import Foundation
import GatehouseModel

/// A type whose values can be printed as a list.
protocol Listable: Encodable, Sendable {
    /// The table columns for people.
    static var columns: [Column<Self>] { get }
    /// The JSON members in a CSV record, in order.
    static var fields: [String] { get }
}

/// Prints results in the format that the caller chose.
struct Printer: Sendable {
    let format: OutputFormat
    let terminal: Terminal

    /// Prints a list; people see `nothing` if it is empty.
    func list<Item: Listable>(_ items: [Item], nothing: PrintedText) throws {
        switch format {
        case .table where items.isEmpty: StandardOutput.write(nothing + "\n")
        case .table: write(Table(Item.columns, on: terminal).lines(items))
        case .json: write([try JSONText.array(items)])
        case .jsonl: write(try items.map(JSONText.line))
        case .csv:
            StandardOutput.write([CSV.header(Item.fields)] + (try items.map { try CSV.line($0, fields: Item.fields) }))
        }
    }

    /// Prints one value: as the card for people, complete for scripts.
    func show<Item: Encodable & Sendable>(_ item: Item, card: @autoclosure () -> Card) throws {
        switch format {
        case .table: write(card().lines(on: terminal))
        case .json: write([try JSONText.object(item)])
        case .jsonl: write([try JSONText.line(item)])
        case .csv: StandardOutput.write(try CSV.object(item))
        }
    }

    /// Prints a remark for people; scripts do not get it.
    func remark(_ text: PrintedText) {
        if format == .table { StandardError.note(text) }
    }

    private func write(_ lines: [PrintedText]) {
        guard !lines.isEmpty else { return }
        StandardOutput.write(PrintedText.joined(lines, "\n") + "\n")
    }
}

/// Prints items one by one as they arrive.
struct RunningPrinter<Item: Listable> {
    private let printer: Printer
    private let widths: [Int]
    private var isFirst = true

    init(_ printer: Printer) {
        self.printer = printer
        let columns = Item.columns
        widths = Table(columns, on: printer.terminal).fitted(columns.map(\.runningWidth))
    }

    mutating func print(_ item: Item) throws {
        switch printer.format {
        case .table: printRow(item)
        case .json, .jsonl: StandardOutput.write(try JSONText.line(item) + "\n")
        case .csv:
            if isFirst { StandardOutput.write([CSV.header(Item.fields)]) }
            StandardOutput.write([try CSV.line(item, fields: Item.fields)])
        }
        isFirst = false
    }

    private func printRow(_ item: Item) {
        let cells = zip(Item.columns, widths).map { column, width in
            let text = PrintedText(line: column.text(item))
            return (printer.terminal.width == nil ? text : text.cut(to: width)).padded(to: width)
                .painted(column.tone(item), on: printer.terminal)
        }
        StandardOutput.write(PrintedText.joined(cells, "  ").trimmed + "\n")
    }
}

extension Column {
    /// The column's width when rows are printed one by one and the widest value is not known.
    fileprivate var runningWidth: Int { shrinks ? max(title.count, 26) : max(title.count, 8) }
}
