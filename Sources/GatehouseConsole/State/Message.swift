package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// Everything that can happen to the console.
package enum Message: Sendable {
    case key(Key)
    /// A key that arrived in one read with others, so that it may be pasted text.
    case bundled(Key, KeyPlace)
    /// Text pasted by the terminal: data, never commands.
    case pasted(String)
    case mouse(Mouse)
    case resized(Size)
    /// Time has passed; sent at `ConsoleState.nextWake`.
    case tick
    case stream(generation: Int, StreamNews)
    case whoAmI(Result<WhoAmI, ControlError>)
    case status(Result<DaemonStatus, ControlError>)
    /// A reply to a request from a screen.
    case screen(any ScreenMessage)
    /// The result of an undo.
    case undo(UndoMessage)
    /// A detail was loaded, or could not be.
    case resource(key: String, Result<Resource, ControlError>)
    /// A theme was loaded.
    case theme(Theme, isPreview: Bool, problems: [String])
    case themeNames([String])
    /// A file in a theme folder changed.
    case themesChanged
    /// The temporary file for the editor is ready.
    case viewReady(path: String)
    /// The editor has ended; `problem` is nil if it succeeded.
    case viewed(path: String, problem: String?)
    /// Something outside succeeded or failed: a file, the editor, the clipboard.
    case done(String)
    case failed(String)
}

/// A reply to a request from a screen, which knows what to do with it.
package protocol ScreenMessage: Sendable {
    func update(_ state: inout ConsoleState) -> [Effect]
}

/// Events of the event stream.
package enum StreamNews: Sendable {
    case event(Event)
    /// Events that arrived together, oldest first.
    case events([Event])
    case ended(ControlError?)
}
