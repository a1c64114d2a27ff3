import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

@testable import GatehouseDaemon

/// List files as they are found elsewhere: notations of other programs, spreadsheets, invisible characters.
@Suite struct `List files from elsewhere` {
    private static let now = Timestamp(milliseconds: 1_796_083_200_000)

    private func read(
        _ bytes: [UInt8],
        _ format: ImportOptions.Format = .lines,
        subdomains: Bool = false
    ) -> ImportReader {
        var reader = ImportReader(format, subdomains: subdomains, at: Self.now)
        reader.feed(bytes)
        reader.finish()
        return reader
    }

    private func read(_ text: String, _ format: ImportOptions.Format = .lines, subdomains: Bool = false) -> ImportReader
    {
        read(Array(text.utf8), format, subdomains: subdomains)
    }

    @Test(
        arguments: [
            ("@evil.example", "write evil.example for the domain"),
            ("@Evil.Example.", "write evil.example for the domain"),
            ("0.0.0.0 trap.example", "this is a line of a hosts file; write trap.example"),
            ("::1 trap.example", "hosts file; write trap.example"), ("127.0.0.1\ttrap.example", "write trap.example"),
            ("one.example two.example", "write one entry a line"),
            ("evil.example # reported", "a comment needs a line of its own"),
            ("evil.example\t#x", "a comment needs a line of its own"),
            ("||ads.example^", "write .ads.example"), ("||ads.example^$third-party", "write .ads.example"),
            ("discard.*", "* may stand only in front"), ("a.*.example", "* may stand only in front"),
            ("https://evil.example", "evil.example"), ("evil.example\u{A0}", "<U+00A0>"),
            ("\u{FEFF}evil.example", "<U+FEFF>"),
            ("e\u{AD}vil.example", "<U+00AD>"), ("ev\u{200B}il.example", "<U+200B>"),
            ("evil\u{2028}.example", "<U+2028>"),
            ("\u{1F600}.example", "U+1F600 may not stand in a domain"),
            ("xn--e28h.example", "U+1F600 may not stand in a domain"),
            ("evil.example\u{E0061}", "<U+E0061>"), ("issuer:goo\u{200D}gle.com\u{0}", "<U+200D>"),
        ]
    )
    func `a line in another notation is answered with what to write`(line: String, advice: String) throws {
        let reader = read("# first\n\(line)\nfine.example")
        #expect(reader.badLines == 1)
        let bad = try #require(reader.bad.first)
        #expect(bad.line == 2)
        #expect(bad.detail.contains(advice), "\(bad.detail)")
        #expect(bad.detail.unicodeScalars.allSatisfy { !["\u{A0}", "\u{FEFF}", "\u{200B}", "\u{AD}"].contains($0) })
    }

    @Test func `every bad line is named, and the last line needs no line end`() {
        let reader = read("@a.example\nfine.example\n* x\nb..example\nlast.example")
        #expect(reader.bad.map(\.line) == [1, 3, 4])
        #expect(read("first.example\nlast.example").draft.records.count == 2)
    }

    @Test(arguments: [
        ("mаil.example", true), ("xn--mil-6cd.example", true), ("раypаl.example", true), ("ελλάς.example", false),
        ("пример.example", false), ("bücher.example", false), ("ada@mаil.example", true), ("mail.example", false),
    ])
    func `a domain that mixes scripts is taken with a warning`(entry: String, isMixed: Bool) {
        let reader = read(entry)
        #expect(reader.badLines == 0)
        #expect(reader.warnings.map(\.line) == (isMixed ? [1] : []))
    }

    @Test func `two spellings of one domain are one entry`() {
        var reader = read("mаil.example\nxn--mil-6cd.example\n")
        let draft = reader.takeSortedDraft()
        #expect(draft.records.count == 1)
        #expect(draft.repeated == 1)
    }

