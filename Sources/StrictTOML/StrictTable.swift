import PlainText

/// A table of a TOML document that records which keys were asked for, so that an unknown key is an error.
///
/// Ask for every key that may occur, then call `finish()` once on the top table. Not shared between threads.
package final class StrictTable {
    private let file: String
    private let index: PlaceIndex
    private let path: [String]
    private let values: [String: TOMLValue]
    private var asked: Set<String> = []
    /// Child tables handed out, which `finish()` checks too.
    private var children: [StrictTable] = []
    private var isAbandoned = false

    private init(file: String, index: PlaceIndex, path: [String], values: [String: TOMLValue]) {
        self.file = file
        self.index = index
        self.path = path
        self.values = values
    }

    /// Parses a document.
    ///
    /// - Parameters:
    ///   - file: the name for messages; nothing is opened.
    ///   - sizeLimit: bytes of UTF-8.
    ///   - depthLimit: keys and array elements from the top to the deepest value.
    /// - Throws: `TOMLProblem`.
    package static func parse(
        _ text: String,
        file: String,
        sizeLimit: Int = 1 << 20,
        depthLimit: Int = 16
    ) throws(TOMLProblem) -> StrictTable {
        let document = try TOMLDocument(text, file: file, sizeLimit: sizeLimit, depthLimit: depthLimit)
        return try StrictTable(document, file: file)
    }

    /// The top table of a parsed document.
    ///
    /// - Throws: `TOMLProblem` if a key or a text has a NUL character. TOML allows it as an escape, but file names,
    ///   headers and terminals would cut the text short there.
    package convenience init(_ document: TOMLDocument, file: String) throws(TOMLProblem) {
        if let path = Self.pathToNUL(in: .table(document.values)) {
            let place = document.places.place(of: path)
            throw TOMLProblem(
                file: file,
                line: place.line,
                column: place.column,
                message: "\((path.last ?? "").quoted()) has a NUL character (\\u0000)",
                remedy: "remove it"
            )
        }
        self.init(file: file, index: document.places, path: [], values: document.values)
    }

    private static func pathToNUL(in value: TOMLValue) -> [String]? {
        switch value {
        case .string(let text): return text.utf8.contains(0) ? [] : nil
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                if let rest = pathToNUL(in: element) { return [String(position)] + rest }
            }
        case .table(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                if name.utf8.contains(0) { return [name] }
                if let rest = pathToNUL(in: member) { return [name] + rest }
            }
        case .integer, .double, .bool, .moment: break
        }
        return nil
    }

    /// Every key of the table, sorted. Does not mark the keys as known.
    package var keys: [String] { values.keys.sorted() }

    /// The line where the table starts.
    package var line: Int { place.line }

    /// Where the value of a key begins, after its opening quote; nil if the value has no place of its own in the text.
    package func valuePlace(_ key: String) -> TextPlaces.Place? { index.valuePlace(of: path + [key]) }

    private var place: TextPlaces.Place { index.place(of: path) }

    /// Whether the key is present, whatever its type.
    package func has(_ key: String) -> Bool {
        asked.insert(key)
        return values[key] != nil
    }

    /// Whether the key is present and its value is a string; for keys that may hold a string or a table.
    package func isString(_ key: String) -> Bool {
        if case .string = take(key) { true } else { false }
    }

    /// A string, or nil if the key is absent.
    package func string(_ key: String) throws(TOMLProblem) -> String? {
        guard let value = take(key) else { return nil }
        guard case .string(let text) = value else { throw mismatch(key, value, wanted: "a string") }
        return text
    }

    /// An integer within `range`, or nil if the key is absent.
    package func integer(_ key: String, in range: ClosedRange<Int> = .min ... .max) throws(TOMLProblem) -> Int? {
        guard let value = take(key) else { return nil }
        guard case .integer(let number) = value else { throw mismatch(key, value, wanted: "an integer") }
        guard range.contains(number) else {
            let remedy = "write a number from \(range.lowerBound) to \(range.upperBound)"
            throw problem(key, "\(key) = \(number) is out of range", remedy: remedy)
        }
        return number
    }

    /// A number, with or without a fraction, or nil if the key is absent.
    package func double(_ key: String) throws(TOMLProblem) -> Double? {
        guard let value = take(key) else { return nil }
        switch value {
        case .double(let number) where number.isFinite: return number
        case .integer(let number): return Double(number)
        default: throw mismatch(key, value, wanted: "a number")
        }
    }

    /// `true` or `false`, or nil if the key is absent.
    package func bool(_ key: String) throws(TOMLProblem) -> Bool? {
        guard let value = take(key) else { return nil }
        guard case .bool(let flag) = value else { throw mismatch(key, value, wanted: "true or false") }
        return flag
    }

    /// A duration such as `"30s"`, or nil if the key is absent.
    package func duration(_ key: String) throws(TOMLProblem) -> Duration? {
        guard let text = try string(key) else { return nil }
        guard let duration = Duration(notation: text) else {
            let remedy = "write a whole number and a unit: \"500ms\", \"30s\", \"5m\", \"2h\" or \"14d\""
            throw problem(key, "\(key) = \(text.quoted()) is no length of time", remedy: remedy)
        }
        return duration
    }

    /// An array of strings, or nil if the key is absent.
    package func strings(_ key: String) throws(TOMLProblem) -> [String]? {
        guard let value = take(key) else { return nil }
        guard case .array(let elements) = value else { throw mismatch(key, value, wanted: "an array of strings") }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else {
                throw problem(key, "\(key.quoted()) holds \(element.kind)", remedy: "write strings only")
            }
            texts.append(text)
        }
        return texts
    }

    /// A table, or nil if the key is absent.
    package func table(_ key: String) throws(TOMLProblem) -> StrictTable? {
        guard let value = take(key) else { return nil }
        guard case .table(let values) = value else { throw mismatch(key, value, wanted: "a table") }
        return child(path + [key], values)
    }

    /// An array of tables; empty if the key is absent.
    package func tables(_ key: String) throws(TOMLProblem) -> [StrictTable] {
        guard let value = take(key) else { return [] }
        guard case .array(let elements) = value else {
            throw problem(key, "\(key.quoted()) is \(value.kind)", remedy: "write [[\(key)]] above each of them")
        }
        var tables: [StrictTable] = []
        for (position, element) in elements.enumerated() {
            guard case .table(let values) = element else {
                throw problem(key, "\(key.quoted()) holds \(element.kind)", remedy: "write tables only")
            }
            tables.append(child(path + [key, String(position)], values))
        }
        return tables
    }

    /// Checks this table and every table taken from it for unknown keys.
    ///
    /// - Throws: `TOMLProblem` for the first unknown key.
    package func finish() throws(TOMLProblem) {
        if let first = leftovers().first { throw first }
    }

    /// A problem for each unknown key, here and in every table taken from it.
    package func leftovers() -> [TOMLProblem] {
        guard !isAbandoned else { return [] }
        let unknown = unasked.sorted { index.place(of: path + [$0]) < index.place(of: path + [$1]) }
        return unknown.map { unknownKey($0) } + children.flatMap { $0.leftovers() }
    }

    /// Stops the check for unknown keys in this table, because a problem was already reported and its other keys were
    /// not read.
    package func abandon() { isAbandoned = true }

    /// A problem with the key's value, at its line; at the table's line if the key is absent.
    package func problem(_ key: String, _ message: String, remedy: String) -> TOMLProblem {
        let place = index.place(of: path + [key])
        return TOMLProblem(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
    }

    /// A problem with the table as a whole.
    package func problem(_ message: String, remedy: String) -> TOMLProblem {
        let place = place
        return TOMLProblem(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
    }

    /// The problem for a missing key. Names the misspelled key that stands in its place, if there is one.
    package func missing(_ key: String) -> TOMLProblem {
        asked.insert(key)
        if let slip = Spelling.closest(to: key, among: unasked) { return unknownKey(slip, meant: key) }
        let place = path.isEmpty ? "the document" : "[\(path.filter { Int($0) == nil }.joined(separator: "."))]"
        return problem("\(place) has no \(key.quoted())", remedy: "add \(key) = …")
    }

    private var unasked: [String] { values.keys.filter { !asked.contains($0) } }

    private func take(_ key: String) -> TOMLValue? {
        asked.insert(key)
        return values[key]
    }

    private func child(_ path: [String], _ values: [String: TOMLValue]) -> StrictTable {
        let table = StrictTable(file: file, index: index, path: path, values: values)
        children.append(table)
        return table
    }

    private func mismatch(_ key: String, _ value: TOMLValue, wanted: String) -> TOMLProblem {
        problem(key, "\(key.quoted()) is \(value.kind)", remedy: "write \(wanted)")
    }

    private func unknownKey(_ key: String, meant: String? = nil) -> TOMLProblem {
        let guess = meant ?? Spelling.closest(to: key, among: asked.subtracting(values.keys))
        let remedy =
            if let guess {
                "did you mean \(guess.quoted())?"
            } else if asked.isEmpty {
                "remove it"
            } else {
                "remove it; the keys here are \(asked.sorted().map { $0.quoted() }.joined(separator: ", "))"
            }
        return problem(key, "unknown key \(key.quoted())", remedy: remedy)
    }
}
