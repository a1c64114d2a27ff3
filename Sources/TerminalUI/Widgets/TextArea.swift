/// A text being written, of one line or several, wrapped at spaces. A value; what the text means is the app's business.
package struct TextArea: Hashable, Sendable {
    /// Characters that one text takes at most.
    package static let limit = 16_384

    /// One row on the screen: the characters `start..<end` of the text, without the line end.
    package struct Row: Hashable, Sendable {
        package let start: Int
        package let end: Int
        /// Whether a line of the text begins here, rather than the rest of a wrapped one.
        package let beginsLine: Bool
    }

    /// The text as typed; lines end with LF.
    package private(set) var text: String
    /// Characters before the cursor.
    package private(set) var cursor: Int
    /// Whether enter begins another line; else line ends become spaces.
    package let isMultiline: Bool

    package init(_ text: String = "", isMultiline: Bool = true) {
        self.isMultiline = isMultiline
        self.text = ""
        cursor = 0
        insert(text)
    }

    /// Replaces the text and puts the cursor behind it.
    package mutating func set(_ newText: String) {
        text = ""
        cursor = 0
        insert(newText)
    }

    /// Puts the cursor before the character at an offset.
    package mutating func move(to offset: Int) { cursor = min(max(0, offset), text.count) }

    /// The offset of a line and a column, both from 1, as compilers count; nearest when there is no such place.
    package func offset(line: Int, column: Int) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let index = min(max(0, line - 1), lines.count - 1)
        let before = lines.prefix(index).reduce(0) { $0 + $1.count + 1 }
        return before + min(max(0, column - 1), lines[index].count)
    }

    /// Inserts text at the cursor, as typed or pasted: tabs become spaces, controls are left out.
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

    /// What a key did.
    package enum Outcome: Hashable, Sendable {
        case edited
        /// The cursor moved, the text is the same.
        case moved
        /// The cursor is at the first or the last row already, or the key means nothing here.
        case ignored
    }

    /// Applies a key; `width` is the columns the text is wrapped to.
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
        // A wrapped row's end is the next one's start.
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
    /// The rows the text takes in that many columns; one at least.
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
                // A space that does not fit hangs over the edge, so that no row begins with one.
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

    /// Where the cursor, or another offset, is: row and column from 0.
    package func place(of offset: Int? = nil, width: Int) -> (row: Int, column: Int) {
        let offset = min(max(0, offset ?? cursor), text.count)
        let rows = rows(width: width)
        let index = rows.lastIndex { $0.start <= offset } ?? 0
        let characters = Array(text)
        let before = characters[rows[index].start..<max(rows[index].start, min(offset, rows[index].end))]
        return (index, min(before.reduce(0) { $0 + TextArea.width(of: $1) }, max(0, width - 1)))
    }

    /// One row as a line; `role` says how the character at an offset is drawn.
    package func line(_ row: Row, role: (Int) -> Role) -> Line {
        let characters = Array(text)
        var line = Line()
        var run = ""
        var last = Role.text
        // A space at the end cannot be seen, and may hang over the edge.
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
