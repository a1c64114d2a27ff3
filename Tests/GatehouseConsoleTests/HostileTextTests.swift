import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Hostile text` {
    @Test func `hidden characters are spelled out and counted where people decide`() {
        let console = ConsoleDriver(Situation.daemon())
        console.type("2jj")
        #expect(console.shows("A<U+202E>gnp"))
        #expect(console.shows("1 hidden character in name or address: look closely"))
    }

    @Test(arguments: [
        "\u{1B}[2J\u{7}", "a\r\nb", "\u{9B}31m", "\u{200B}x\u{2066}", "x\u{0301}\u{0302}\u{0303}\u{0304}",
    ])
    func `no control or format character reaches the frame`(text: String) {
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

    @Test func `very long text from outside displaces nothing`() {
        let daemon = Situation.daemon()
        let long = String(repeating: "x", count: 10_000)
        daemon.approvals[0].displayName = long
        daemon.approvals[0].issuer = long
        daemon.approvalDetails[daemon.approvals[0].id] = ApprovalDetail(
            approval: daemon.approvals[0],
            claims: Claims(
                email: daemon.approvals[0].email,
                identities: [Identity(signInType: "federated", issuer: long, issuerAssignedID: long)],
                locales: ["fr-FR"],
                attributes: ["jobTitle": .string(long), "city": .string(long)]
            )
        )
        let console = ConsoleDriver(daemon)
        console.type("2")
        for words in ["mireille.caron@atelier-lumen.example", "asked 21 Nov", "queue guests", "no list matched"] {
            #expect(console.shows(words), "\(console.screen)")
        }
    }

    @Test func `hidden characters are counted in the name as it was sent`() {
        let daemon = Situation.daemon()
        let approval = daemon.approvals[0]
        daemon.approvalDetails[approval.id] = ApprovalDetail(
            approval: approval,
            claims: Claims(
                email: approval.email,
                identities: [],
                locales: [],
                attributes: ["displayName": "Mireille Caron\u{0} not quite"]
            )
        )
        let console = ConsoleDriver(daemon)
        console.type("2")
        #expect(console.shows("1 hidden character in name or address: look closely"))
    }

    @Test func `an applicant with an empty name is shown by the address`() {
        let daemon = Situation.daemon()
        daemon.approvals[0].displayName = ""
        let console = ConsoleDriver(daemon)
        console.type("2")
        #expect(console.lines.contains { $0.hasPrefix("├─ mi…@atelier-lumen.example ") })
    }
}
