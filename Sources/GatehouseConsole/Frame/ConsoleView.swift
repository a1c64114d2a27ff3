package import TerminalUI

/// Draws the whole screen from the state.
package enum ConsoleView {
    package static func draw(_ state: ConsoleState, glyphs: GlyphSet) -> Frame {
        var frame = Frame(size: state.size, glyphs: glyphs)
        let layout = state.layout
        guard layout.arrangement != .tooSmall else {
            TooSmallView.draw(state.size, on: &frame)
            return frame
        }
        HeaderView.draw(state, in: layout.header, on: &frame)
        if layout.arrangement == .bare {
            drawBare(state, layout, on: &frame)
        } else {
            TabsView.draw(state, in: layout.tabs, on: &frame)
            PanesView.draw(state, layout, on: &frame)
        }
        FootView.draw(state, layout, on: &frame)
        OverlayView.draw(state, layout, on: &frame)
        return frame
    }

    private static func drawBare(_ state: ConsoleState, _ layout: Layout, on frame: inout Frame) {
        if let list = layout.list { state.current.drawList(state, in: list, on: &frame) }
        if let detail = layout.detail { state.current.drawDetail(state, in: detail, on: &frame) }
    }
}

/// The message of a terminal that is too small.
enum TooSmallView {
    static func draw(_ size: Size, on frame: inout Frame) {
        let need = Layout.smallest
        frame.write("need \(need.description), have \(size.description)", at: Point(x: 0, y: 0), style: Style(.warn))
        frame.write("q quits", at: Point(x: 0, y: 1), style: Style(.hint))
    }
}
