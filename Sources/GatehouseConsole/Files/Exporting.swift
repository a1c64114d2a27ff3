import ControlProtocol
import Foundation
import GatehouseModel

/// Writes the rows to a file as shown, with a header.
enum Exporting {
    static func export(_ words: [String], _ state: inout ConsoleState) -> [Effect] {
        guard let format = words.first else {
            state.open(
                .menu(ChoiceMenu("Export \(Words.count(max(0, state.current.table(state).count - 1), "row"))", formats))
            )
            return []
        }
        guard format == "csv" || format == "jsonl" else {
            state.say("export writes csv or jsonl", .warning)
            return []
        }
        let rows = state.current.table(state)
        let stamp = state.now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
        let path =
            words.count > 1 ? words[1] : "\(state.directory)/gatehouse-\(state.screen.rawValue)-\(stamp).\(format)"
        let contents = format == "csv" ? csv(rows) : jsonLines(rows)
        return [.write(path: path, contents: contents, what: Words.count(max(0, rows.count - 1), "row"))]
    }

    private static let formats = [
        MenuItem("c", "CSV", preview: "one line a row, header first") { export(["csv"], &$0) },
        MenuItem("j", "JSON lines", preview: "one object a row") { export(["jsonl"], &$0) },
    ]

    /// RFC 4180. A cell that a spreadsheet would treat as a formula gets a leading apostrophe.
    static func csv(_ rows: [[String]]) -> String { rows.map { CSVText.record($0) + "\r\n" }.joined() }

    static func jsonLines(_ rows: [[String]]) -> String {
        guard let header = rows.first else { return "" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return rows.dropFirst().map { row in
            let object = Dictionary(zip(header, row)) { first, _ in first }
            let line = (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
            return line + "\n"
        }.joined()
    }
}
