import TerminalUI

extension Prompt {
    /// Handles a key in the line; false if it has no meaning there.
    mutating func edit(_ key: Key) -> Bool { press(key) == .edited }
}
