package import GatehouseModel
package import TerminalUI

/// A larger overlay that gets the keys, such as a form or a report. A value that draws itself.
package protocol OverlayPane: Sendable {
    /// The text that must have been drawn before keys are accepted; nil if no key confirms anything.
    var barrier: String? { get }
    /// Handles a key. Saves its own new state with `state.replace`.
    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect]
    /// Handles pasted text, which is data.
    func paste(_ text: String, _ state: inout ConsoleState) -> [Effect]
    /// The details that it needs.
    func wanted(_ state: ConsoleState) -> [Wanted]
    /// The time of its next change without a key.
    func nextWake(_ state: ConsoleState) -> Timestamp?
    func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame)
}

extension OverlayPane {
    package var barrier: String? { nil }
    package func paste(_ text: String, _ state: inout ConsoleState) -> [Effect] { [] }
    package func wanted(_ state: ConsoleState) -> [Wanted] { [] }
    package func nextWake(_ state: ConsoleState) -> Timestamp? { nil }
}

extension ConsoleState {
    /// The area for large panes: over list and detail, so that header and messages stay visible.
    package var paneArea: Rect {
        let box = layout.box
        guard box.isEmpty else { return box }
        return Rect(x: 0, y: min(1, size.height), width: size.width, height: size.height - 2)
    }

    /// Opens a pane above the open one; closing it shows that one again.
    mutating func cover(with pane: some OverlayPane) {
        if let dialog { covered.append(dialog) }
        dialog = .pane(pane)
    }

    /// Saves the new state of the open pane.
    mutating func replace(_ pane: some OverlayPane) { dialog = .pane(pane) }

    /// The open pane, if it is of this kind.
    func pane<Kind: OverlayPane>(_ kind: Kind.Type) -> Kind? {
        guard case .pane(let pane) = dialog else { return nil }
        return pane as? Kind
    }

    /// Changes the pane of a kind, open or covered; false if there is none.
    @discardableResult
    mutating func changePane<Kind: OverlayPane>(_ kind: Kind.Type, _ change: (inout Kind) -> Void) -> Bool {
        if var pane = pane(kind) {
            change(&pane)
            dialog = .pane(pane)
            return true
        }
        for (index, overlay) in covered.enumerated().reversed() {
            guard case .pane(let pane) = overlay, var found = pane as? Kind else { continue }
            change(&found)
            covered[index] = .pane(found)
            return true
        }
        return false
    }

    /// Closes everything above the screen.
    mutating func closeAllDialogs() {
        covered = []
        dialog = nil
    }
}
