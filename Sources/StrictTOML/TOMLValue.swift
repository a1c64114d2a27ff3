/// A parsed TOML value.
package indirect enum TOMLValue: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case double(Double)
    case bool(Bool)
    /// A date, a time or both, as written. No setting uses them.
    case moment(String)
    case array([TOMLValue])
    case table([String: TOMLValue])

    /// The type's name for messages, with its article.
    package var kind: String {
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

    /// The text of a string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The elements of an array.
    package var array: [TOMLValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of a table.
    package var table: [String: TOMLValue]? {
        if case .table(let members) = self { members } else { nil }
    }
}
