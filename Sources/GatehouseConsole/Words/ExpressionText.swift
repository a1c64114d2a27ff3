import GatehouseModel
import StrictTOML
import TerminalUI

/// Expressions as text: highlighting, and writing values. Only the daemon knows whether an expression is valid.
enum ExpressionText {
    // MARK: Highlighting

    /// The role of each character.
    static func roles(_ text: String) -> [TerminalUI.Role] {
        let characters = Array(text)
        var roles = [TerminalUI.Role](repeating: .text, count: characters.count)
        var index = 0
        while index < characters.count {
            let (end, role) = token(characters, from: index)
            for position in index..<end { roles[position] = role }
            index = end
        }
        return roles
    }

    /// The end and the role of the token that begins at `start`.
    private static func token(_ text: [Character], from start: Int) -> (end: Int, role: TerminalUI.Role) {
        let first = text[start]
        if first == "\"" || first == "'" { return (stringEnd(text, from: start), .chart2) }
        if first == "/", start + 1 < text.count, text[start + 1] == "/" {
            return (text[start...].firstIndex(of: "\n") ?? text.count, .dim)
        }
        if first.isNumber { return (end(text, from: start) { $0.isNumber || $0 == "." || $0.isLetter }, .chart3) }
        guard first.isLetter || first == "_" else { return (start + 1, first.isWhitespace ? .text : .hint) }
        let wordEnd = end(text, from: start) { $0.isLetter || $0.isNumber || $0 == "_" }
        let word = String(text[start..<wordEnd])
        if ["true", "false", "null", "in"].contains(word) { return (wordEnd, .chart4) }
        let isCalled = wordEnd < text.count && text[wordEnd] == "("
        return (wordEnd, isCalled ? .chart1 : .text)
    }

    private static func end(_ text: [Character], from start: Int, while condition: (Character) -> Bool) -> Int {
        text[start...].firstIndex { !condition($0) } ?? text.count
    }

    private static func stringEnd(_ text: [Character], from start: Int) -> Int {
        let quote = text[start]
        var index = start + 1
        while index < text.count {
            if text[index] == "\\" { index += 1 } else if text[index] == quote { return index + 1 }
            index += 1
        }
        return text.count
    }

    /// The expression in wrapped and highlighted lines. `label` precedes the first line, and the others are indented by
    /// its width.
    static func lines(_ text: String, label: SafeText, width: Int) -> [Line] {
        let area = TextArea(text)
        let roles = roles(area.text)
        let rows = area.rows(width: max(8, width - label.width))
        return rows.prefix(200).enumerated().map { index, row in
            let start = index == 0 ? label : SafeText(" ").repeated(label.width)
            return Line([Span(start, .dim)]) + area.line(row) { roles[$0] }
        }
    }

    // MARK: Writing values

    /// How a claim is named: `claims.country`, `claims["a b"]`.
    static func claim(_ name: String) -> String {
        let isIdentifier =
            name.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || isDigit($0)) }
            && name.unicodeScalars.first.map { !isDigit($0) } ?? false && !reserved.contains(name)
        return isIdentifier ? "claims.\(name)" : "claims[\(name.literal)]"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static let reserved: Set<String> = ["in", "true", "false", "null"]

    /// The condition that a claim has this value; nil for values that cannot be compared with one.
    static func condition(_ name: String, _ value: JSONValue) -> String? {
        switch value {
        case .string(let text): "\(claim(name)) == \(text.literal)"
        case .bool(let flag): "\(claim(name)) == \(flag)"
        case .int(let number): "\(claim(name)) == \(number)"
        case .double(let number): number.isFinite ? "\(claim(name)) == \(number)" : nil
        case .null, .array, .object: nil
        }
    }
}

/// Points at an error in a text.
enum Caret {
    /// A mark under a column, followed by the error; a long error continues on the next lines.
    static func lines(_ text: String, column: Int, indent: Int, width: Int) -> [Line] {
        let place = indent + min(max(0, column), max(0, width - indent - 1))
        let remark = SafeText(text)
        let beside = Line([Span(SafeText(" ").repeated(place)), Span("▲ ", .error), Span(remark, .error)])
        guard beside.width > width else { return [beside] }
        let below = Line(remark, .error).wrapped(to: max(10, width - indent)).map {
            Line([Span(SafeText(" ").repeated(indent))]) + $0
        }
        return [Line([Span(SafeText(" ").repeated(place)), Span("▲", .error)])] + below
    }
}
