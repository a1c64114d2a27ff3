package import StrictTOML

/// A policy's text split into its parts, so that one can be changed while all other text stays the same, byte for byte.
///
/// A part begins with the comment lines directly above its header and ends where the next one begins.
package struct PolicyText: Sendable, Hashable {
    /// One part.
    package struct Block: Sendable, Hashable {
        /// `rule` for `[[rule]]`.
        package var kind: String
        /// Nil if it has no name, or is not a regular `[[kind]]` table.
        package var name: String?
        /// The comments above, the header and the values.
        package var body: String
        /// The text between this part and the next: blank lines, and comments that belong to no part.
        package var tail: String

        package var text: String { body + tail }
        /// `rule:postal code`.
        package var subject: String { kind + ":" + (name ?? "?") }
    }

    /// The text before the first part.
    package var lead: String
    package var blocks: [Block]

    /// The whole text.
    package var text: String { blocks.reduce(into: lead) { $0 += $1.text } }

    /// Splits a text.
    ///
    /// - Throws: `TOMLProblem` if it is not valid TOML.
    package init(_ text: String, file: String = "policy") throws(TOMLProblem) {
        self.init(text, try TOMLDocument(text, file: file))
    }

    init(_ text: String, _ document: TOMLDocument) {
        let bytes = Array(text.utf8)
        let cutter = BlockCutter(bytes, document)
        let starts = cutter.starts
        lead = String(decoding: bytes[..<(starts.first?.offset ?? bytes.count)], as: UTF8.self)
        blocks = starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1].offset : bytes.count
            let bodyEnd = min(cutter.lineEnd(after: cutter.lastValue(before: end, from: starts[index].header)), end)
            return Block(
                kind: starts[index].kind,
                name: starts[index].name,
                body: String(decoding: bytes[starts[index].offset..<bodyEnd], as: UTF8.self),
                tail: String(decoding: bytes[bodyEnd..<end], as: UTF8.self)
            )
        }
    }

    /// The index of the part with this kind and name.
    package func index(of kind: String, _ name: String) -> Int? {
        blocks.firstIndex { $0.kind == kind && $0.name == name }
    }

    /// The line ending of the text.
    package var lineEnd: String { text.utf8.contains(0x0D) ? "\r\n" : "\n" }
}

/// Finds where the parts of a document begin.
private struct BlockCutter {
    struct Start {
        /// The offset of its first comment line.
        var offset: Int
        /// The offset of its header.
        var header: Int
        var kind: String
        var name: String?
    }

    private let bytes: [UInt8]
    private let entries: [TOMLDocument.Entry]
    private(set) var starts: [Start] = []

    init(_ bytes: [UInt8], _ document: TOMLDocument) {
        self.bytes = bytes
        entries = document.entries.sorted { $0.value.upperBound < $1.value.upperBound }
        var counts: [String: Int] = [:]
        var floor = 0
        for header in document.headers {
            guard let kind = header.names.first else { continue }
            let isPart = header.isArray && header.names.count == 1
            if isPart { counts[kind, default: 0] += 1 }
            // `[rule.set]` continues the rule above it.
            if !isPart, header.names.count > 1, kind == starts.last?.kind {
                floor = lineEnd(after: header.offset)
                continue
            }
            let element = isPart ? document.values[kind]?.array?[(counts[kind] ?? 1) - 1].table : nil
            let before = max(floor, lineEnd(after: lastValue(before: header.offset, from: 0)))
            starts.append(
                Start(
                    offset: commentStart(above: header.offset, floor: before),
                    header: header.offset,
                    kind: kind,
                    name: element?["name"]?.string
                )
            )
            floor = lineEnd(after: header.offset)
        }
    }

    /// The end of the last value before `offset`, or `start` if there is none.
    func lastValue(before offset: Int, from start: Int) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].value.upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        let value = low > 0 ? entries[low - 1].value.upperBound : 0
        let headerEnd = start
        return max(value, headerEnd)
    }

    /// The offset after the line that contains `offset`; 0 for 0.
    func lineEnd(after offset: Int) -> Int {
        guard offset > 0 || bytes.first == UInt8(ascii: "[") else { return 0 }
        return bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    /// The offset of the first of the comment lines directly above a header.
    private func commentStart(above header: Int, floor: Int) -> Int {
        var start = lineStart(of: header)
        while start > floor {
            let above = lineStart(of: start - 1)
            let line = bytes[above..<start].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard above >= floor, line.first == UInt8(ascii: "#") else { break }
            start = above
        }
        return max(start, min(floor, header))
    }

    private func lineStart(of offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }
}
