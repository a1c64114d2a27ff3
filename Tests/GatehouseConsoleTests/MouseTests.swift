import ControlProtocol
import Foundation
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `The mouse` {
    private let daemon = Situation.daemon()

    /// The position of a text on the screen.
    private func place(_ text: String, in console: ConsoleDriver) -> Point {
        for (y, line) in console.lines.enumerated() {
            guard let range = line.range(of: text) else { continue }
            return Point(x: line.distance(from: line.startIndex, to: range.lowerBound), y: y)
        }
        return Point(x: -1, y: -1)
    }

    private func click(_ text: String, in console: ConsoleDriver) {
        console.send(.mouse(Mouse(.press, at: place(text, in: console))))
    }

    @Test func `a click on a screen's tab opens it`() {
        let console = ConsoleDriver(daemon)
        click("3 Lists", in: console)
        #expect(console.state.screen == .lists)
    }

    @Test func `a click on a tab of the detail opens it`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        click("Claims", in: console)
        #expect(console.shows("[Claims]"))
        #expect(console.shows("jobTitle"))
    }

    @Test func `a click selects a row`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        click("Tunde Okafor", in: console)
        #expect(console.selectedLine.contains("Tunde Okafor"))
    }

    @Test func `the wheel scrolls help but never a decision`() {
        let console = ConsoleDriver(daemon)
        console.type("?")
        console.send(.mouse(Mouse(.wheelDown, at: Point(x: 5, y: 5))))
        #expect(console.shows(":pause"), "\(console.screen)")
        console.type("<esc>2d")
        let before = console.screen
        console.send(.mouse(Mouse(.wheelDown, at: Point(x: 5, y: 5))))
        #expect(console.screen == before)
    }
}
