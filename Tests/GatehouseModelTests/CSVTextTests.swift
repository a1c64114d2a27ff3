import GatehouseModel
import Testing

@Suite struct `A field of CSV` {
    @Test(arguments: [
        "=HYPERLINK(\"http://lure.example\",\"ok\")", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1",
        "－1", "＠SUM(1)", " =1", "\u{FEFF}=1", "\u{200B}+1", "\u{A0}@x", "'=1", "''+1", "−1",
    ])
    func `a field that a spreadsheet would treat as a formula gets an apostrophe, which can be removed again`(
        field: String
    ) {
        let guarded = CSVText.guarded(field)
        #expect(guarded == "'" + field)
        #expect(CSVText.unguarded(guarded) == field)
    }

    @Test(arguments: ["", "-", "a=b", "ada@b.example", "'quoted'", "'", "''", "1-1", "2026-11-30", "'-", "--"])
    func `a guarded field can be restored to the original`(field: String) {
        #expect(CSVText.unguarded(CSVText.guarded(field)) == field)
    }

    @Test(arguments: ["", "-", "a=b", "ada@b.example", "'quoted'", "1-1", "2026-11-30T12:00:00.000Z"])
    func `a field that is not a formula is unchanged`(field: String) {
        #expect(CSVText.guarded(field) == field)
    }

    @Test func `a field is quoted if necessary`() {
        #expect(CSVText.record(["a,b", "say \"x\"", "c\r\nd", "e"]) == "\"a,b\",\"say \"\"x\"\"\",\"c\r\nd\",e")
    }
}
