import GatehouseModel
import Testing

@Suite struct `A field of CSV` {
    @Test(arguments: [
        "=HYPERLINK(\"http://lure.example\",\"ok\")", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1",
        "－1", "＠SUM(1)", " =1", "\u{FEFF}=1", "\u{200B}+1", "\u{A0}@x", "'=1", "''+1", "−1",
    ])
    func `that a spreadsheet would take for a formula gets an apostrophe, which comes off again`(field: String) {
        let guarded = CSVText.guarded(field)
        #expect(guarded == "'" + field)
        #expect(CSVText.unguarded(guarded) == field)
    }

    @Test(arguments: ["", "-", "a=b", "ada@b.example", "'quoted'", "'", "''", "1-1", "2026-11-30", "'-", "--"])
    func `comes back as it was`(field: String) {
        #expect(CSVText.unguarded(CSVText.guarded(field)) == field)
    }

    @Test(arguments: ["", "-", "a=b", "ada@b.example", "'quoted'", "1-1", "2026-11-30T12:00:00.000Z"])
    func `that is no formula stays as it is`(field: String) {
        #expect(CSVText.guarded(field) == field)
    }

    @Test func `is quoted where it must be`() {
        #expect(CSVText.record(["a,b", "say \"x\"", "c\r\nd", "e"]) == "\"a,b\",\"say \"\"x\"\"\",\"c\r\nd\",e")
    }
}
