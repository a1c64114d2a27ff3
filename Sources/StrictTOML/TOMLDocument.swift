/// A parsed document: its values and their places in the text.
package struct TOMLDocument: Sendable {
    /// The members of the top table.
    package let values: [String: TOMLValue]
    /// Every `[…]` and `[[…]]`, in order.
    package let headers: [Header]
    /// Every key that has a value, in order.
    package let entries: [Entry]
    let places: PlaceIndex

    /// A line that opens a table.
    package struct Header: Sendable, Hashable {
        /// The names between the brackets.
        package let names: [String]
        /// Whether it is `[[…]]`.
        package let isArray: Bool
        /// Byte offset of its first bracket, in UTF-8.
        package let offset: Int
    }

    /// A key and its value.
    package struct Entry: Sendable, Hashable {
        /// The names from the top table; array elements are named by their index.
        package let path: [String]
        /// Byte offset of the key; for an array element, of the element.
        package let key: Int
        /// The byte range of the value.
        package let value: Range<Int>
    }

    /// Parses a document.
    ///
    /// - Parameters:
    ///   - file: the name for messages; nothing is opened.
    ///   - sizeLimit: bytes of UTF-8.
    ///   - depthLimit: keys and array elements from the top to the deepest value.
    /// - Throws: `TOMLProblem` for the first thing that is not valid TOML 1.0 (toml.io), or that exceeds a limit.
    package init(
        _ text: String,
        file: String,
        sizeLimit: Int = 1 << 20,
        depthLimit: Int = 16
    ) throws(TOMLProblem) {
        let bytes = Array(text.utf8)
        guard bytes.count <= sizeLimit else {
            throw TOMLProblem(
                file: file,
                line: 0,
                message: "the document has \(bytes.count) bytes, and at most \(sizeLimit) are read",
                remedy: "make it smaller"
            )
        }
        var parser = TOMLParser(bytes, file: file, depthLimit: depthLimit)
        try parser.parse()
        values = parser.root.members.mapValues(\.value)
        headers = parser.headers
        entries = parser.entries
        places = PlaceIndex(parser.offsets, text: TextPlaces(bytes))
    }
}

/// The places of a document's keys.
struct PlaceIndex: Sendable {
    private let offsets: [String: TOMLParser.Offsets]
    let text: TextPlaces

    init(_ offsets: [String: TOMLParser.Offsets], text: TextPlaces) {
        self.offsets = offsets
        self.text = text
    }

    /// The place of a key path, or of its nearest parent that has one; otherwise the start of the text.
    func place(of path: [String]) -> TextPlaces.Place {
        for length in stride(from: path.count, to: 0, by: -1) {
            if let found = offsets[TOMLParser.name(path[..<length])] { return text.place(at: found.key) }
        }
        return TextPlaces.Place(line: 1, column: 1)
    }

    /// Where the value of a key path begins, after its opening quote; nil if the value has no place of its own.
    func valuePlace(of path: [String]) -> TextPlaces.Place? {
        offsets[TOMLParser.name(path[...])]?.value.map { text.place(at: $0) }
    }
}

/// Converts byte offsets to lines and columns.
package struct TextPlaces: Sendable {
    /// A place in a text. Lines and characters count from 1.
    package struct Place: Sendable, Hashable, Comparable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        package static func < (left: Place, right: Place) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    private let bytes: [UInt8]
    /// The byte offset of each line.
    private let starts: [Int]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        self.starts = starts
    }

    /// The place of a byte offset.
    package func place(at offset: Int) -> Place {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let before = String(decoding: bytes[starts[low]..<min(max(offset, starts[low]), bytes.count)], as: UTF8.self)
        return Place(line: low + 1, column: before.count + 1)
    }
}
