package import GatehouseModel
package import ControlProtocol
import TerminalUI

/// Something to do outside the state. The runner does it, and the result returns as a `Message`.
package enum Effect: Sendable {
    case ask(Ask)
    /// Opens the event stream in place of the current one.
    case watch(generation: Int, WatchEvents.Interest)
    /// Copies text to the clipboard of the user's own terminal.
    case copy(String)
    /// Writes a new file that only the user can read.
    case write(path: String, contents: String, what: String)
    /// Shows text in the user's editor; edits are discarded.
    case view(String)
    /// Opens the editor with a temporary file.
    case edit(path: String)
    /// Writes a policy into a temporary file for the editor, which opens it at a line.
    case writePolicy(String, line: Int?)
    /// Opens the editor with that file.
    case editPolicy(path: String, line: Int?)
    /// Reads the file back and removes it.
    case readPolicy(path: String)
    /// Removes a temporary file.
    case forget(path: String)
    /// Sends `tick` at this time of this machine's clock.
    case wake(at: Timestamp)
    /// Reports changes of theme files for as long as the console runs.
    case watchThemes
    case loadTheme(String, isPreview: Bool)
    /// Saves the state of the screens for the next start.
    case save(SavedState)
    case mouse(Bool)
    case suspend
    case redraw
    case bell
    /// Writes the content of the screen to a file.
    case saveDisplay(path: String)
    case quit
}

extension Effect {
    /// The request, if the effect is one.
    package var request: (any ControlRequest)? {
        guard case .ask(let ask) = self else { return nil }
        return ask.request
    }

    /// Whether the effect changes anything at the daemon.
    package var isChange: Bool {
        guard case .ask(let ask) = self else { return false }
        return ask.changes
    }
}
