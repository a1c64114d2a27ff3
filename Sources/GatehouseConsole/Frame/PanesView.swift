import TerminalUI

/// The box with the list and the detail in it.
enum PanesView {
    static func draw(_ state: ConsoleState, _ layout: Layout, on frame: inout Frame) {
        let showsOnlyDetail = layout.list == nil
        let title = state.current.listTitle(state)
        let box = Box(
            title: showsOnlyDetail ? detailTitle(state, width: layout.box.width) : listTitle(state, title),
            trailingTitle: showsOnlyDetail ? tabs(state) : trailing(title),
            trailingFooter: [Span(SafeText(state.current.position(state)), .dim)],
            isFocused: false
        )
        box.draw(in: layout.box, of: &frame)
        if let list = layout.list { state.current.drawList(state, in: list, on: &frame) }
        drawDivider(state, layout, box, on: &frame)
        if let detail = layout.detail { state.current.drawDetail(state, in: detail, on: &frame) }
        guard state.staleness != nil else { return }
        // Old data are dimmed, whatever they are.
        frame.restyle(layout.box.inset()) { $0.role = .dim }
    }

    private static func drawDivider(_ state: ConsoleState, _ layout: Layout, _ box: Box, on frame: inout Frame) {
        guard let divider = layout.divider else { return }
        if layout.arrangement == .stacked {
            box.drawDivider(
                atRow: divider.y - layout.box.y,
                title: detailTitle(state, width: layout.box.width),
                trailing: tabs(state),
                in: layout.box,
                of: &frame
            )
            return
        }
        for y in divider.y..<divider.bottom {
            frame.write("│", at: Point(x: divider.x, y: y), style: Style(.border))
        }
        let title: Line =
            [Span(" ")] + detailTitle(state, width: layout.box.width / 2) + [Span("  ")] + tabs(state) + [Span(" ")]
        frame.write(title, at: Point(x: divider.x + 1, y: layout.box.y))
    }

    private static func listTitle(_ state: ConsoleState, _ title: PaneTitle) -> Line {
        Line(SafeText(title.left), state.pane.isDetailFocused ? .title : .focus)
    }

    private static func trailing(_ title: PaneTitle) -> Line {
        guard !title.right.isEmpty else { return [] }
        let role: Role =
            title.alarm != nil
            ? .error : title.right.hasPrefix("LIVE") ? .ok : title.right.contains("new") ? .new : .dim
        return Line(SafeText(title.right), role)
    }

    private static func detailTitle(_ state: ConsoleState, width: Int) -> Line {
        let title = SafeText(state.current.detailTitle(state)).truncated(to: max(8, width / 2))
        return Line(title, state.pane.isDetailFocused ? .focus : .title)
    }

    private static func tabs(_ state: ConsoleState) -> Line { tabBar(state).line }

    private static func tabBar(_ state: ConsoleState) -> TabBar {
        let titles = state.current.tabs(state).map { SafeText($0) }
        return TabBar(titles, selected: min(state.pane.tab, max(0, titles.count - 1)))
    }

    /// The tab of the detail at a point of the border that they stand on, at its right end.
    static func tab(at point: Point, _ layout: Layout, _ state: ConsoleState) -> Int? {
        let border = layout.arrangement == .stacked ? layout.divider?.y : layout.list == nil ? layout.box.y : nil
        guard point.y == border else { return nil }
        let bar = tabBar(state)
        return bar.tab(at: point.x - (layout.box.right - 3 - bar.line.width))
    }
}
