import GatehouseModel
import TerminalUI

/// Keys that arrived in one read: pasted text if the terminal does not mark pastes, or typing over a slow connection.
///
/// They move the cursor and type text like any key, but decide nothing: a decision needs a key that arrives alone.
package struct Bundles: Sendable, Hashable {
    /// Keys that arrive this soon after a group or a paste still belong to it.
    static let quiet = Duration.milliseconds(100)

    /// Whether the current key is part of a group.
    private(set) var isBundled = false
    /// Whether the rest of the group is dropped, because one of its keys was refused.
    private var isDropping = false
    private var last: Timestamp?

    /// Starts handling a key; false if it is dropped with the rest of its group.
    mutating func take(_ place: KeyPlace, at now: Timestamp) -> Bool {
        switch place {
        case .alone:
            isBundled = last.map { now.since($0) < Self.quiet } ?? false
            isDropping = isDropping && isBundled
        case .firstOfBundle:
            isDropping = false
            fallthrough
        case .laterInBundle:
            isBundled = true
            last = now
        }
        return !isDropping
    }

    /// Ends handling a key.
    mutating func end() { isBundled = false }

    /// Notes that text was pasted.
    mutating func pasted(at now: Timestamp) { last = now }

    mutating func dropRest() { isDropping = true }
}

extension ConsoleState {
    /// Refuses a key of a group if the action needs a key that arrives alone, and drops the keys after it. True if
    /// refused.
    mutating func refusesBundled(_ what: String) -> Bool {
        guard bundles.isBundled else { return false }
        bundles.dropRest()
        say(
            "\(what) came together with other keys, as pasted text does: nothing was done; press it by itself",
            .warning
        )
        return true
    }
}

extension Command {
    /// Whether the command needs a key that arrives alone, because it changes something at the daemon or ends the
    /// console.
    var needsOwnKey: Bool { role > .viewer || danger != .none || name == "quit" }
}

extension Overlay {
    /// What a key would do in the open dialog, if that needs a key that arrives alone.
    func answer(to key: Key) -> String? {
        let isEnter = key == .enter
        let isYes = key == .character("y") || key == .character("Y")
        switch self {
        case .confirm: return isYes ? "y" : nil
        case .deny(let form): return form.editing == nil && isYes ? "y" : nil
        case .entry: return isEnter ? "enter" : nil
        case .pane(let pane): return pane.barrier != nil && (isEnter || isYes) ? key.description : nil
        case .menu(let menu):
            let chooses = isEnter || menu.items.contains { $0.key == key.description }
            return chooses ? "the choice" : nil
        case .prompt, .commands, .log: return nil
        }
    }
}
