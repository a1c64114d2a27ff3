/// Breaks JSON into lines and changes only white space. Text that is not JSON stays almost unchanged.
struct PrettyJSON {
    private let characters: [Character]
    private let limit: Int?
    private var out = ""
    private var depth = 0

    private init(_ text: String, _ limit: Int?) {
        characters = Array(text)
        self.limit = limit
    }

    /// - Parameter limit: objects and arrays below this depth become `{ … 3 members }` or `[ … 12 items ]`.
    static func indented(_ text: String, folding limit: Int? = nil) -> String {
        guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else { return text }
        var writer = PrettyJSON(text, limit)
        writer.write()
        return writer.out
    }

    private mutating func write() {
        var place = 0
        while place < characters.count {
            let character = characters[place]
            switch character {
            case "\"":
                let end = endOfText(from: place)
                out.append(contentsOf: String(characters[place..<end]))
                place = end
                continue
            case "{", "[":
                if let fold = fold(at: place) {
                    out.append(fold.text)
                    place = fold.end
                    continue
                }
                depth += 1
                out.append(character)
                out += "\n" + indent
            case "}", "]":
                depth = max(0, depth - 1)
                out += "\n" + indent
                out.append(character)
            case ",": out += ",\n" + indent
            case ":": out += ": "
            case " ", "\n", "\t", "\r", "\r\n": break
            default: out.append(character)
            }
            place += 1
        }
    }

    private var indent: String { String(repeating: "  ", count: min(depth, 20)) }

    /// The index after the closing quote of the string that begins at `place`; the end of the text if it is not closed.
    private func endOfText(from place: Int) -> Int {
        var index = place + 1
        while index < characters.count {
            if characters[index] == "\\" {
                index += 2
            } else if characters[index] == "\"" {
                return index + 1
            } else {
                index += 1
            }
        }
        return characters.count
    }

    /// One line for what begins at `place`, and where it ends; nil when it is not deep enough, empty, or never closed.
    private func fold(at place: Int) -> (text: String, end: Int)? {
        guard let limit, depth >= limit else { return nil }
        var level = 0
        var count = 1
        var isEmpty = true
        var index = place
        while index < characters.count {
            switch characters[index] {
            case "\"":
                isEmpty = false
                index = endOfText(from: index)
                continue
            case "{", "[":
                if level > 0 { isEmpty = false }
                level += 1
            case "}", "]":
                level -= 1
                if level == 0 { return isEmpty ? nil : (summary(characters[place], count), index + 1) }
            case "," where level == 1: count += 1
            case " ", "\n", "\t", "\r", "\r\n", ",": break
            default: isEmpty = false
            }
            index += 1
        }
        return nil
    }

    private func summary(_ opening: Character, _ count: Int) -> String {
        opening == "{"
            ? "{ … \(Words.count(count, "member")) }" : "[ … \(Words.count(count, "item")) ]"
    }
}
