import TerminalUI

/// The box with the list and the detail.
enum PanesView {
    static func draw(_ state: ConsoleState, _ layout: Layout, on frame: inout Frame) {
        drawBorders(state, layout, on: &frame)
        if let list = layout.list { state.current.drawList(state, in: list, on: &frame) }
        if let detail = layout.detail { state.current.drawDetail(state, in: detail, on: &frame) }
        guard state.staleness != nil else { return }
        // Stale data is always dimmed.
        frame.restyle(layout.box.inset()) { $0.role = .dim }
    }

    private static func drawBorders(_ state: ConsoleState, _ layout: Layout, on frame: inout Frame) {
        let title = state.current.listTitle(state)
        let position = Line(SafeText(state.current.position(state)), .dim)
        let list = Box(title: listTitle(state, title), trailingTitle: trailing(title), trailingFooter: position)
        let area = layout.box
        guard layout.list != nil else {
            let title = detailTitle(state, width: area.width)
            Box(title: title, trailingTitle: tabs(state), trailingFooter: position).draw(in: area, of: &frame)
            return
        }
        guard let divider = layout.divider else {
            list.draw(in: area, of: &frame)
            return
        }
        if layout.arrangement == .stacked {
            list.draw(in: area, of: &frame)
            let title = detailTitle(state, width: area.width)
            list.drawDivider(atRow: divider.y - area.y, title: title, trailing: tabs(state), in: area, of: &frame)
        } else {
            drawBeside(state, list, area, divider, on: &frame)
        }
    }

    /// Two boxes that share a side, each with its own title.
    private static func drawBeside(
        _ state: ConsoleState,
        _ list: Box,
        _ area: Rect,
        _ divider: Rect,
        on frame: inout Frame
    ) {
        let left = Rect(x: area.x, y: area.y, width: divider.x - area.x + 1, height: area.height)
        let right = Rect(x: divider.x, y: area.y, width: area.right - divider.x, height: area.height)
        list.draw(in: left, of: &frame)
        Box(title: detailTitle(state, width: right.width), trailingTitle: tabs(state)).draw(in: right, of: &frame)
        frame.write("┬", at: Point(x: divider.x, y: area.y), style: Style(.border))
        frame.write("┴", at: Point(x: divider.x, y: area.bottom - 1), style: Style(.border))
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

    /// The tab of the detail at a point of the border.
    static func tab(at point: Point, _ layout: Layout, _ state: ConsoleState) -> Int? {
        let isOnTop = layout.list == nil || layout.arrangement == .sideBySide
        let border = isOnTop ? layout.box.y : layout.divider?.y
        guard point.y == border else { return nil }
        let bar = tabBar(state)
        return bar.tab(at: point.x - (layout.box.right - 3 - bar.line.width))
    }
}
