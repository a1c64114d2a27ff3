package import TerminalUI

/// The list and the detail of one screen: what is common to all of them.
package struct Pane: Sendable, Hashable {
    /// Whether keys move in the detail. On small screens, whether the detail is what is shown.
    package var isDetailFocused = false
    /// Which tab of the detail is open.
    package var tab = 0
    /// Lines of the detail above its window.
    package var scroll = 0
    /// The list's share of the height in hundredths.
    package var share: Int
    package var filter = FilterState()
    package var search = SearchState()
    /// The columns chosen for the list; nil for the usual ones.
    package var columns: [String]?
    /// What the list is sorted by; nil for its own order.
    package var sort: Table.Sort?

    package init(share: Int) { self.share = share }
}

/// A filter in the query language, which can be turned off for a moment.
package struct FilterState: Sendable, Hashable {
    package var text = ""
    package var isOn = true

    package init(text: String = "") { self.text = text }

    /// The filter in force.
    package var active: String? { isOn && !text.isEmpty ? text : nil }
}

/// A search that highlights and leads from match to match.
package struct SearchState: Sendable, Hashable {
    package var term = ""
    /// Matches in the rows held here, when last counted.
    package var matches = 0
    /// Which of them the cursor is on, from 1; 0 on none.
    package var current = 0

    package var isActive: Bool { !term.isEmpty }
}
