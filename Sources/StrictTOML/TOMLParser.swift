/// Parses TOML 1.0 (toml.io/en/v1.0.0) in one pass and records the place of every key and value.
///
/// Depth is checked before each descent, so no document can exhaust the stack.
struct TOMLParser {
    /// The byte offsets of a key and its value.
    struct Offsets: Sendable {
        var key: Int
        /// Nil for tables opened by headers. For strings, where the content begins: after the opening quotes and, for
        /// three quotes, after the line end that follows them.
        var value: Int?
    }

    let bytes: [UInt8]
    let file: String
    let depthLimit: Int
    var position = 0
    let root = TOMLNode.table(.header)
    var headers: [TOMLDocument.Header] = []
    var entries: [TOMLDocument.Entry] = []
    var offsets: [String: Offsets] = [:]

    init(_ bytes: [UInt8], file: String, depthLimit: Int) {
        self.bytes = bytes
        self.file = file
        self.depthLimit = depthLimit
    }

    /// Joins a path. Each name has its length in front, so that no two paths have the same text.
    static func name(_ path: ArraySlice<String>) -> String {
        path.reduce(into: "") { $0 += "\($1.utf8.count):\($1)" }
    }

    /// Where the content of the value at `position` begins.
    var contentStart: Int {
        guard let quote = current, isQuote(quote) else { return position }
        let long = [quote, quote, quote]
        guard bytes[position...].starts(with: long) else { return position + 1 }
        let rest = bytes[(position + 3)...]
        if rest.starts(with: [0x0A]) { return position + 4 }
        return rest.starts(with: [0x0D, 0x0A]) ? position + 5 : position + 3
    }

    mutating func record(_ path: [String], key: Int, value: Int? = nil) {
        let name = Self.name(path[...])
        if offsets[name] == nil { offsets[name] = Offsets(key: key, value: value) }
    }

    // MARK: - The document

