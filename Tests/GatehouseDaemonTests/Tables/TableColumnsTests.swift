import ControlProtocol
import Foundation
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

private let now = TableFixture.now
private let anna = TableFixture.anna

@Suite struct `Tables whose columns rules name`: TableTesting {
    let scratch = Scratch()
    let store: StateStore

    init() throws { store = try StateStore(path: scratch.file("state.db")) }

    private static let gold = TableUser(name: "gold", columns: ["tier", "since"])
    private static let guests = TableUser(name: "unless of gate", columns: ["tier"])
    private static let full = "email,tier,since\na@b.example,1,2020\n"
    private static let bare = "email,since\na@b.example,2020\n"

    @Test func `an import cannot remove a column that a rule names, unless it is forced`() async throws {
        let book = try book(users: [Self.gold, Self.guests])
        try await load(Self.full, into: book)
        let problem = await #expect(throws: Problem.self) { try await load(Self.bare, into: book) }
        #expect(problem?.kind == .conflict)
        #expect(problem?.detail == #"the rows have no column "tier", which is named by "gold", "unless of gate""#)
        #expect(problem?.hint?.contains("--force") == true)
        #expect(try tier("a@b.example", book) == "1")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("tables")).count == 1)

        let preview = try await load(Self.bare, into: book, dryRun: true)
        #expect(preview.missing == [.init(column: "tier", usedBy: ["gold", "unless of gate"], isDropped: true)])
        let forced = try await load(Self.bare, into: book, force: true)
        #expect(forced.table.columns == ["email", "since"])
        let record = try await AuditLog(store: store).records(filter: nil, limit: 1, cursor: nil).items.first
        #expect(record?.after?.object?["forced"] == .bool(true))
        #expect(record?.after?.object?["missing_columns"] == .array([.string("tier: gold, unless of gate")]))
        // A column that is already missing is not refused again, but still reported.
        let again = try await load("email,since\na@b.example,2021\n", into: book)
        #expect(again.missing.map(\.isDropped) == [false])
    }

    @Test func `a first import that lacks a column that a rule names is refused`() async throws {
        let book = try book(users: [Self.gold])
        await #expect(throws: Problem.self) { try await load(Self.bare, into: book) }
        #expect(try book.summary("customers").rows == 0)
    }

    @Test func `an undo cannot remove a column that a rule names, unless it is forced`() async throws {
        try await load(Self.bare, into: book())
        let book = try book(users: [Self.gold])
        try await load(Self.full, into: book)
        let problem = await #expect(throws: Problem.self) { try await book.undo("customers", by: anna, at: now) }
        #expect(problem?.kind == .conflict)
        #expect(try tier("a@b.example", book) == "1")
        #expect(try await book.undo("customers", force: true, by: anna, at: now).columns == ["email", "since"])
    }
}
