import PlainText

/// The text of an expression, with the positions of its lines.
package struct SourceText: Sendable {
    package let text: String
    let bytes: [UInt8]

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Line and column of a byte offset, both counting from 1; columns count code points.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = bytes[lineStart..<before.endIndex].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return (line, column)
    }

    /// The line that contains `offset`. Tabs and other white space become blanks, so that a caret below it is aligned.
    func line(at offset: Int) -> String {
        let place = min(offset, bytes.count)
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let visible = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.map { scalar in
            scalar.isUnsafeToPrint ? " " : scalar
        }
        var line = ""
        line.unicodeScalars.append(contentsOf: visible)
        return line
    }
}
