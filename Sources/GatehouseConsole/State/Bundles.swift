import GatehouseModel
import TerminalUI

/// Keys that came in one read: pasted text where the terminal does not mark pastes, or typing over a slow link.
///
/// They move the cursor and write text as any key does. They decide nothing: a decision takes a key of its own.
package struct Bundles: Sendable, Hashable {
    /// Keys this soon behind a bundle or a paste still belong to it.
    static let quiet = Duration.milliseconds(100)

    /// Whether the key that is being handled is part of a bundle.
    private(set) var isBundled = false
    /// Whether the rest of the bundle is dropped, because one of its keys was.
    private var isDropping = false
    private var last: Timestamp?

    /// A key begins to be handled; false when it is dropped with the rest of its bundle.
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

    /// The key was handled.
    mutating func end() { isBundled = false }

    /// Text was pasted.
    mutating func pasted(at now: Timestamp) { last = now }

    mutating func dropRest() { isDropping = true }
}

extension ConsoleState {
    /// Refuses a key of a bundle where a key of its own is needed, and drops the keys behind it. True when refused.
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
    /// Whether it takes a key of its own: it changes something at the daemon, or ends the console.
    var needsOwnKey: Bool { role > .viewer || danger != .none || name == "quit" }
}

extension Overlay {
    /// What a key would carry out in what is open, when it is an answer that takes a key of its own.
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
