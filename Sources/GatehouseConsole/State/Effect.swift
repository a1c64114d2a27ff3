package import GatehouseModel
package import ControlProtocol
import TerminalUI

/// Something to be done outside the state. The runner does it; what comes of it returns as a `Message`.
package enum Effect: Sendable {
    case ask(Ask)
    /// Opens the event stream in place of the present one.
    case watch(generation: Int, WatchEvents.Interest)
    /// Puts text on the clipboard of the person's own terminal.
    case copy(String)
    /// Writes a new file that only the user can read.
    case write(path: String, contents: String, what: String)
    /// Shows text in the user's editor; what is edited there goes nowhere.
    case view(String)
    /// Runs the editor on a file made for it.
    case edit(path: String)
    /// Writes a policy into a file made for the editor, to be opened at a line.
    case writePolicy(String, line: Int?)
    /// Runs the editor on it.
    case editPolicy(path: String, line: Int?)
    /// Reads it back and removes it.
    case readPolicy(path: String)
    /// Removes a file made for the editor.
    case forget(path: String)
    /// Sends `tick` at that moment of this machine's clock.
    case wake(at: Timestamp)
    /// Tells when theme files change, for as long as the console runs.
    case watchThemes
    case loadTheme(String, isPreview: Bool)
    /// Remembers the state of the screens for the next start.
    case save(SavedState)
    case mouse(Bool)
    case suspend
    case redraw
    case bell
    /// Writes what is on the screen to a file.
    case saveDisplay(path: String)
    case quit
}

extension Effect {
    /// The request, when it is one.
    package var request: (any ControlRequest)? {
        guard case .ask(let ask) = self else { return nil }
        return ask.request
    }

    /// Whether it changes anything at the daemon.
    package var isChange: Bool {
        guard case .ask(let ask) = self else { return false }
        return ask.changes
    }
}
