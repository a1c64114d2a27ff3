import TerminalUI

/// Text from outside, made safe for one line of a terminal: what a terminal acts on, what reorders a line and what
/// cannot be seen is spelled out as `‹U+202E›`.
enum SafeLine {
    static func text(_ raw: String) -> String { SafeText(raw).plain }

    /// Several lines, each made safe.
    static func paragraph(_ raw: String) -> String {
        raw.split(separator: "\n", omittingEmptySubsequences: false).map { text(String($0)) }.joined(separator: "\n")
    }

    /// Cells the text takes.
    static func width(_ safe: String) -> Int { SafeText(safe).width }

    /// At most `width` cells, with `…` where something was cut.
    static func cut(_ safe: String, to width: Int) -> String { SafeText(safe).truncated(to: width).plain }

    /// Padded with spaces to `width` cells.
    static func pad(_ safe: String, to width: Int) -> String {
        safe + String(repeating: " ", count: max(0, width - Self.width(safe)))
    }
}