    @Test func `domains that match alone are counted, and can take in what is below`() {
        let text = "a.example\n.b.example\n*.c.example\nada@d.example\ne.example\n"
        #expect(read(text).exactDomains == 2)
        let wide = read(text, subdomains: true)
        #expect(wide.exactDomains == 0)
        #expect(
            wide.draft.records.map { wide.draft.pattern($0).notation } == [
                ".a.example", ".b.example", "*.c.example", "ada@d.example", ".e.example",
            ]
        )
    }

    @Test(
        arguments: [
            ("entry;comment\nevil.example;\"x; y\"\n", "separated by semicolons"),
            ("entry\tcomment\na.example\tx\n", "separated by tabs"),
            ("sep=;\nentry;comment\n", "sep="), ("SEP=,\nentry,comment\n", "sep="), ("sep=\t\nentry\n", "sep="),
            ("entry,comment\revil.example,x\r", "carriage return"),
            ("name,comment\na.example,x\n", "the columns are entry"),
        ]
    )
    func `a spreadsheet's file that cannot be read says what to change`(text: String, reason: String) throws {
        let reader = read(text, .csv)
        #expect(reader.draft.records.isEmpty)
        #expect(try #require(reader.fatal).contains(reason))
    }

    @Test(
        arguments: [
            "\u{FEFF}Entry,Comment\nevil.example,x\n", "entry,comment,,\nevil.example,x,,\n",
            "ENTRY , comment\r\nevil.example,x\r\n",
            "entry,comment\nevil.example,x,,,\n", "\"entry\",\"comment\"\n\"evil.example\",\"two\nlines\"\n",
        ]
    )
    func `a spreadsheet's harmless habits are read`(text: String) {
        let reader = read(text, .csv)
        #expect(reader.fatal == nil)
        #expect(reader.badLines == 0)
        #expect(reader.draft.records.map { reader.draft.pattern($0).notation } == ["evil.example"])
    }

    @Test func `a file with bare carriage returns or in UTF-16 is named as such`() {
        #expect(read("a.example\rb.example\r").bad.first?.detail.contains("carriage return") == true)
        for format in [ImportOptions.Format.lines, .csv] {
            #expect(read([0xFF, 0xFE, 0x61, 0, 0x0A, 0], format).fatal?.contains("UTF-16") == true)
            #expect(read([0xFE, 0xFF, 0, 0x61, 0, 0x0A], format).fatal?.contains("UTF-16") == true)
        }
    }

    @Test func `a date counts through its end, and an entry that has expired is named`() {
        let day = String(Self.now.description.prefix(10))
        let today = read("entry,expires\na.example,\(day)\n", .csv)
        #expect(today.warnings.isEmpty)
        #expect(today.draft.fields(today.draft.records[0]).expires == Self.now + .seconds(86_400))
        let past = read("entry,expires\na.example,2020-02-29\nb.example,\(day)T00:00:00Z\n", .csv)
        #expect(past.warnings.map(\.line) == [2, 3])
        #expect(past.warnings.first?.detail.contains("expired at 2020-03-01T00:00:00") == true)
        #expect(past.badLines == 0)
    }

    @Test(arguments: [
        ("2026-12-31", "2027-01-01T00:00:00Z"), ("2024-02-28", "2024-02-29T00:00:00Z"),
        ("2026-12-31T00:00:00Z", "2026-12-31T00:00:00Z"), ("2026-12-31T18:00:00+02:00", "2026-12-31T16:00:00Z"),
    ])
    func `what people write as an end is read alike in files and in JSON`(text: String, moment: String) throws {
        let expected = try #require(Timestamp(moment))
        #expect(Timestamp(validThrough: text) == expected)
        let json = Array("{\"entry\":\"a.example\",\"expires\":\"\(text)\"}".utf8)
        #expect(try ControlJSON.decoder().decode(EntryDraft.self, from: Data(json)).expires == expected)
        let row = read("entry,expires\na.example,\(text)\n", .csv)
        #expect(row.draft.fields(row.draft.records[0]).expires == expected)
    }
}
