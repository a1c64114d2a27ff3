import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

@Suite struct `An import` {
    let fixture: BookFixture
    let later = Timestamp.noon + .seconds(60)

    init() throws { fixture = try BookFixture() }

    private func counts(_ report: ImportReport) -> [Int] {
        [report.added, report.updated, report.unchanged, report.removed, report.repeated]
    }

    @Test func `an import reads one entry a line, with comments, blank lines and any line end`() async throws {
        let report = try await fixture.importing("# head\r\nB.example\r\n\n  .c.example  \nada@d.example")
        #expect(counts(report) == [3, 0, 0, 0, 0])
        #expect(report.lines == 5)
        #expect(try await fixture.shown() == ["b.example", ".c.example", "ada@d.example"])
        #expect(try fixture.isEffective(["b.example", ".c.example", "ada@d.example"]))
        #expect(report.list.source == "file.txt")
        #expect(report.list.entries == 3)
    }

    @Test func `an import reads CSV with quotes, columns in any order and fields over several lines`() async throws {
        let text =
            "\u{FEFF}comment,entry,expires\r\n\"says \"\"hi\"\",\nand more\",b.example,2027-01-01\r\n,c.example,\r\n"
        let report = try await fixture.importing(text, .csv)
        #expect(counts(report) == [2, 0, 0, 0, 0])
        let entry = try await fixture.book.entries(of: "blocked", contains: "b.ex").items.first
        #expect(entry?.comment == "says \"hi\",\nand more")
        #expect(entry?.expires == Timestamp("2027-01-02"))
    }

    @Test func `an import with one bad line changes nothing and reports the line`() async throws {
        let report = try await fixture.importing("good.example\nbad one\ngood.two.example\n@\n")
        #expect(report.badLines == 2)
        #expect(report.bad.map(\.line) == [2, 4])
        #expect(report.change == nil)
        #expect(try await fixture.shown().isEmpty)
        #expect(try fixture.isEffective([]))
    }

    @Test func `an import counts every bad line and lists the first hundred`() async throws {
        let report = try await fixture.importing(String(repeating: "not good\n", count: 5000))
        #expect(report.badLines == 5000)
        #expect(report.bad.map(\.line) == Array(1...100))
    }

