import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Lists screen` {
    let daemon = Situation.daemon()

    @Test func `hits are updated while a list is shown`() {
        let daemon = Situation.daemon()
        let console = ConsoleDriver(daemon)
        console.type("3")
        daemon.lists[1].hits24h = 215
        console.advance(.seconds(15))
        #expect(console.shows(" 215"))
    }

    @Test func `the effect of an entry is shown when typing pauses`() {
        let console = ConsoleDriver(daemon)
        console.type("3jo.evil-two.example")
        #expect(daemon.requests(GetImpact.self).isEmpty)
        #expect(console.shows("subtree: evil-two.example and everything below it"))
        console.advance(.milliseconds(300))
        #expect(daemon.requests(GetImpact.self).map(\.entry) == [".evil-two.example"])
    }

    @Test func `enter adds the entry once its effect is known`() {
        let console = ConsoleDriver(daemon)
        console.type("3jo.evil-two.example")
        console.advance(.milliseconds(300))
        console.type("<tab>30d<enter>")
        let added = daemon.requests(AddEntries.self).first
        #expect(added?.name == "blocked")
        #expect(added?.entries.first?.entry == ".evil-two.example")
        #expect(added?.entries.first?.expires == console.now + .seconds(30 * 86_400))
        #expect(console.shows("u takes it back"))
    }

    @Test func `enter shows the effect of an entry first if it is not known`() {
        let console = ConsoleDriver(daemon)
        console.type("3jo.evil-two.example")
        daemon.isSlow = true
        console.type("<enter>")
        #expect(daemon.changes.isEmpty)
        console.type("<enter>")
        console.release()
        #expect(daemon.requests(AddEntries.self).count == 1)
    }

    @Test func `a text that is not an entry is reported and not sent`() {
        let console = ConsoleDriver(daemon)
        console.type("3jonot an entry<enter><enter>")
        #expect(daemon.changes.isEmpty)
    }

    @Test func `removing an entry asks first`() {
        let console = ConsoleDriver(daemon)
        console.type("3j<enter>d")
        #expect(console.shows("Remove .evil.example from blocked?"))
        #expect(daemon.changes.isEmpty)
        console.type("y")
        #expect(daemon.requests(RemoveEntries.self).map(\.entries) == [[".evil.example"]])
    }

    @Test func `undo reverts the last change by its number`() {
        let console = ConsoleDriver(daemon)
        console.type("3j<enter>dyu")
        #expect(daemon.requests(UndoListChange.self).map(\.change) == [8])
    }

    @Test func `an expiry is set and the other fields stay`() {
        let console = ConsoleDriver(daemon)
        console.type("3j<enter>Xnow<enter>")
        let edit = daemon.requests(EditEntry.self).first
        #expect(edit?.entry.expires == console.now)
        #expect(edit?.entry.comment == "throwaway")
    }

    @Test func `enter on an entry changes its fields`() {
        let console = ConsoleDriver(daemon)
        console.type("3j<enter><enter><tab> again<enter>")
        #expect(daemon.requests(EditEntry.self).first?.entry.comment == "throwaway again")
    }

    @Test func `a value is looked up in all lists`() {
        let console = ConsoleDriver(daemon)
        console.type("3cada@b.example<enter>")
        #expect(daemon.requests(CheckValue.self).map(\.value) == ["ada@b.example"])
    }

    @Test func `addresses in lists are masked until m is pressed`() {
        let console = ConsoleDriver(daemon)
        console.type("3j")
        #expect(console.shows("sp…@mail.example"))
        console.type("m")
        #expect(console.shows("spam@mail.example"))
    }

    @Test func `the form above the entries shows its keys and the whole effect`() {
        daemon.impact = Impact(
            entry: ".evil-two.example",
            explanation: "",
            days: 7,
            calls: 29,
            people: 15,
            outcomes: ["continue": 15, "pending": 14],
            waiting: Array(Situation.approvals.prefix(3)),
            waitingCount: 9,
            complete: true
        )
        let console = ConsoleDriver(daemon)
        console.type("3jo.evil-two.example")
        console.advance(.milliseconds(300))
        #expect(console.footer.contains("enter add  tab fields  esc back"))
        #expect(console.words.contains("29 calls of 15 people (15 continue, 14 pending)"), "\(console.screen)")
        #expect(console.words.contains("ag…@partner.example, …"))
    }

    @Test func `the history tells entries, not records`() {
        daemon.audit = [
            AuditRecord(
                sequence: 4,
                time: Situation.now,
                uid: 0,
                user: "bo",
                role: .admin,
                action: "list.add",
                subject: "list:friends",
                before: .array([]),
                after: .array([
                    .object(["entry": "ada@b.example", "owner": "bo", "ticket": .null]),
                    .object(["entry": ".c.example", "comment": "partners"]),
                ]),
                hash: "h"
            )
        ]
        let console = ConsoleDriver(daemon)
        console.type("3]]")
        #expect(console.shows("  + ad…@b.example  owner bo"), "\(console.screen)")
        #expect(console.shows("  + .c.example  comment partners"))
    }
}
