/// The device: a real terminal or a recorded one. Used by one thread only, apart from its waker.
package protocol Terminal: AnyObject {
    var size: Size { get }
    var capabilities: TerminalCapabilities { get }
    /// Makes `waitForEvents` return; may be called from anywhere.
    var waker: any TerminalWaker { get }

    /// Sleeps until there is input, the waker is called or the time is over (nil: for ever).
    ///
    /// Returns what arrived, oldest first; nothing when it was only woken.
    /// - Throws: `TerminalClosed` when the terminal has gone away or the process was told to end.
    func waitForEvents(for timeout: Duration?) throws(TerminalClosed) -> [TerminalEvent]

    /// Whether these events, which `waitForEvents` returned together, hold keys that were not pressed one by one.
    func isBundle(_ events: [TerminalEvent]) -> Bool

    /// Shows a frame; what is on the screen already is not sent again. Returns how long the terminal took.
    func present(_ frame: Frame, in theme: Theme) -> Duration

    /// Does something other than drawing.
    func perform(_ request: TerminalRequest)

    /// Gives the screen to a program until it ends.
    func run(_ program: ForegroundProgram) -> ForegroundProgram.Result

    /// Gives the terminal back as it was. Nothing may be called after it.
    func close()
}

extension Terminal {
    /// Several keys in one read, or keys beside a paste.
    package func isBundle(_ events: [TerminalEvent]) -> Bool {
        let keys = events.count { if case .key = $0 { true } else { false } }
        let hasPaste = events.contains { if case .paste = $0 { true } else { false } }
        return keys > 1 || hasPaste
    }
}

/// Wakes the thread that waits in `Terminal.waitForEvents`.
package protocol TerminalWaker: Sendable {
    func wake()
}

/// What a terminal can do.
package struct TerminalCapabilities: Hashable, Sendable {
    package let colors: ColorDepth
    package let glyphs: GlyphSet
    /// What was wrong with the environment and how it was mended: an unknown TERM, a missing locale.
    package let notices: [String]
    /// Whether the far end is reached over a network, so that fewer frames are sent.
    package let isRemote: Bool

    package init(colors: ColorDepth, glyphs: GlyphSet, notices: [String] = [], isRemote: Bool = false) {
        self.colors = colors
        self.glyphs = glyphs
        self.notices = notices
        self.isRemote = isRemote
    }
}

/// Why a terminal can no longer be used.
package enum TerminalClosed: Error, Hashable, Sendable {
    /// The window was closed or the connection lost.
    case hangUp
    /// The process was told to end (SIGTERM, SIGINT).
    case terminated
}

/// Things a terminal does beside drawing.
package enum TerminalRequest: Hashable, Sendable {
    /// Puts text on the user's clipboard (OSC 52, write only); longer than the limit is refused.
    case copy(SafeText)
    /// Sets the window's title.
    case title(SafeText)
    case bell
    case mouse(Bool)
    /// Paints everything again.
    case redraw
    /// Stops the program as ^Z does; returns when it is continued.
    case suspend
}

/// A program that gets the terminal for a while: an editor, a pager. Never run through a shell.
package struct ForegroundProgram: Hashable, Sendable {
    /// The program and its arguments; looked up in PATH.
    package let arguments: [String]

    package init(arguments: [String]) {
        self.arguments = arguments
    }

    package enum Result: Hashable, Sendable {
        /// It ended with this status.
        case exited(Int32)
        case signalled(Int32)
        /// It could not be started, and why.
        case failed(String)
    }
}
