/// The settings for opening a terminal. A value type, so that tests need no real environment.
package struct TerminalEnvironment: Hashable, Sendable {
    /// The value of TERM.
    package var type: String
    /// Whether NO_COLOR has any value (no-color.org) and nothing overrides it.
    package var noColor: Bool
    /// Whether SSH_CONNECTION is set.
    package var isRemote: Bool
    /// Whether to draw only ASCII: on, off, or depending on the locale (nil).
    package var ascii: Bool?
    /// How long to wait for the rest of a sequence after Escape, in milliseconds; slow connections need more.
    package var escapeDelay: Int
    /// A limit below the terminal's number of colours; nil for no limit.
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

    /// Reads the relevant environment variables.
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

    /// The descriptions to try in order: the terminal's own, then those that it most likely understands.
    ///
    /// Servers often lack the descriptions of newer terminals, although ssh passes on their names.
    package var candidates: [String] {
        let fallbacks = isFamiliar ? ["xterm-256color", "xterm", "vt100"] : ["xterm", "vt100"]
        return (type.isEmpty ? [] : [type]) + fallbacks.filter { $0 != type }
    }
}
