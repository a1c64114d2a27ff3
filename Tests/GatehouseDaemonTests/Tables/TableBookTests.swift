import ControlProtocol
import Foundation
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

private let now = TableFixture.now
private let anna = TableFixture.anna
private let customers = TableFixture.customers

@Suite struct `The tables`: TableTesting {
    let scratch = Scratch()
    let store: StateStore

    init() throws { store = try StateStore(path: scratch.file("state.db")) }

    private func export(_ book: TableBook) throws -> String {
        String(decoding: Array(try book.export("customers").joined()), as: UTF8.self)
    }

    @Test func `tables import the rows of a file, report what changed, and export them`() async throws {
        let book = try book()
        let first = try await load(
            "email,tier\nAda@B.Example,gold\r\neve@b.example,\"a \"\"b\"\", c\nd\"\n",
            into: book
        )
        #expect((first.added, first.changed, first.removed, first.table.rows) == (2, 0, 0, 2))
        let second = try await load("tier,email\nsilver,ada@b.example\nx,new@b.example\n", into: book)
        #expect((second.added, second.changed, second.unchanged, second.removed) == (1, 1, 0, 1))
        #expect(try tier("ADA@b.example", book) == "silver")
        #expect(try tier("eve@b.example", book) == nil)
        let back = try await book.undo("customers", by: anna, at: now)
        #expect((back.rows, back.revision, back.columns) == (2, 3, ["email", "tier"]))
        #expect(try tier("eve@b.example", book) == "a \"b\", c\nd")
        #expect(try export(book) == "email,tier\r\nada@b.example,gold\r\neve@b.example,\"a \"\"b\"\", c\nd\"\r\n")
        #expect(try await book.undo("customers", by: anna, at: now).rows == 2)
        #expect(try tier("ada@b.example", book) == "silver")
        let actions = try await AuditLog(store: store).records(filter: nil, limit: 10, cursor: nil).items.map(\.action)
        #expect(actions == ["table.undo", "table.undo", "table.import", "table.import"])
    }

    @Test func `tables are the same after a restart, with source and date`() async throws {
        let options = TableBook.Options(source: "crm.csv", asOf: now - .seconds(86_400))
        let body = AsyncThrowingStream<[UInt8], any Error> { stream in
            stream.yield(Array("\u{FEFF}email,tier\nada@b.example,gold\n".utf8))
            stream.finish()
        }
        _ = try await book().importRows(into: "customers", from: body, options, by: anna, at: now)
        let again = try book()
        let summary = try again.summary("customers")
        #expect((summary.rows, summary.source, summary.asOf) == (1, "crm.csv", now - .seconds(86_400)))
        #expect(try tier("ada@b.example", again) == "gold")
        #expect(again.tables["customers"]?.count == 1)
    }

    @Test(
        arguments: [
            ("email,tier\na@b.example,1\nA@B.example,2\n", 3, "on line 2 already"),
            ("email,tier\na@b.example\n", 2, "the row has 1 fields, the header 2"),
            ("email,tier\na@b.example,1,2\n", 2, "the row has 3 fields, the header 2"),
            ("email,tier\nnobody,1\n", 2, "is not an e-mail address"), ("email,tier\n,1\n", 2, "is not an e-mail"),
            ("email,tier\na@b.example,x\"y\n", 2, "a quote stands inside a field"),
            ("email,tier\na@b.example,\"y\n", 2, "a quote is opened and never closed"),
            ("email,tier\na@b.example,\"y\"z\n", 2, "text follows a closing quote"),
            ("email,tier\n\n\"a@b.example\",\"1\n2\"\nb@b.example\n", 5, "the row has 1 fields"),
        ] as [(String, Int, String)]
    )
    func `tables are unchanged if a line is bad, and the line is reported`(
        text: String,
        line: Int,
        detail: String
    ) async throws {
        let book = try book()
        try await load("email,tier\nada@b.example,gold\n", into: book)
        let report = try await load(text, into: book)
        #expect((report.badLines, report.bad.first?.line) == (1, line))
        #expect(report.bad.first?.detail.contains(detail) == true, "\(report.bad)")
        #expect(try book.summary("customers").revision == 1)
        #expect(try tier("ada@b.example", book) == "gold")
    }

    @Test func `a line that is not UTF-8, an oversized field and an oversized row are reported`() async throws {
        let book = try book()
        let latin = try await load(Array("email,tier\na@b.example,".utf8) + [0xE5, 0x0A], into: book)
        #expect(latin.bad.first?.detail.contains("save the file as UTF-8") == true)
        let field = String(repeating: "x", count: TableReader.fieldLimit + 1)
        #expect(try await load("email,tier\na@b.example,\(field)\n", into: book).bad.first?.line == 2)
        let row = String(repeating: "x", count: TableReader.recordLimit + 1)
        let report = try await load("email,tier\na@b.example,\"\(row)\nb@b.example,1\n", into: book)
        #expect(report.bad.first?.detail.contains("is a quote left open?") == true)
    }

