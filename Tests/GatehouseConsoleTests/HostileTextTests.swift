import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Hostile text` {
    @Test func `hidden characters are spelled out and counted where one decides`() {
        let console = ConsoleDriver(Situation.daemon())
        console.type("2jj")
        #expect(console.shows("A<U+202E>gnp"))
        #expect(console.shows("1 hidden character in name or address: look closely"))
    }

    @Test(arguments: [
        "\u{1B}[2J\u{7}", "a\r\nb", "\u{9B}31m", "\u{200B}x\u{2066}", "x\u{0301}\u{0302}\u{0303}\u{0304}",
    ])
    func `no control and no format character reaches the frame`(text: String) {
        let daemon = Situation.daemon()
        daemon.approvals[0].displayName = text
        daemon.approvals[0].email = "\(text)@b.example"
        daemon.calls[0].email = text
        let console = ConsoleDriver(daemon)
        for keys in ["j", "m", "2", "d", "<esc>", ":approve"] {
            console.type(keys)
            let scalars = console.screen.unicodeScalars.filter { $0 != "\n" }
            #expect(scalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
        }
    }
}
