package import GatehouseModel
package import TerminalUI

/// Something larger that opens above the screen and takes the keys: a form, a report. A value that draws itself.
package protocol OverlayPane: Sendable {
    /// What must have been on the terminal before keys reach it; nil when no key of it confirms anything.
    var barrier: String? { get }
    /// Gives it a key. It puts its own new state back with `state.replace`.
    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect]
    /// Gives it pasted text, which is data.
    func paste(_ text: String, _ state: inout ConsoleState) -> [Effect]
    /// The details it shows.
    func wanted(_ state: ConsoleState) -> [Wanted]
    /// When it changes by itself.
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
    /// Where panes that need room go: over list and detail, so that header and messages stay in sight.
    package var paneArea: Rect {
        let box = layout.box
        guard box.isEmpty else { return box }
        return Rect(x: 0, y: min(1, size.height), width: size.width, height: size.height - 2)
    }

    /// Opens a pane above what is open; closing it brings that back.
    mutating func cover(with pane: some OverlayPane) {
        if let dialog { covered.append(dialog) }
        dialog = .pane(pane)
    }

    /// Puts the new state of the open pane in place of the old one.
    mutating func replace(_ pane: some OverlayPane) { dialog = .pane(pane) }

    /// The open pane, when it is of that kind.
    func pane<Kind: OverlayPane>(_ kind: Kind.Type) -> Kind? {
        guard case .pane(let pane) = dialog else { return nil }
        return pane as? Kind
    }

    /// Changes the pane of a kind, wherever it lies; false when there is none.
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

    /// Closes everything that lies above the screen.
    mutating func closeAllDialogs() {
        covered = []
        dialog = nil
    }
}
