import TerminalUI

extension Prompt {
    /// Gives a key to the line; false when it means nothing there.
    mutating func edit(_ key: Key) -> Bool { press(key) == .edited }
}