    @Test(arguments: [
        ("", "the file has no header"), ("name,tier\nx,y\n", #"names no column "email""#),
        ("emial,tier\nx,y\n", #"did you mean "emial"?"#), ("email,tier,tier\n", "twice"),
        ("email,,tier\n", "column 2 has no usable name"), ("email;tier\na@b.example;x\n", "separated by semicolons"),
        ("email\ttier\n", "separated by tabs"), (#"email,"tier"# + "\n", "never closed"),
    ])
    func `a file with an unsuitable header is refused`(text: String, detail: String) async throws {
        let book = try book()
        let error = await #expect(throws: StateError.self) { try await load(text, into: book) }
        #expect(error?.description.contains(detail) == true, "\(error?.description ?? "")")
        #expect(try book.summary("customers").revision == 0)
    }

    @Test func `a file in UTF-16 is refused`() async throws {
        let book = try book()
        let error = await #expect(throws: StateError.self) { try await load([0xFF, 0xFE, 0x65, 0], into: book) }
        #expect(error?.description.contains("save it as CSV in UTF-8") == true)
    }

    @Test func `only the columns that the policy names are kept, and the others are reported`() async throws {
        var definition = customers
        definition.columns = ["tier", "email"]
        let book = try book([definition])
        let report = try await load("email,phone,tier\na@b.example,123,gold\n", into: book)
        #expect(report.ignored == ["phone"])
        #expect(try book.row("a@b.example", in: "customers").values == ["email": "a@b.example", "tier": "gold"])
        let missing = await #expect(throws: StateError.self) { try await load("email\na@b.example\n", into: book) }
        #expect(missing?.description.contains(#"names no column "tier""#) == true)
    }

    @Test func `a dry run of an import changes nothing`() async throws {
        let book = try book()
        try await load("email,tier\na@b.example,1\n", into: book)
        let report = try await load("email,tier\nb@b.example,1\n", into: book, dryRun: true)
        #expect((report.added, report.removed, report.dryRun) == (1, 1, true))
        #expect(try tier("a@b.example", book) == "1")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("tables")).count == 1)
    }

    @Test func `a newer date of the same rows is recorded and the previous rows are kept`() async throws {
        let book = try book()
        try await load("email,tier\na@b.example,1\n", into: book)
        try await load("email,tier\na@b.example,2\n", into: book)
        let same = try await load("email,tier\na@b.example,2\n", into: book, source: "newer.csv")
        #expect((same.unchanged, same.table.revision, same.table.source) == (1, 3, "newer.csv"))
        _ = try await book.undo("customers", by: anna, at: now)
        #expect(try tier("a@b.example", book) == "1")
    }

    @Test func `files of imports that can no longer be restored are removed`() async throws {
        let book = try book()
        for tier in 0..<5 { try await load("email,tier\na@b.example,\(tier)\n", into: book) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("tables")).count == 2)
        let cutOff = scratch.file("tables/customers-cut-off.csv")
        try Data("email".utf8).write(to: URL(filePath: cutOff))
        #expect(try tier("a@b.example", self.book()) == "4")
        #expect(!FileManager.default.fileExists(atPath: cutOff))
    }

    @Test func `a table whose file is damaged is empty and reports it`() async throws {
        try await load("email,tier\na@b.example,1\n", into: book())
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: scratch.file("tables")).first)
        try Data("email,tier\na@b.example,9\n".utf8).write(to: URL(filePath: scratch.file("tables/\(name)")))
        let again = try book()
        #expect(try again.summary("customers").problem?.contains("import them again") == true)
        #expect(try tier("a@b.example", again) == nil)
        try await load("email,tier\na@b.example,2\n", into: again)
        #expect(try again.summary("customers").problem == nil)
    }

    @Test func `the first import cannot be undone`() async throws {
        let book = try book()
        try await load("email,tier\na@b.example,1\n", into: book)
        await #expect(throws: StateError.self) { try await book.undo("customers", by: anna, at: now) }
        await #expect(throws: StateError.self) { try await book.undo("others", by: anna, at: now) }
    }

    @Test func `a table follows a policy with another key if its rows allow it`() async throws {
        let book = try book()
        try await load("email,id\na@b.example,1\nb@b.example,2\n", into: book)
        let byID = PolicyTable(name: "customers", key: "id")
        book.adopt(try await book.prepare([byID]))
        #expect(try book.row("2", in: "customers").values?["email"] == "b@b.example")
        let impossible = PolicyTable(name: "customers", key: "phone")
        let error = await #expect(throws: Problem.self) { try await book.prepare([impossible]) }
        #expect(error?.detail.contains(#"no column "phone""#) == true)
        #expect(try await book.problems(of: [byID, impossible]).map(\.subject) == ["table:customers"])
        try await load("email,id,phone\na@b.example,1,2\n", into: book)
        // Checked again, because the rows have changed.
        #expect(try await book.problems(of: [byID, impossible]).isEmpty)
        try await load("email,id\na@b.example,1\nb@b.example,2\n", into: book)
        #expect(try await book.problems(of: [byID, impossible]).count == 1)
        book.adopt(try await book.prepare([]))
        #expect(book.summaries().isEmpty)
        #expect(book.tables["customers"] == nil)
        book.adopt(try await book.prepare([customers]))
        #expect(try book.row("B@B.example", in: "customers").values?["id"] == "2")
    }
}
