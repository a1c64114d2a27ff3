internal import PlainText

/// The fields that filters of one kind of record may name.
package struct QueryFields: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Any text.
        case text
        /// A mail address. Its domain may be written in Unicode or in ASCII.
        case address
        /// A domain, in Unicode or in ASCII.
        case domain
        /// One of a closed set of words.
        case word([String])
        /// A whole number.
        case number
        /// A duration, in microseconds; a number without a unit is milliseconds.
        case duration
        /// A time, or how long ago it was; matches records at or after it.
        case since
        /// A time, or how long ago it was; matches records before it.
        case until
        /// An id.
        case id
        /// A reference code, as its forty bits.
        case code
        /// `yes` or `no`; 1 or 0.
        case flag
    }

    package struct Field: Sendable, Hashable {
        package let name: String
        package let kind: Kind
        /// One line for help.
        package let summary: String
        /// Other names under which screens, JSON and people know the field, in lower case and without `_`.
        package let aliases: [String]

        package init(_ name: String, _ kind: Kind, _ summary: String, also aliases: [String] = []) {
            self.name = name
            self.kind = kind
            self.summary = summary
            self.aliases = aliases
        }
    }

    package let fields: [Field]
    /// The text fields that are searched for a word without a field.
    package let searched: [String]
    /// The fields that identify a person. Users who see people masked may not filter by them.
    package let personal: Set<String>
    /// What to write for a name that screens or JSON show and no field has.
    package let replacements: [String: String]

    package init(
        _ fields: [Field],
        searched: [String],
        personal: Set<String> = [],
        replacements: [String: String] = [:]
    ) {
        self.fields = fields
        self.searched = searched
        self.personal = personal
        self.replacements = replacements
    }

    /// The field called `name`, or known by that name elsewhere: `decision` is `outcome`, `display_name` is `name`.
    package subscript(name: String) -> Field? {
        let name = Self.folded(name)
        return fields.first { $0.name == name } ?? fields.first { $0.aliases.contains(name) }
    }

    /// What to write in place of a name that is no field.
    func advice(for name: String) -> String {
        if let replacement = replacements[Self.folded(name)] { return replacement }
        let names = fields.map(\.name)
        let near = Spelling.closest(to: Self.folded(name), among: names + fields.flatMap(\.aliases))
        if let field = near.flatMap({ self[$0] }) { return "did you mean \(field.name):? Or put the text in quotes" }
        return "use \(Self.list(names)), or put the text in quotes"
    }

    /// The replacement for names of times.
    static let useTimes = "write since: or until:"

    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func folded(_ name: String) -> String { name.lowercased().replacing("_", with: "") }
}

// MARK: - Completion

extension QueryFields {
    /// The filters that complete the last word of `text`: names of fields, and values of fields that have few.
    package func completions(of text: String) -> [String] {
        let start = text.lastIndex { $0 == " " || $0 == "(" }.map(text.index(after:)) ?? text.startIndex
        var word = text[start...]
        if word.hasPrefix("-") { word.removeFirst() }
        let before = String(text[..<word.startIndex])
        guard let colon = word.firstIndex(of: ":") else {
            return fields.map { $0.name + ":" }.filter { $0.hasPrefix(word.lowercased()) }.map { before + $0 }
        }
        let (name, value) = (String(word[..<colon]), word[word.index(after: colon)...])
        let done = value.lastIndex(of: ",").map(value.index(after:)) ?? value.startIndex
        let values: [String]
        switch self[name]?.kind {
        case .word(let words): values = words
        case .flag: values = ["yes", "no"]
        default: return []
        }
        let head = before + String(word[...colon]) + String(value[..<done])
        return values.filter { $0.hasPrefix(value[done...].lowercased()) }.map { head + $0 }
    }
}
