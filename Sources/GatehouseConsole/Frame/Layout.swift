package import TerminalUI

/// The areas of the screen, computed from the size and a few preferences only.
package struct Layout: Sendable, Hashable {
    package enum Arrangement: Sendable, Hashable {
        /// Smaller than 40 by 8: shows only a message.
        case tooSmall
        /// Smaller than 60 by 12: one line for each row, with only the header and the footer around them.
        case bare
        /// List or detail, one at a time.
        case onePane
        case stacked
        case sideBySide
    }

    package static let smallest = Size(width: 40, height: 8)
    package static let sideBySideFrom = 160

    package let arrangement: Arrangement
    package let header: Rect
    package let tabs: Rect
    /// The bordered box; empty when bare.
    package let box: Rect
    /// The inside of the list, including column titles; nil if it is not shown.
    package let list: Rect?
    /// The row of the border between list and detail; nil if there is none.
    package let divider: Rect?
    /// The inside of the detail; nil if it is not shown.
    package let detail: Rect?
    /// Nil if the footer also shows messages.
    package let messages: Rect?
    package let footer: Rect

    /// - Parameters:
    ///   - share: the list's share of the height in percent.
    ///   - showsDetail: which pane is shown if there is room for only one.
    package init(size: Size, share: Int, sideBySide: Bool, showsDetail: Bool) {
        let whole = Rect(size)
        arrangement = Self.arrangement(size, sideBySide: sideBySide)
        let (top, rest) = whole.split(rows: 1)
        header = top
        let (upper, foot) = rest.split(rows: -1)
        footer = foot
        if arrangement == .tooSmall || arrangement == .bare {
            tabs = Rect(x: 0, y: 1, width: 0, height: 0)
            box = tabs
            messages = nil
            divider = nil
            list = showsDetail ? nil : upper
            detail = showsDetail ? upper : nil
            return
        }
        let (tabLine, body) = upper.split(rows: 1)
        tabs = tabLine
        let hasMessages = size.height >= 30
        let (main, message) = body.split(rows: hasMessages ? body.height - 1 : body.height)
        messages = hasMessages ? message : nil
        box = main
        let inside = main.inset()
        switch arrangement {
        case .sideBySide:
            let (left, right) = inside.split(columns: inside.width * 55 / 100)
            let (gap, pane) = right.split(columns: 1)
            list = left
            divider = gap
            detail = pane
        case .stacked:
            let rows = min(max(4, inside.height * share / 100), inside.height - 5)
            let (above, below) = inside.split(rows: rows)
            let (line, pane) = below.split(rows: 1)
            list = above
            divider = Rect(x: main.x, y: line.y, width: main.width, height: 1)
            detail = pane
        case .onePane, .bare, .tooSmall:
            list = showsDetail ? nil : inside
            divider = nil
            detail = showsDetail ? inside : nil
        }
    }

    private static func arrangement(_ size: Size, sideBySide: Bool) -> Arrangement {
        if size.width < smallest.width || size.height < smallest.height { return .tooSmall }
        if size.width < 60 || size.height < 12 { return .bare }
        if size.width < 80 || size.height < 20 { return .onePane }
        return sideBySide && size.width >= sideBySideFrom ? .sideBySide : .stacked
    }
}