    mutating func parse() throws(TOMLProblem) {
        if let nul = bytes.firstIndex(of: 0) {
            throw problem(at: nul, "the text has a NUL character", "is it a text file?")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        var table = (node: root, path: [String]())
        while true {
            try skipBlankLines()
            guard let byte = current else { return }
            if byte == UInt8(ascii: "[") {
                table = try header()
            } else {
                try keyAndValue(in: table.node, at: table.path)
            }
            try endOfLine()
        }
    }

    /// Parses `[a.b]` or `[[a.b]]`. Returns the table that the following keys belong to, and its path.
    private mutating func header() throws(TOMLProblem) -> (TOMLNode, [String]) {
        let start = position
        advance()
        let isArray = current == UInt8(ascii: "[")
        if isArray { advance() }
        let names = try key().map(\.name)
        for _ in 0..<(isArray ? 2 : 1) {
            guard current == UInt8(ascii: "]") else {
                throw syntax(
                    "a table's header ends with \(isArray ? "]]" : "]")",
                    "write \(isArray ? "[[name]]" : "[name]")"
                )
            }
            advance()
        }
        headers.append(TOMLDocument.Header(names: names, isArray: isArray, offset: start))
        return try open(names, isArray: isArray, at: start)
    }

    private mutating func open(
        _ names: [String],
        isArray: Bool,
        at start: Int
    ) throws(TOMLProblem) -> (TOMLNode, [String]) {
        var node = root
        var path: [String] = []
        for (position, name) in names.enumerated() {
            path.append(name)
            let isLast = position == names.count - 1
            node =
                isLast
                ? try last(name, in: node, isArray: isArray, names, at: start)
                : try parent(name, in: node, names, at: start)
            record(path, key: start)
            if let elements = node.elements, let element = elements.last {
                path.append(String(elements.count - 1))
                record(path, key: start)
                node = element
            }
            try check(depth: path.count)
        }
        return (node, path)
    }

    /// An intermediate table in the path of a header.
    private func parent(
        _ name: String,
        in node: TOMLNode,
        _ names: [String],
        at start: Int
    ) throws(TOMLProblem) -> TOMLNode {
        guard let found = node.members[name] else {
            let made = TOMLNode.table(.implied)
            node.add(name, made)
            return made
        }
        guard found.origin != .closed, found.isTable || found.elements != nil else {
            throw taken(name, names, at: start)
        }
        return found
    }

    /// The table that a header opens, or the array that it adds an element to.
    private func last(
        _ name: String,
        in node: TOMLNode,
        isArray: Bool,
        _ names: [String],
        at start: Int
    ) throws(TOMLProblem) -> TOMLNode {
        let found = node.members[name]
        if isArray {
            let array = found ?? TOMLNode(.array([]), .header)
            guard array.elements != nil, array.origin != .closed else { throw taken(name, names, at: start) }
            if found == nil { node.add(name, array) }
            array.append(TOMLNode.table(.header))
            return array
        }
        guard let found else {
            let made = TOMLNode.table(.header)
            node.add(name, made)
            return made
        }
        guard found.isTable, found.origin == .implied else { throw taken(name, names, at: start) }
        found.origin = .header
        return found
    }

    private func taken(_ name: String, _ names: [String], at start: Int) -> TOMLProblem {
        let whole = names.joined(separator: ".").quoted()
        return problem(
            at: start,
            "not TOML: \(name.quoted()) in the header \(whole) is defined already",
            "give it another name, or write both in one place"
        )
    }

    // MARK: - Keys

    mutating func keyAndValue(in table: TOMLNode, at path: [String]) throws(TOMLProblem) {
        let start = position
        let names = try key()
        guard current == UInt8(ascii: "=") else { throw syntax("a key is followed by =", "write key = value") }
        advance()
        skipSpaces()
        var (node, path) = (table, path)
        for (name, offset) in names.dropLast() {
            path.append(name)
            record(path, key: offset)
            node = try dotted(name, in: node, at: offset)
        }
        guard let (name, offset) = names.last else { return }
        path.append(name)
        guard node.members[name] == nil else {
            throw problem(at: offset, "not TOML: the key \(name.quoted()) is there twice", "remove one of them")
        }
        try check(depth: path.count)
        let valueStart = position
        record(path, key: start, value: contentStart)
        node.add(name, try value(at: path))
        entries.append(TOMLDocument.Entry(path: path, key: start, value: valueStart..<position))
    }

    private func dotted(_ name: String, in node: TOMLNode, at offset: Int) throws(TOMLProblem) -> TOMLNode {
        guard let found = node.members[name] else {
            let made = TOMLNode.table(.dotted)
            node.add(name, made)
            return made
        }
        guard found.isTable, found.origin == .dotted || found.origin == .implied else {
            throw problem(at: offset, "not TOML: \(name.quoted()) has a value already", "remove one of them")
        }
        return found
    }

    /// Parses a dotted key and the white space after it. Returns its names with their byte offsets.
    private mutating func key() throws(TOMLProblem) -> [(name: String, offset: Int)] {
        var names: [(name: String, offset: Int)] = []
        while true {
            skipSpaces()
            let offset = position
            names.append((try keyName(), offset))
            try check(depth: names.count)
            skipSpaces()
            guard current == UInt8(ascii: ".") else { return names }
            advance()
        }
    }

    private mutating func keyName() throws(TOMLProblem) -> String {
        if current == UInt8(ascii: "\"") { return try basicString() }
        if current == UInt8(ascii: "'") { return try literalString() }
        let start = position
        while let byte = current, Self.isBare(byte) { advance() }
        guard position > start else {
            throw syntax(
                current == nil || current == UInt8(ascii: "\n") ? "a key is missing" : "\(here) cannot begin a key",
                "write letters, digits, - and _, or put the key in quotes"
            )
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

// MARK: - Moving and complaining

extension TOMLParser {
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func advance() { position += 1 }

    func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    mutating func skipSpaces() {
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    /// Skips white space, line ends and comments.
    mutating func skipBlankLines() throws(TOMLProblem) {
        while true {
            skipSpaces()
            if current == UInt8(ascii: "#") { try comment() }
            guard try lineEnd() else { return }
        }
    }

    /// Requires that only white space and a comment follow a value on its line.
    private mutating func endOfLine() throws(TOMLProblem) {
        skipSpaces()
        if current == UInt8(ascii: "#") { try comment() }
        guard current != nil else { return }
        guard try lineEnd() else { throw syntax("\(here) stands where the line should end", "begin a new line") }
    }

    private mutating func lineEnd() throws(TOMLProblem) -> Bool {
        switch current {
        case UInt8(ascii: "\n"):
            advance()
            return true
        case UInt8(ascii: "\r"):
            guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n") else {
                throw syntax("a carriage return stands alone", "end lines with a line feed")
            }
            position += 2
            return true
        default: return false
        }
    }

    private mutating func comment() throws(TOMLProblem) {
        while let byte = current, byte != UInt8(ascii: "\n") {
            let endsLine = byte == UInt8(ascii: "\r") && position + 1 < bytes.count && bytes[position + 1] == 0x0A
            if endsLine { return }
            if Self.isControl(byte) { throw syntax("a comment has a control character", "remove it") }
            advance()
        }
    }

    /// Whether the byte is a control character other than tab.
    static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }

    func check(depth: Int) throws(TOMLProblem) {
        guard depth > depthLimit else { return }
        throw problem(at: position, "the document is nested deeper than \(depthLimit) levels", "make it flatter")
    }

    /// What is at the current position, in quotes, for messages.
    var here: String {
        guard position < bytes.count else { return "the end of the text" }
        let rest = String(decoding: bytes[position..<min(position + 8, bytes.count)], as: UTF8.self)
        return String(rest.prefix(1)).quoted()
    }

    func syntax(_ message: String, _ remedy: String) -> TOMLProblem {
        problem(at: position, "not TOML: " + message, remedy)
    }

    func problem(at offset: Int, _ message: String, _ remedy: String) -> TOMLProblem {
        let place = TextPlaces(bytes).place(at: min(offset, bytes.count))
        return TOMLProblem(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
    }
}
