import TerminalUI

extension TableSelection {
    /// Moves the selection as in every list, for panes whose rows get the keys; false if the key moves nothing.
    mutating func press(_ key: Key, in rows: some TableRows<ID>, height: Int) -> Bool {
        switch key.description {
        case "down", "j": move(by: 1, in: rows, height: height)
        case "up", "k": move(by: -1, in: rows, height: height)
        case "PgDn", "^F": move(by: max(1, height - 1), in: rows, height: height)
        case "PgUp", "^B": move(by: -max(1, height - 1), in: rows, height: height)
        case "^D": move(by: max(1, height / 2), in: rows, height: height)
        case "^U": move(by: -max(1, height / 2), in: rows, height: height)
        case "g", "Home": moveToStart(in: rows, height: height)
        case "G", "End": moveToEnd(in: rows, height: height)
        default: return false
        }
        return true
    }
}
