/// A text editor of one or several lines, wrapped at spaces. A value type; the app interprets the text.
package struct TextArea: Hashable, Sendable {
    /// The maximum length of the text, in characters.
    package static let limit = 16_384

    /// A row on the screen: the characters `start..<end` of the text, without the line end.
    package struct Row: Hashable, Sendable {
        package let start: Int
        package let end: Int
        /// Whether a line of the text begins here, instead of a wrapped line continuing.
        package let beginsLine: Bool
    }

    /// The text as typed; lines end with LF.
    package private(set) var text: String
    /// The number of characters before the cursor.
    package private(set) var cursor: Int
    /// Whether enter begins another line; otherwise line ends become spaces.
    package let isMultiline: Bool

    package init(_ text: String = "", isMultiline: Bool = true) {
        self.isMultiline = isMultiline
        self.text = ""
        cursor = 0
        insert(text)
    }

    /// Replaces the text and puts the cursor at its end.
    package mutating func set(_ newText: String) {
        text = ""
        cursor = 0
        insert(newText)
    }

    /// Puts the cursor before the character at an offset.
    package mutating func move(to offset: Int) { cursor = min(max(0, offset), text.count) }

    /// The offset of a line and a column, both counted from 1, as compilers do; the closest one if there is no such
    /// place.
    package func offset(line: Int, column: Int) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let index = min(max(0, line - 1), lines.count - 1)
        let before = lines.prefix(index).reduce(0) { $0 + $1.count + 1 }
        return before + min(max(0, column - 1), lines[index].count)
    }

    /// Inserts typed or pasted text at the cursor. Tabs become spaces, control characters are left out.
    package mutating func insert(_ addition: String) {
        let plain = addition.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let clean = plain.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            if scalar == "\n" { return isMultiline ? scalar : " " }
            if scalar == "\t" { return " " }
            return scalar.properties.generalCategory == .control ? nil : scalar
        }
        let room = max(0, TextArea.limit - text.count)
        let before = text.prefix(cursor) + String(String.UnicodeScalarView(clean).prefix(room))
        text = String(before + text.dropFirst(cursor))
        cursor = min(String(before).count, text.count)
    }

    /// The effect of a key.
    package enum Outcome: Hashable, Sendable {
        case edited
        /// The cursor moved; the text is unchanged.
        case moved
        /// The cursor is already at the first or last row, or the key has no meaning here.
        case ignored
    }

    /// Applies a key; `width` is the width in columns to which the text is wrapped.
    package mutating func press(_ key: Key, width: Int) -> Outcome {
        switch key {
        case .character(let scalar): insert(String(scalar))
        case .enter where isMultiline: insert("\n")
        case .named(.backspace): return delete(from: cursor - 1, to: cursor)
        case .named(.delete), .control("d"): return delete(from: cursor, to: cursor + 1)
        case .control("w"): return delete(from: startOfWord, to: cursor)
        case .control("u"): return delete(from: startOfLine, to: cursor)
        case .control("k"): return delete(from: cursor, to: max(endOfLine, cursor + 1))
        default: return travel(key, width: width)
        }
        return .edited
    }

    private mutating func travel(_ key: Key, width: Int) -> Outcome {
        switch key {
        case .named(.left), .control("b"): move(to: cursor - 1)
        case .named(.right), .control("f"): move(to: cursor + 1)
        case .named(.home), .control("a"): cursor = startOfLine
        case .named(.end), .control("e"): cursor = endOfLine
        case .named(.up), .control("p"): return step(-1, width: width)
        case .named(.down), .control("n"): return step(1, width: width)
        default: return .ignored
        }
        return .moved
    }

    private mutating func step(_ distance: Int, width: Int) -> Outcome {
        let rows = rows(width: width)
        let here = place(width: width)
        let target = here.row + distance
        guard rows.indices.contains(target) else { return .ignored }
        let characters = Array(text)
        var column = 0
        var offset = rows[target].start
        while offset < rows[target].end, column < here.column {
            column += TextArea.width(of: characters[offset])
            offset += 1
        }
        // The end of a wrapped row is the start of the next one.
        let isWrapped = rows.indices.contains(target + 1) && !rows[target + 1].beginsLine
        cursor = isWrapped ? min(offset, max(rows[target].start, rows[target + 1].start - 1)) : offset
        return .moved
    }

    private var startOfLine: Int {
        (Array(text.prefix(cursor)).lastIndex(of: "\n") ?? -1) + 1
    }

    private var endOfLine: Int {
        text.dropFirst(cursor).firstIndex(of: "\n").map { text.distance(from: text.startIndex, to: $0) } ?? text.count
    }

    private var startOfWord: Int {
        let before = Array(text.prefix(cursor))
        let word = before.lastIndex { $0 != " " && $0 != "\n" } ?? 0
        return (before[..<word].lastIndex { $0 == " " || $0 == "\n" } ?? -1) + 1
    }

    private mutating func delete(from start: Int, to end: Int) -> Outcome {
        guard start >= 0, start < end, end <= text.count else { return .moved }
        text = String(text.prefix(start) + text.dropFirst(end))
        cursor = min(start, text.count)
        return .edited
    }
}