    @Test func `an import of random bytes causes no crash`() async throws {
        var random = Seeded(state: 42)
        let bytes = (0..<200_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let report = try await fixture.importing(bytes)
        #expect(report.badLines > 100)
        #expect(try await fixture.shown().isEmpty)
    }

    @Test func `an import reports a line that is too long once`() async throws {
        let report = try await fixture.importing(String(repeating: "x", count: 100_000) + "\ny.example\n")
        #expect(report.bad.map(\.line) == [1])
    }

    @Test(arguments: [
        "entry,colour\nb.example,red\n", "comment\nx\n", "entry,entry\na.example,b.example\n",
    ])
    func `an import refuses a header with an unknown name`(text: String) async throws {
        let report = try await fixture.importing(text, .csv)
        #expect(report.bad.map(\.line) == [1])
    }

    @Test func `an import refuses an empty CSV file`() async throws {
        await #expect(throws: StateError.self) { try await fixture.importing("", .csv) }
    }

    @Test(arguments: [
        "b.example,extra", "\"b.example", "b\"c.example", "\"b.example\"x", "b.example\nc.example,x,y", "\u{0}",
    ])
    func `an import reports bad CSV rows`(row: String) async throws {
        let report = try await fixture.importing("entry\n" + row + "\n", .csv)
        #expect(report.badLines >= 1)
        #expect(report.change == nil)
    }

    @Test func `an import reports an invalid time`() async throws {
        let report = try await fixture.importing("entry,expires\nb.example,soon\n", .csv)
        #expect(report.bad.map(\.line) == [2])
    }

    @Test func `an import keeps the last of repeated entries`() async throws {
        let report = try await fixture.importing("entry,comment\nb.example,one\nB.EXAMPLE,two\n", .csv)
        #expect(counts(report) == [1, 0, 0, 0, 1])
        #expect(try await fixture.book.entries(of: "blocked").items.map(\.comment) == ["two"])
    }

    @Test func `an import takes over given fields and keeps the others of existing entries`() async throws {
        _ = try await fixture.add("b.example", "c.example", "d.example")
        let report = try await fixture.importing(
            "entry,owner\nb.example,anna\nc.example,\nnew.example,\n",
            .csv,
            at: later
        )
        #expect(counts(report) == [1, 1, 1, 0, 0])
        #expect(try fixture.isEffective(["b.example", "c.example", "d.example", "new.example"]))
        let entry = try await fixture.book.entries(of: "blocked", contains: "b.example").items
        #expect(entry.map(\.owner) == ["anna"])
        #expect(entry.map(\.comment) == ["c"])
        #expect(entry.map(\.created) == [.noon])
    }

    @Test func `an import in replace mode replaces everything`() async throws {
        _ = try await fixture.add("b.example", "c.example")
        let report = try await fixture.importing("c.example\nd.example\n", mode: .replace, at: later)
        #expect(counts(report) == [1, 0, 1, 1, 0])
        #expect(try fixture.isEffective(["c.example", "d.example"]))
        #expect(try await fixture.shown() == ["c.example", "d.example"])
    }

    @Test func `a preview of an import changes nothing`() async throws {
        _ = try await fixture.add("b.example")
        let report = try await fixture.importing("b.example\nc.example\n", mode: .replace, dryRun: true)
        #expect(counts(report) == [1, 0, 1, 0, 0])
        #expect(report.change == nil)
        #expect(try fixture.isEffective(["b.example"]))
    }

    @Test func `an import of existing entries changes nothing`() async throws {
        _ = try await fixture.add("b.example")
        let report = try await fixture.importing("b.example\n", at: later)
        #expect(report.change == nil)
        #expect(report.list.revision == 1)
    }

    @Test(arguments: [ImportOptions.Mode.add, .replace])
    func `an import can be undone, and so can its undo`(mode: ImportOptions.Mode) async throws {
        _ = try await fixture.add("b.example", "c.example")
        let text = "entry,owner\nb.example,anna\nd.example,\n"
        let number = try #require(try await fixture.importing(text, .csv, mode: mode, at: later).change)
        let after = try await fixture.shown()
        let undone = try await fixture.book.undo(number, in: "blocked", by: .anna, at: later)
        #expect(try fixture.isEffective(["b.example", "c.example"]))
        #expect(try await fixture.book.entries(of: "blocked", contains: "b.ex").items.map(\.owner) == [nil])
        _ = try await fixture.book.undo(try #require(undone.change), in: "blocked", by: .anna, at: later)
        #expect(try await fixture.shown() == after)
        #expect(try fixture.isEffective(after))
    }

    @Test func `an import can be undone only before later changes`() async throws {
        let first = try #require(try await fixture.importing("a.example\n").change)
        _ = try await fixture.importing("b.example\n")
        await #expect(throws: StateError.self) {
            try await fixture.book.undo(first, in: "blocked", by: .anna, at: later)
        }
    }

    @Test func `imported entries can be removed one by one, hidden ones too`() async throws {
        _ = try await fixture.importing("entry,owner\nb.example,anna\n", .csv)
        _ = try await fixture.importing("entry,owner\nb.example,boris\n", .csv, at: later)
        _ = try await fixture.book.remove(["b.example"], from: "blocked", by: .anna, at: later)
        #expect(try await fixture.shown().isEmpty)
        #expect(try await fixture.reopened().entryCount == 0)
    }

    @Test func `an import is still effective after a restart`() async throws {
        _ = try await fixture.importing((0..<3000).map { "n\($0).example\n" }.joined())
        let again = try await fixture.reopened()
        #expect(again.entryCount == 3000)
        #expect(again.indexes["blocked"]?.contains(try EntryPattern("n2999.example")) == true)
    }

    @Test func `an interrupted import is not visible and is cleaned up`() async throws {
        _ = try await fixture.importing((0..<1000).map { "n\($0).example\n" }.joined())
        let store = try await fixture.state.reopened()
        await store.close()
        try fixture.state.tamper("UPDATE list_batch SET state = 'staging'")
        let book = try await fixture.reopened()
        #expect(book.entryCount == 0)
        #expect(try await book.purge(at: later) == 1000)
        #expect(try await book.purge(at: later) == 0)
    }

    @Test func `the rows that an import replaced are removed a day later`() async throws {
        _ = try await fixture.importing("a.example\nb.example\n")
        _ = try await fixture.importing("c.example\n", mode: .replace, at: later)
        #expect(try await fixture.book.purge(at: later) == 0)
        #expect(try await fixture.book.purge(at: later + .seconds(86_400)) == 2)
        #expect(try await fixture.shown() == ["c.example"])
    }

    @Test func `the rows that an import hides are removed a day later`() async throws {
        _ = try await fixture.importing("entry,owner\na.example,anna\nb.example,anna\n", .csv)
        _ = try await fixture.importing("entry,owner\na.example,boris\n", .csv, at: later)
        #expect(try await fixture.book.purge(at: later) == 0)
        #expect(try await fixture.book.purge(at: later + .seconds(86_400)) == 1)
        #expect(try await fixture.book.entries(of: "blocked").items.map(\.owner) == ["boris", "anna"])
        #expect(try await fixture.reopened().entryCount == 2)
    }

    @Test func `a cancelled import leaves nothing`() async throws {
        let fixture = fixture
        let endless = AsyncThrowingStream<[UInt8], any Error> { Array("a.example\n".utf8) }
        let task = Task {
            let options = ImportOptions(format: .lines, source: "endless")
            return try await fixture.book.importEntries(
                into: "blocked",
                from: endless,
                options,
                by: .anna,
                at: .noon
            )
        }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await fixture.shown().isEmpty)
    }

    @Test func `an exported list can be imported again unchanged`() async throws {
        let text =
            "entry,comment,owner,ticket,expires\r\n"
            + ".c.example,\"a, \"\"b\"\"\",anna,T-1,2027-01-01T00:00:00.000Z\r\nissuer:x.example,,,,\r\n"
        _ = try await fixture.importing(text, .csv)
        var bytes: [UInt8] = []
        for try await piece in try fixture.book.export("blocked") { bytes += piece }
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
}
