import TOMLKit

/// A parsed TOML value, free of the parser it came from.
indirect enum TOMLValue {
    case string(String)
    case integer(Int)
    case double(Double)
    case bool(Bool)
    /// A date, a time or both: nothing here uses them.
    case moment
    case array([TOMLValue])
    case table([String: TOMLValue])

    /// The type's name for messages, with its article.
    var kind: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .double: "a floating-point number"
        case .bool: "a boolean"
        case .moment: "a date or time"
        case .array: "an array"
        case .table: "a table"
        }
    }

    /// Parses a document whose depth has been bounded already, since the parser recurses.
    static func parse(_ text: String, file: String) throws(TOMLProblem) -> [String: TOMLValue] {
        do {
            return tree(of: try TOMLTable(string: text))
        } catch let error as TOMLParseError {
            let message = error.description.quoted(limit: 200).dropFirst().dropLast()
            throw TOMLProblem(
                file: file,
                line: error.source.begin.line,
                message: "not TOML: \(message.replacing("\\\"", with: "\""))",
                remedy: "see column \(error.source.begin.column) and the syntax at toml.io"
            )
        } catch {
            throw TOMLProblem(file: file, line: 0, message: "not TOML", remedy: "see the syntax at toml.io")
        }
    }

    private static func tree(of table: TOMLTable) -> [String: TOMLValue] {
        var values: [String: TOMLValue] = [:]
        for key in table.keys {
            if let value = table[key] { values[key] = TOMLValue(value) }
        }
        return values
    }

    private init(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .string: self = .string(value.string ?? "")
        case .int: self = .integer(value.int ?? 0)
        case .double: self = .double(value.double ?? 0)
        case .bool: self = .bool(value.bool ?? false)
        case .date, .time, .dateTime: self = .moment
        case .array: self = .array(value.array.map { array in array.map { TOMLValue($0) } } ?? [])
        case .table: self = .table(value.table.map(Self.tree) ?? [:])
        }
    }
}
