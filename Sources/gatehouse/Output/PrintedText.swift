import JSON
import TerminalUI

/// The only type that standard output and standard error accept. No outside text in it can act on a terminal.
///
/// String literals convert implicitly, and every interpolated value is made safe: `"No list has \(value)."`. Any other
/// text enters through `init(line:)`, `init(lines:)` or `init(json:)`.
struct PrintedText: Sendable, Hashable {
    /// The text, including colour sequences.
    let text: String

    private init(safe text: String) { self.text = text }

    /// Makes any text safe and keeps it on one line: controls, line ends, bidirectional and invisible characters are
    /// written as `<U+202E>` or as their pictures.
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

    /// Makes each line of any text safe.
    init(lines raw: String) {
        text = raw.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map { PrintedText(line: $0).text }.joined(separator: "\n")
    }

    /// JSON in which characters that a terminal could act on are written as `\u…`, which every reader decodes to the
    /// original.
    init(json: String) { text = PrintableJSON.escaped(json) }

    /// The width of one line in cells; only for text without colours.
    var width: Int { SafeText(text).width }

    /// Cuts the text to at most `width` cells; `…` marks a cut.
    func cut(to width: Int) -> PrintedText { PrintedText(safe: SafeText(text).truncated(to: width).plain) }

    /// Pads the text to `width` cells with spaces at its end, or at its start.
    func padded(to width: Int, inFront: Bool = false) -> PrintedText {
        let spaces = String(repeating: " ", count: max(0, width - self.width))
        return PrintedText(safe: inFront ? spaces + text : text + spaces)
    }

    /// The text without spaces at its end.
    var trimmed: PrintedText {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return PrintedText(safe: String(text))
    }

    /// The text in this tone if the terminal has colour.
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
    /// The texts joined with `separator` between them.
    static func joined(_ texts: [PrintedText], _ separator: PrintedText) -> PrintedText {
        PrintedText(safe: texts.map(\.text).joined(separator: separator.text))
    }
}
