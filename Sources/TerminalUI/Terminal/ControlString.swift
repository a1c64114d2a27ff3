import PlainText

/// The two control strings that are written directly. Neither causes the terminal to answer.
enum ControlString {
    /// The maximum length of base64 text that terminals accept, in bytes.
    static let clipboardLimit = 74_994
    private static let titleLimit = 120

    /// Puts a text on the clipboard (OSC 52); nil if it is too long or the terminal might print the sequence.
    static func clipboard(_ text: SafeText, for type: String) -> [UInt8]? {
        guard understandsStrings(type) else { return nil }
        let encoded = Base64.encode(text.plain.utf8)
        guard encoded.utf8.count <= clipboardLimit else { return nil }
        return Array("\u{1B}]52;c;\(encoded)\u{07}".utf8)
    }

    /// Sets the window's title (OSC 2).
    static func title(_ text: SafeText, for type: String) -> [UInt8]? {
        guard understandsStrings(type) else { return nil }
        return Array("\u{1B}]2;\(text.truncated(to: titleLimit).plain)\u{07}".utf8)
    }

    private static func understandsStrings(_ type: String) -> Bool {
        TerminalEnvironment(type: type).isFamiliar
    }
}

extension SafeText {
    /// Whether the whole text fits on the clipboard.
    package var fitsClipboard: Bool {
        (plain.utf8.count + 2) / 3 * 4 <= ControlString.clipboardLimit
    }
}
