/// A real or recorded terminal. Used by only one thread, except for its waker.
package protocol Terminal: AnyObject {
    var size: Size { get }
    var capabilities: TerminalCapabilities { get }
    /// Makes `waitForEvents` return; may be called from any thread.
    var waker: any TerminalWaker { get }

    /// Sleeps until there is input, the waker is called or the time-out has passed (nil: no time-out).
    ///
    /// Returns the events that arrived, oldest first; empty if it was only woken.
    /// - Throws: `TerminalClosed` if the terminal is gone or the process was asked to end.
    func waitForEvents(for timeout: Duration?) throws(TerminalClosed) -> [TerminalEvent]

    /// Whether these events, which `waitForEvents` returned together, hold keys that were not pressed one by one.
    func isBundle(_ events: [TerminalEvent]) -> Bool

    /// Shows a frame; what is on the screen already is not sent again. Returns how long the terminal took.
    func present(_ frame: Frame, in theme: Theme) -> Duration

    /// Performs a request other than drawing.
    func perform(_ request: TerminalRequest)

    /// Gives the screen to a program until it ends.
    func run(_ program: ForegroundProgram) -> ForegroundProgram.Result

    /// Restores the terminal to its former state. Nothing may be called afterwards.
    func close()
}

extension Terminal {
    /// Several keys in one read, or keys next to a paste.
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

/// The capabilities of a terminal.
package struct TerminalCapabilities: Hashable, Sendable {
    package let colors: ColorDepth
    package let glyphs: GlyphSet
    /// Problems with the environment and how they were handled: an unknown TERM, a missing locale.
    package let notices: [String]
    /// Whether the terminal is connected over a network, so that fewer frames are sent.
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
    /// The window was closed or the connection was lost.
    case hangUp
    /// The process was asked to end (SIGTERM, SIGINT).
    case terminated
}

/// Requests to a terminal other than drawing.
package enum TerminalRequest: Hashable, Sendable {
    /// Puts text on the user's clipboard (OSC 52, write only); refused if it exceeds the limit.
    case copy(SafeText)
    /// Sets the window's title.
    case title(SafeText)
    case bell
    case mouse(Bool)
    /// Redraws the whole screen.
    case redraw
    /// Suspends the program, as ^Z does; returns when it is continued.
    case suspend
}

/// A program that gets the terminal for a while, such as an editor or pager. Never run through a shell.
package struct ForegroundProgram: Hashable, Sendable {
    /// The program, looked up in PATH, and its arguments.
    package let arguments: [String]

    package init(arguments: [String]) {
        self.arguments = arguments
    }

    package enum Result: Hashable, Sendable {
        /// The program ended with this status.
        case exited(Int32)
        case signalled(Int32)
        /// The program could not be started; says why.
        case failed(String)
    }
}
