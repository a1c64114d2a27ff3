/// What the terminal's set-up depends on; a value, so that tests need no real environment.
package struct TerminalEnvironment: Hashable, Sendable {
    /// TERM.
    package var type: String
    /// Whether NO_COLOR is set to anything (no-color.org) and nothing overrides it.
    package var noColor: Bool
    /// Whether SSH_CONNECTION is set.
    package var isRemote: Bool
    /// Draw only ASCII: on, off, or as the locale allows (nil).
    package var ascii: Bool?
    /// Milliseconds to wait for the rest of a sequence after Escape; slow links need more.
    package var escapeDelay: Int
    /// Fewer colours than the terminal has; nil for what it has.
    package var colors: ColorDepth?

    package init(
        type: String,
        noColor: Bool = false,
        isRemote: Bool = false,
        ascii: Bool? = nil,
        escapeDelay: Int = 25,
        colors: ColorDepth? = nil
    ) {
        self.type = type
        self.noColor = noColor
        self.isRemote = isRemote
        self.ascii = ascii
        self.escapeDelay = escapeDelay
        self.colors = colors
    }

    /// Reads the variables that matter.
    package init(_ variables: [String: String]) {
        self.init(
            type: variables["TERM"] ?? "",
            noColor: !(variables["NO_COLOR"] ?? "").isEmpty,
            isRemote: !(variables["SSH_CONNECTION"] ?? "").isEmpty
        )
    }

    /// Whether the terminal is of a family that understands xterm's control sequences.
    var isFamiliar: Bool {
        let families = [
            "xterm", "kitty", "alacritty", "foot", "wezterm", "ghostty", "tmux", "screen", "rxvt", "konsole",
        ]
        let lower = type.lowercased()
        return families.contains { lower.contains($0) }
    }

    /// Descriptions to try in turn: the terminal's own, then those that it most likely understands.
    ///
    /// Servers often lack the descriptions of newer terminals, which ssh announces all the same.
    package var candidates: [String] {
        let fallbacks = isFamiliar ? ["xterm-256color", "xterm", "vt100"] : ["xterm", "vt100"]
        return (type.isEmpty ? [] : [type]) + fallbacks.filter { $0 != type }
    }
}
