import JSON
import TerminalUI

/// The only text that standard output and standard error accept: nothing from outside in it can act on a terminal.
///
/// Literals of the program convert by themselves, and what is interpolated into one is made safe:
/// `"No list has \(value)."`. Any other text enters through `init(line:)`, `init(lines:)` or `init(json:)`.
struct PrintedText: Sendable, Hashable {
    /// The text, colours included.
    let text: String

    private init(safe text: String) { self.text = text }

    /// Text from anywhere on one line: controls, line ends, bidirectional and invisible characters are spelled out as
    /// `<U+202E>` or drawn as their pictures.
    init(line raw: some StringProtocol) {
        let scalars = raw.unicodeScalars
        var safe = ""
        var rest = scalars[...]
        while !rest.isEmpty {
            let piece = rest.prefix(SafeText.limit)
            safe += SafeText(String(String.UnicodeScalarView(piece))).plain
            rest = rest.dropFirst(piece.count)
        }
        text = safe
    }

    /// Text from anywhere, each of its lines made safe.
    init(lines raw: String) {
        text = raw.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { PrintedText(line: $0).text }.joined(separator: "\n")
    }

    /// JSON, in which whatever a terminal could act on is written as `\u…`: every reader gets it back unchanged.
    init(json: String) { text = PrintableJSON.escaped(json) }

    /// Cells that one line takes; only for texts without colours.
    var width: Int { SafeText(text).width }

    /// At most `width` cells, with `…` where something was cut.
    func cut(to width: Int) -> PrintedText { PrintedText(safe: SafeText(text).truncated(to: width).plain) }

    /// Padded with spaces behind, or in front, to `width` cells.
    func padded(to width: Int, inFront: Bool = false) -> PrintedText {
        let spaces = String(repeating: " ", count: max(0, width - self.width))
        return PrintedText(safe: inFront ? spaces + text : text + spaces)
    }

    /// Without spaces at its end.
    var trimmed: PrintedText {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return PrintedText(safe: String(text))
    }

    /// In this tone, when there is colour.
    func painted(_ tone: Tone, on terminal: Terminal) -> PrintedText {
        guard terminal.hasColour, let code = tone.code else { return self }
        return PrintedText(safe: "\u{1B}[\(code)m\(text)\u{1B}[0m")
    }

    static func + (left: PrintedText, right: PrintedText) -> PrintedText { PrintedText(safe: left.text + right.text) }
}

extension PrintedText: ExpressibleByStringInterpolation {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ printed: PrintedText) { text += printed.text }
        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += PrintedText(line: value.description).text
        }
    }

    init(stringLiteral literal: String) { text = literal }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
}

extension PrintedText {
    /// Texts with `separator` between them.
    static func joined(_ texts: [PrintedText], _ separator: PrintedText) -> PrintedText {
        PrintedText(safe: texts.map(\.text).joined(separator: separator.text))
    }
}
