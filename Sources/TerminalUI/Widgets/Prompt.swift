/// A line editor: text, cursor, history and completions. A value type; the app interprets the text.
package struct Prompt: Hashable, Sendable {
    /// The maximum length of the line, in characters.
    package static let limit = 4_096

    /// The Alt keys of the line editor: back and forward by a word, and delete a word.
    package static let wordKeys: [Key] = [.alt("b"), .alt("f"), .alt("d")]

    /// The effect of a key.
    package enum Outcome: Hashable, Sendable {
        /// The text or the cursor changed.
        case edited
        case submitted(String)
        case cancelled
        /// Tab was pressed, so the app may set `completions` now.
        case wantsCompletion
        /// The key has no meaning here.
        case ignored
    }

    /// The text as typed.
    package private(set) var text: String
    /// The number of characters before the cursor.
    package private(set) var cursor: Int
    /// Possible replacements for the last word; tab chooses one.
    package var completions: [String] = []
    package private(set) var chosenCompletion: Int?
    /// Earlier lines, oldest first.
    package var history: [String]
    private var historyIndex: Int?
    private var unfinished = ""

    package init(_ text: String = "", history: [String] = []) {
        self.text = String(text.prefix(Prompt.limit))
        cursor = self.text.count
        self.history = history
    }

    /// Replaces the text and puts the cursor at its end.
    package mutating func set(_ newText: String) {
        text = String(newText.prefix(Prompt.limit))
        cursor = text.count
        forgetCompletions()
    }

    /// Inserts typed or pasted text at the cursor. Line ends and tabs become spaces, other control characters are left
    /// out.
    package mutating func insert(_ addition: String) {
        let clean = addition.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            if scalar == "\n" || scalar == "\t" { return " " }
            return scalar.properties.generalCategory == .control ? nil : scalar
        }
        let room = max(0, Prompt.limit - text.count)
        let inserted = String(String.UnicodeScalarView(clean).prefix(room))
        let before = text.prefix(cursor) + inserted
        text = String(before + text.dropFirst(cursor))
        cursor = min(String(before).count, text.count)
        forgetCompletions()
    }

    /// Applies a key.
    package mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .character(let scalar):
            insert(String(scalar))
            return .edited
        case .enter:
            return .submitted(text)
        case .escape, .control("c"), .control("g"):
            return .cancelled
        case .tab, .named(.backTab):
            return complete(backwards: key != .tab)
        case .named(.up), .control("p"):
            return recall(-1)
        case .named(.down), .control("n"):
            return recall(1)
        default:
            return edit(key)
        }
    }

    /// Moves and deletes as in a shell.
    private mutating func edit(_ key: Key) -> Outcome {
        switch key {
        case .named(.left), .control("b"): cursor = max(0, cursor - 1)
        case .named(.right), .control("f"): cursor = min(text.count, cursor + 1)
        case .named(.home), .control("a"): cursor = 0
        case .named(.end), .control("e"): cursor = text.count
        case .named(.backspace): delete(from: cursor - 1, to: cursor)
        case .named(.delete), .control("d"): delete(from: cursor, to: cursor + 1)
        case .control("w"): delete(from: startOfWord, to: cursor)
        case .alt("b"): cursor = startOfWord
        case .alt("f"): cursor = endOfWord
        case .alt("d"): delete(from: cursor, to: endOfWord)
        case .control("u"): delete(from: 0, to: cursor)
        case .control("k"): delete(from: cursor, to: text.count)
        default: return .ignored
        }
        return .edited
    }

    private var startOfWord: Int {
        let before = Array(text.prefix(cursor))
        let word = before.lastIndex { $0 != " " } ?? 0
        return (before[..<word].lastIndex(of: " ") ?? -1) + 1
    }

    private var endOfWord: Int {
        let after = text.dropFirst(cursor)
        let word = after.firstIndex { $0 != " " } ?? after.endIndex
        return cursor + text.distance(from: after.startIndex, to: after[word...].firstIndex(of: " ") ?? after.endIndex)
    }

    private mutating func delete(from start: Int, to end: Int) {
        guard start >= 0, start < end, end <= text.count else { return }
        text = String(text.prefix(start) + text.dropFirst(end))
        cursor = start
        forgetCompletions()
    }
}

// MARK: - History and completion

extension Prompt {
    private mutating func recall(_ step: Int) -> Outcome {
        let next = (historyIndex ?? history.count) + step
        guard next >= 0, next <= history.count, !history.isEmpty else { return .edited }
        if historyIndex == nil { unfinished = text }
        historyIndex = next == history.count ? nil : next
        text = historyIndex.map { history[$0] } ?? unfinished
        cursor = text.count
        completions = []
        chosenCompletion = nil
        return .edited
    }

    /// Replaces the word before the cursor with the next completion.
    private mutating func complete(backwards: Bool) -> Outcome {
        guard !completions.isEmpty else { return .wantsCompletion }
        let count = completions.count
        let first = backwards ? count - 1 : 0
        let chosen = chosenCompletion.map { ($0 + (backwards ? count - 1 : 1)) % count } ?? first
        let start = startOfLastWord
        text = String(text.prefix(start)) + completions[chosen] + String(text.dropFirst(cursor))
        cursor = start + completions[chosen].count
        chosenCompletion = chosen
        return .edited
    }

    /// The word before the cursor, which a completion replaces.
    package var word: String { String(text.prefix(cursor).dropFirst(startOfLastWord)) }

    private var startOfLastWord: Int {
        (Array(text.prefix(cursor)).lastIndex(of: " ") ?? -1) + 1
    }

    private mutating func forgetCompletions() {
        completions = []
        chosenCompletion = nil
        historyIndex = nil
    }
}

extension Prompt {
    /// Draws a label and the line in one row, and puts the frame's cursor there; a long line scrolls.
    package func draw(label: Line, role: Role = .text, in row: Rect, of frame: inout Frame) {
        let start = frame.write(label, at: row.origin, in: row)
        let field = row.split(columns: start - row.x).right
        guard field.width > 1 else { return }
        let before = SafeText(text.prefix(cursor))
        let hidden = max(0, before.width - (field.width - 1))
        let shown = (before + SafeText(text.dropFirst(cursor))).dropping(columns: hidden)
        frame.write(shown.prefix(columns: field.width), at: field.origin, style: Style(role), in: field)
        frame.cursor = Point(x: field.x + before.width - hidden, y: field.y)
    }

    /// Draws the completions as a list that ends just above the prompt's row, or begins below it if there is no room.
    package func drawCompletions(above row: Rect, limit: Int = 8, in area: Rect, of frame: inout Frame) {
        guard !completions.isEmpty else { return }
        let first = max(0, (chosenCompletion ?? 0) - limit + 1)
        let shown = completions.dropFirst(first).prefix(limit)
        let width = min(area.width, (shown.map { SafeText($0).width }.max() ?? 0) + 2)
        let top = row.y - area.y >= shown.count ? row.y - shown.count : row.bottom
        for (offset, completion) in shown.enumerated() {
            let line = Rect(x: row.x, y: top + offset, width: width, height: 1)
            frame.fill(line)
            frame.write(SafeText(completion), in: line.inset(columns: 1, rows: 0))
            frame.lay(line, over: first + offset == chosenCompletion ? .cursor : .hint)
        }
    }
}
