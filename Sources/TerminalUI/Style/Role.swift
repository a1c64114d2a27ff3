/// The meaning of a part of the screen. Views name roles; themes assign colours to them.
package enum Role: String, CaseIterable, Hashable, Sendable {
    case text
    /// Less important than text: hints, units, absent values.
    case dim
    case title
    case border
    /// The border of the pane with the keyboard focus.
    case focus
    /// The selected row.
    case cursor
    /// A row marked by the user.
    case mark
    /// A search hit.
    case match
    /// The current search hit.
    case matchCurrent = "match-current"
    /// Something that has just arrived.
    case new
    case ok
    case warn
    case error
    case allowed
    case denied
    case pending
    case link
    case diffAdd = "diff-add"
    case diffDelete = "diff-del"
    case diffContext = "diff-ctx"
    /// A choice that cannot be undone.
    case danger = "danger-button"
    /// A key's name in a footer, menu or dialog.
    case key
    case hint
    /// A replacement for a character that would be invisible or dangerous.
    case hiddenChar = "hidden-char"
    case chart1 = "chart-1"
    case chart2 = "chart-2"
    case chart3 = "chart-3"
    case chart4 = "chart-4"

    /// The role's letter in a frame's style dump.
    package var legend: Character {
        switch self {
        case .text: "."
        case .dim: "d"
        case .title: "t"
        case .border: "b"
        case .focus: "f"
        case .cursor: "C"
        case .mark: "M"
        case .match: "m"
        case .matchCurrent: "X"
        case .new: "n"
        case .ok: "o"
        case .warn: "w"
        case .error: "e"
        case .allowed: "A"
        case .denied: "D"
        case .pending: "P"
        case .link: "l"
        case .diffAdd: "+"
        case .diffDelete: "-"
        case .diffContext: "="
        case .danger: "!"
        case .key: "k"
        case .hint: "h"
        case .hiddenChar: "H"
        case .chart1: "1"
        case .chart2: "2"
        case .chart3: "3"
        case .chart4: "4"
        }
    }
}
