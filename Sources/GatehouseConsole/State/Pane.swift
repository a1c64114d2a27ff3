package import TerminalUI

/// The list and the detail of one screen, as far as all screens have them in common.
package struct Pane: Sendable, Hashable {
    /// Whether keys apply to the detail. On small screens, whether the detail is shown.
    package var isDetailFocused = false
    /// The open tab of the detail.
    package var tab = 0
    /// The number of lines scrolled up in the detail.
    package var scroll = 0
    /// The list's share of the height in percent.
    package var share: Int
    package var filter = FilterState()
    package var search = SearchState()
    /// The chosen columns; nil for the defaults.
    package var columns: [String]?
    /// The column by which the list is sorted; nil for its own order.
    package var sort: Table.Sort?

    package init(share: Int) { self.share = share }
}

/// A filter in the query language, which can be turned off temporarily.
package struct FilterState: Sendable, Hashable {
    package var text = ""
    package var isOn = true

    package init(text: String = "") { self.text = text }

    /// The filter if it is turned on.
    package var active: String? { isOn && !text.isEmpty ? text : nil }
}

/// A search that highlights matches and goes from one to the next.
package struct SearchState: Sendable, Hashable {
    package var term = ""
    /// The number of matches in the loaded rows, when last counted.
    package var matches = 0
    /// The number of the match under the cursor, from 1; 0 if there is none.
    package var current = 0

    package var isActive: Bool { !term.isEmpty }
}