// MARK: - Rows

extension TextArea {
    /// The rows of the text at a width in columns; at least one.
    package func rows(width: Int) -> [Row] {
        let characters = Array(text)
        var rows: [Row] = []
        var start = 0
        while true {
            let end = characters[start...].firstIndex(of: "\n") ?? characters.count
            rows += TextArea.wrapped(characters, start..<end, width: max(1, width))
            guard end < characters.count else { return rows }
            start = end + 1
        }
    }

    private static func wrapped(_ characters: [Character], _ line: Range<Int>, width: Int) -> [Row] {
        var rows: [Row] = []
        var start = line.lowerBound
        var used = 0
        var lastSpace: Int?
        var index = start
        while index < line.upperBound {
            used += TextArea.width(of: characters[index])
            if used > width, index > start {
                // A space that does not fit hangs over the edge, so that no row begins with it.
                let end = characters[index] == " " ? index + 1 : lastSpace.map { $0 + 1 } ?? index
                rows.append(Row(start: start, end: end, beginsLine: start == line.lowerBound))
                start = end
                index = end
                used = 0
                lastSpace = nil
                continue
            }
            if characters[index] == " " { lastSpace = index }
            index += 1
        }
        rows.append(Row(start: start, end: line.upperBound, beginsLine: start == line.lowerBound))
        return rows
    }

    /// The row and column of the cursor, or of another offset, counted from 0.
    package func place(of offset: Int? = nil, width: Int) -> (row: Int, column: Int) {
        let offset = min(max(0, offset ?? cursor), text.count)
        let rows = rows(width: width)
        let index = rows.lastIndex { $0.start <= offset } ?? 0
        let characters = Array(text)
        let before = characters[rows[index].start..<max(rows[index].start, min(offset, rows[index].end))]
        return (index, min(before.reduce(0) { $0 + TextArea.width(of: $1) }, max(0, width - 1)))
    }

    /// A row as a line; `role` returns the role for the character at an offset.
    package func line(_ row: Row, role: (Int) -> Role) -> Line {
        let characters = Array(text)
        var line = Line()
        var run = ""
        var last = Role.text
        // A space at the end is invisible and may hang over the edge, so it is not drawn.
        let hangs = row.end > row.start && characters[row.end - 1] == " "
        for offset in row.start..<(hangs ? row.end - 1 : row.end) {
            let next = role(offset)
            if next != last, !run.isEmpty {
                line.spans.append(Span(SafeText(run), last))
                run = ""
            }
            last = next
            run.append(characters[offset])
        }
        if !run.isEmpty { line.spans.append(Span(SafeText(run), last)) }
        return line
    }

    private static func width(of character: Character) -> Int {
        if let value = character.asciiValue, value >= 0x20, value < 0x7F { return 1 }
        return SafeText(String(character)).width
    }
}
