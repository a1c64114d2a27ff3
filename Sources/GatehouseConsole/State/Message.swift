package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// Everything that can happen to the console.
package enum Message: Sendable {
    case key(Key)
    /// A key that came in one read with others: pasted text may come so.
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
    case traffic(TrafficMessage)
    case approvals(ApprovalsMessage)
    /// What became of an act that was to be taken back.
    case undo(UndoMessage)
    case lists(ListsMessage)
    case rules(RulesMessage)
    case flows(FlowsMessage)
    case audit(AuditMessage)
    /// A detail was read, or could not be.
    case resource(key: String, Result<Resource, ControlError>)
    /// A theme was found and loaded.
    case theme(Theme, isPreview: Bool, problems: [String])
    case themeNames([String])
    /// A file in a theme folder was written.
    case themesChanged
    /// A file with the text to look at is ready for the editor.
    case viewReady(path: String)
    /// The editor is done; nil when all went well.
    case viewed(path: String, problem: String?)
    /// Something outside succeeded or failed: a file, the editor, the clipboard.
    case done(String)
    case failed(String)
}

/// News of the event stream.
package enum StreamNews: Sendable {
    case event(Event)
    /// Events that came together, oldest first.
    case events([Event])
    case ended(ControlError?)
}
