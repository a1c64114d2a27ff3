import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Columns and order` {
    private let daemon = Situation.daemon()

    private func lastSaved(_ console: ConsoleDriver) -> SavedState {
        console.effects.compactMap { effect -> SavedState? in
            if case .save(let saved) = effect { saved } else { nil }
        }.last ?? SavedState()
    }

    @Test func `a column is chosen from a menu that stays open, and is remembered`() {
        let console = ConsoleDriver(daemon)
        console.type("C")
        #expect(console.shows("[ ] CODE"))
        console.type("2")
        #expect(console.shows("[x] CODE"))
        console.type("<esc>")
        #expect(console.lines[3].contains("CODE"))
        let again = ConsoleDriver(daemon) { $0.saved = self.lastSaved(console) }
        #expect(again.lines[3].contains("CODE"))
        again.type("C0")
        #expect(!again.lines[3].contains("CODE"))
    }

    @Test func `the last column cannot be removed`() {
        let console = ConsoleDriver(daemon)
        console.type("2C1234678<esc>")
        #expect(console.lines[3].contains("AGE"))
    }

    @Test func `rows can be sorted by the next column, reversed, and put back in order`() {
        let console = ConsoleDriver(daemon)
        console.type("2>>")
        #expect(console.lines[2].contains("by applicant"))
        #expect(console.lines[3].contains("APPLICANT▲"))
        #expect(console.lines[4].contains("ag…@partner.example"))
        console.type("I")
        #expect(console.lines[3].contains("APPLICANT▼"))
        #expect(console.lines[4].contains("t.…@brisewater.example"))
        console.type("<<")
        #expect(console.lines[2].contains("oldest first"))
        #expect(console.lines[4].contains("mi…@atelier-lumen.example"))
    }

    @Test func `the selected row stays selected when the order changes`() {
        let console = ConsoleDriver(daemon)
        console.type("2jjj")
        let selected = console.state.approvals.selection.selected
        console.type(">>")
        #expect(console.state.approvals.selection.selected == selected)
    }

    @Test func `lists that are sorted by hits stay sorted when they are reloaded`() {
        let console = ConsoleDriver(daemon)
        console.type("3>>>>Ig")
        #expect(console.lines[4].contains("partners"))
        console.type("Rg")
        #expect(console.lines[4].contains("partners"))
    }

    @Test func `a live stream cannot be sorted, and says so`() {
        let console = ConsoleDriver(daemon)
        console.type(">")
        #expect(console.footer.contains("cannot be sorted"))
    }
}

@Suite struct `Side by side` {
    @Test func `each half has its own title`() {
        let console = ConsoleDriver(Situation.daemon(), size: Size(width: 170, height: 40))
        console.type("2|")
        let border = console.lines[2]
        #expect(border.contains("┌─ Approvals  7 waiting · 1 taken ─"), "\(border)")
        #expect(border.contains("─ queue guests · oldest first ─┬─ Mireille Caron ─"), "\(border)")
        #expect(border.hasSuffix("─ [Who] Claims  Calls  Earlier 1  Why  ─┐"), "\(border)")
        #expect(console.lines.contains { $0.contains("─ 1/7  marked 0 ─┴─") })
    }
}
