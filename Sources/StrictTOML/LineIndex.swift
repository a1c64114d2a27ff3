/// Where each key of a document stands, which the parser does not tell.
///
/// A lenient scan of the text before it is parsed: it follows headers, keys, strings and brackets and trusts
/// everything else, because a text that is no TOML is the parser's to refuse. Up to the first mistake both see the same
/// document, so the depth found here bounds the parser's recursion.
struct LineIndex {
    private var lines: [String: Int] = [:]

    /// The line of a key path, or of its nearest parent that has one; 1 when there is none.
    func line(of path: [String]) -> Int {
        for length in stride(from: path.count, to: 0, by: -1) {
            if let line = lines[Self.name(path[..<length])] { return line }
        }
        return 1
    }

    mutating func record(_ path: [String], line: Int) {
        let name = Self.name(path[...])
        if lines[name] == nil { lines[name] = line }
    }

    /// Keys cannot hold NUL (the scan refuses it), so it separates them.
    private static func name(_ path: ArraySlice<String>) -> String { path.joined(separator: "\0") }
}

extension LineIndex {
    /// Scans a document.
    ///
    /// - Throws: `TOMLProblem` for NUL characters, plain or escaped, and for nesting deeper than `depthLimit`.
    init(of text: String, file: String, depthLimit: Int) throws(TOMLProblem) {
        var scan = Scan(bytes: Array(text.utf8), file: file, depthLimit: depthLimit)
        try scan.document()
        self = scan.index
    }
}

private struct Scan {
    let bytes: [UInt8]
    let file: String
    let depthLimit: Int
    var index = LineIndex()
    var position = 0
    var line = 1
    /// How many elements each array of tables has so far.
    var counts: [[String]: Int] = [:]

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func advance() {
        if bytes[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    mutating func document() throws(TOMLProblem) {
        if bytes.contains(0) {
            throw problem("the text has a NUL character", "is it a text file?")
        }
        var table: [String] = []
        while true {
            skipBlanks()
            guard let byte = current else { return }
            if byte == UInt8(ascii: "[") {
                table = try header()
            } else {
                try keyAndValue(in: table)
            }
        }
    }

    /// `[a.b]` or `[[a.b]]`; the path its keys belong to.
    private mutating func header() throws(TOMLProblem) -> [String] {
        let start = line
        advance()
        let isArray = current == UInt8(ascii: "[")
        if isArray { advance() }
        let names = try key()
        skipLine()
        var path: [String] = []
        for (offset, name) in names.enumerated() {
            path.append(name)
            index.record(path, line: start)
            if isArray, offset == names.count - 1 { counts[path, default: 0] += 1 }
            if let count = counts[path] { path.append(String(count - 1)) }
        }
        try check(depth: path.count)
        index.record(path, line: start)
        return path
    }

    private mutating func keyAndValue(in table: [String]) throws(TOMLProblem) {
        let start = line
        let before = position
        let path = table + (try key())
        try check(depth: path.count)
        index.record(path, line: start)
        skipSpaces()
        if current == UInt8(ascii: "=") {
            advance()
            try value(at: path)
        }
        // Whatever this was, it is the parser's to refuse; only never stand still.
        if position == before, current != nil { advance() }
    }

    /// A dotted key.
    private mutating func key() throws(TOMLProblem) -> [String] {
        var names: [String] = []
        while true {
            skipSpaces()
            names.append(try name())
            try check(depth: names.count)
            skipSpaces()
            guard current == UInt8(ascii: ".") else { return names }
            advance()
        }
    }

    private mutating func name() throws(TOMLProblem) -> String {
        if let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            return try string(quote)
        }
        let start = position
        while let byte = current, !".=]\n#,{}[ \t\r\"'".utf8.contains(byte) { advance() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func value(at path: [String]) throws(TOMLProblem) {
        try check(depth: path.count)
        skipSpaces()
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try string(bytes[position])
        case UInt8(ascii: "["): try array(at: path)
        case UInt8(ascii: "{"): try inlineTable(at: path)
        default: while let byte = current, !",]}\n#".utf8.contains(byte) { advance() }
        }
    }

    private mutating func array(at path: [String]) throws(TOMLProblem) {
        advance()
        var count = 0
        while true {
            skipBlanks()
            guard let byte = current else { return }
            let before = position
            if byte == UInt8(ascii: "]") { return advance() }
            let element = path + [String(count)]
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { index.record(element, line: line) }
            try value(at: element)
            count += 1
            skipBlanks()
            if current == UInt8(ascii: ",") || position == before, current != nil { advance() }
        }
    }

    private mutating func inlineTable(at path: [String]) throws(TOMLProblem) {
        advance()
        while true {
            skipBlanks()
            guard let byte = current else { return }
            if byte == UInt8(ascii: "}") { return advance() }
            if byte == UInt8(ascii: ",") {
                advance()
            } else {
                try keyAndValue(in: path)
            }
        }
    }

    /// Any of the four kinds of string, from its opening quote; its text with escapes left as they are.
    private mutating func string(_ quote: UInt8) throws(TOMLProblem) -> String {
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        let start = position
        while let byte = current {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try refuseNUL()
                advance()
                if current != nil { advance() }
            } else if byte == quote, !isLong {
                advance()
                return String(decoding: bytes[start..<position - 1], as: UTF8.self)
            } else if byte == quote, bytes[position...].starts(with: [quote, quote, quote]) {
                while current == quote { advance() }
                return String(decoding: bytes[start..<position], as: UTF8.self)
            } else if byte == UInt8(ascii: "\n"), !isLong {
                break
            } else {
                advance()
            }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// The parser hands strings over as C strings, so an escaped NUL would silently cut one short.
    private func refuseNUL() throws(TOMLProblem) {
        let rest = bytes[position...]
        if ["\\u0000", "\\U00000000", "\\x00"].contains(where: { rest.starts(with: $0.utf8) }) {
            throw problem("a string has an escaped NUL character", "remove it")
        }
    }

    private mutating func skipSpaces() {
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    private mutating func skipLine() {
        while let byte = current, byte != UInt8(ascii: "\n") { advance() }
    }

    /// White space, line ends and comments.
    private mutating func skipBlanks() {
        while let byte = current {
            if byte == UInt8(ascii: "#") {
                skipLine()
            } else if " \t\r\n".utf8.contains(byte) {
                advance()
            } else {
                return
            }
        }
    }

    private func check(depth: Int) throws(TOMLProblem) {
        guard depth > depthLimit else { return }
        throw problem("the document is nested deeper than \(depthLimit) levels", "make it flatter")
    }

    private func problem(_ message: String, _ remedy: String) -> TOMLProblem {
        TOMLProblem(file: file, line: line, message: message, remedy: remedy)
    }
}
