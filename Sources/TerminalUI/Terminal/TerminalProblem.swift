/// Why the screen cannot be drawn, and what to do about it.
package enum TerminalProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no controlling terminal.
    case noTerminal
    /// The terminal cannot position the cursor.
    case dumb(type: String)
    /// No description of this terminal or a similar one is installed.
    case undescribed(type: String)

    package var description: String {
        switch self {
        case .noTerminal:
            "there is no terminal (/dev/tty cannot be opened); run it in a terminal, or use the command line's other verbs"
        case .dumb(let type):
            "the terminal \"\(TerminalProblem.shown(type))\" cannot place a cursor; use another terminal, or "
                + "gatehouse console --plain, which reads and prints lines"
        case .undescribed(let type):
            "no description of the terminal \"\(TerminalProblem.shown(type))\" is installed; set TERM=xterm, or install "
                + "ncurses-base"
        }
    }

    private static func shown(_ type: String) -> String { SafeText(type).truncated(to: 40).plain }
}
