import TerminalUI

extension ConsoleState {
    /// What to remember for the next start.
    var saved: SavedState {
        var saved = SavedState()
        saved.screen = screen.rawValue
        saved.theme = theme.name
        saved.sideBySide = sideBySide
        saved.shares = Dictionary(uniqueKeysWithValues: panes.map { ($0.key.rawValue, $0.value.share) })
        saved.filters = Dictionary(uniqueKeysWithValues: panes.map { ($0.key.rawValue, $0.value.filter.text) })
            .filter { !$0.value.isEmpty }
        saved.history = history
        return saved
    }

    /// Takes up what was remembered; what is unknown or out of range is left as it is.
    mutating func restore(_ saved: SavedState) {
        screen = saved.screen.flatMap(ScreenID.init(rawValue:)) ?? screen
        sideBySide = saved.sideBySide ?? sideBySide
        for (name, share) in saved.shares ?? [:] {
            guard let id = ScreenID(rawValue: name), (15...90).contains(share) else { continue }
            panes[id]?.share = share
        }
        for (name, text) in saved.filters ?? [:] {
            guard let id = ScreenID(rawValue: name), id.type.filterProblem(text) == nil else { continue }
            panes[id]?.filter = FilterState(text: text)
        }
        for (prompt, lines) in (saved.history ?? [:]).prefix(20) {
            history[prompt] = Array(lines.suffix(50))
        }
    }
}
