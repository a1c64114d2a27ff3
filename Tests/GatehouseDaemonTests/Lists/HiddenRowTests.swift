import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Synchronization
import Testing

/// An import that gives new fields to existing entries hides their old rows, so that it can be undone.
@Suite struct `Rows that an import hides` {
    private let fixture: BookFixture
    private let day: Duration = .seconds(86_400)
    private let later = Timestamp.noon + .seconds(60)

    init() throws { fixture = try BookFixture() }

    private func rows() throws -> Int? { try fixture.state.number("SELECT count(*) FROM list_entry") }
    private func hidingBatches() throws -> Int? {
        try fixture.state.number("SELECT count(*) FROM list_batch WHERE shadows = 1")
    }

    @Test func `hidden rows are removed when the import is a day old and not a millisecond before`() async throws {
        try await fixture.importing(["a.example", "b.example", "c.example"], for: "anna", at: .noon)
        try await fixture.importing(["a.example", "c.example"], for: "boris", at: later)
        #expect(try await fixture.book.purge(at: later + day - .milliseconds(1)) == 0)
        #expect(try rows() == 5)
        #expect(try await fixture.book.purge(at: later + day) == 2)
        #expect(try rows() == 3)
        #expect(try hidingBatches() == 0)
    }

    @Test func `removing hidden rows changes neither the entries nor what calls match`() async throws {
        let all: Set = ["a.example", "b.example", "c.example"]
        try await fixture.importing(all.sorted(), for: "anna", at: .noon)
        try await fixture.importing(["a.example", "c.example"], for: "boris", at: later)
        let before = try await fixture.book.entries(of: "blocked").items
        try await fixture.book.purge(at: later + day)
        #expect(try await fixture.book.entries(of: "blocked").items == before)
        #expect(try fixture.isEffective(all))
        let again = try await fixture.reopened()
        #expect(try await again.entries(of: "blocked").items == before)
        #expect(again.indexes["blocked"]?.count == 3)
    }

    @Test func `hidden rows count again after the import is undone, and stay`() async throws {
        try await fixture.importing(["a.example", "b.example"], for: "anna", at: .noon)
        let change = try await fixture.importing(["a.example"], for: "boris", at: later).change
        let almost = later + day - .milliseconds(1)
        try await fixture.book.purge(at: almost)
        _ = try await fixture.book.undo(try #require(change), in: "blocked", by: .anna, at: almost)
        #expect(try await fixture.owners() == ["a.example": "anna", "b.example": "anna"])
        // The rows of the undone import are removed.
        #expect(try await fixture.book.purge(at: almost + day) == 1)
        #expect(try await fixture.owners() == ["a.example": "anna", "b.example": "anna"])
        #expect(try rows() == 2)
    }

    @Test func `hidden rows stay for a day after an undo of the import was itself undone`() async throws {
        try await fixture.importing(["a.example"], for: "anna", at: .noon)
        let change = try #require(try await fixture.importing(["a.example"], for: "boris", at: later).change)
        let undone = later + .seconds(80_000)
        let book = fixture.book
        let undo = try #require(try await book.undo(change, in: "blocked", by: .anna, at: undone).change)
        let redo = try #require(try await book.undo(undo, in: "blocked", by: .anna, at: undone).change)
        #expect(try await book.purge(at: later + day) == 0)
        _ = try await book.undo(redo, in: "blocked", by: .anna, at: later + day)
        #expect(try await fixture.owners() == ["a.example": "anna"])
    }

    @Test func `rows hidden by several imports are removed import by import`() async throws {
        try await fixture.importing(["a.example", "b.example"], for: "anna", at: .noon)
        try await fixture.importing(["a.example"], for: "boris", at: later)
        let third = try await fixture.importing(["a.example"], for: "chief", at: later + .seconds(3600))
        #expect(try await fixture.book.purge(at: later + day) == 1)
        #expect(try hidingBatches() == 1)
        let undone = try await fixture.book.undo(
            try #require(third.change),
            in: "blocked",
            by: .anna,
            at: later + day
        )
        #expect(undone.list.entries == 2)
        #expect(try await fixture.owners() == ["a.example": "boris", "b.example": "anna"])
    }

    @Test func `rows hidden by several imports are all removed at once when those are a day old`() async throws {
        for owner in ["anna", "boris", "chief"] {
            try await fixture.importing(["a.example", "b.example"], for: owner, at: .noon)
        }
        #expect(try await fixture.book.purge(at: .noon + day) == 4)
        #expect(try await fixture.owners() == ["a.example": "chief", "b.example": "chief"])
        #expect(try hidingBatches() == 0)
    }

    @Test(arguments: [ImportOptions.Mode.replace, .refresh])
    func `hidden rows are removed with the import that hides them when a newer one replaces it`(
        mode: ImportOptions.Mode
    ) async throws {
        try await fixture.importing(["a.example"], for: "anna", at: .noon)
        try await fixture.importing(["a.example"], for: "boris", at: later)
        try await fixture.importing(["b.example"], for: "chief", mode: mode, at: later + .seconds(3600))
        #expect(try await fixture.book.purge(at: later + day) == 0)
        #expect(try await fixture.book.purge(at: later + .seconds(3600) + day) == 2)
        #expect(try await fixture.owners() == ["b.example": "chief"])
        #expect(try rows() == 1)
    }

    @Test(arguments: [ImportOptions.Mode.replace, .refresh])
    func `rows are hidden again after the undo of the import that replaced theirs`(
        mode: ImportOptions.Mode
    ) async throws {
        try await fixture.importing(["a.example"], for: "anna", at: .noon)
        try await fixture.importing(["a.example"], for: "boris", at: later)
        let newer = try await fixture.importing(["b.example"], for: "chief", mode: mode, at: later + .seconds(3600))
        let undone = later + day
        _ = try await fixture.book.undo(try #require(newer.change), in: "blocked", by: .anna, at: undone)
        #expect(try await fixture.owners() == ["a.example": "boris"])
        try await fixture.book.purge(at: undone + day)
        #expect(try await fixture.owners() == ["a.example": "boris"])
        #expect(try rows() == 1)
    }

    @Test func `hidden rows that people added by hand stay for the next version of the file`() async throws {
        _ = try await fixture.add("a.example")
        try await fixture.importing(["a.example"], for: "boris", at: later)
        #expect(try await fixture.book.purge(at: later + day) == 0)
        #expect(try hidingBatches() == 0)
        #expect(try await fixture.owners() == ["a.example": "boris"])
        try await fixture.importing(["b.example"], for: "chief", mode: .refresh, at: later + day)
        #expect(try await fixture.shown() == ["a.example", "b.example"])
    }

    @Test func `hidden rows do not count as entries that expire soon`() async throws {
        let soon = "entry,expires\na.example,2026-11-25\n"
        _ = try await fixture.importing(soon, .csv, at: .noon)
        _ = try await fixture.importing("entry,expires\na.example,2026-11-26\n", .csv, at: later)
        #expect(try await fixture.book.summary("blocked", at: later).expiring == 1)
        _ = try await fixture.importing("entry,expires\na.example,2027-11-26\n", .csv, at: later)
        #expect(try await fixture.book.summary("blocked", at: later).expiring == 0)
    }

    @Test func `hidden rows are removed after a restart`() async throws {
        try await fixture.importing(["a.example"], for: "anna", at: .noon)
        try await fixture.importing(["a.example"], for: "boris", at: later)
        let again = try await fixture.reopened()
        #expect(try await again.purge(at: later + day) == 1)
        #expect(try await again.entries(of: "blocked").items.map(\.owner) == ["boris"])
        #expect(try hidingBatches() == 0)
    }

    @Test func `hidden rows are all removed by the next run if the first was interrupted`() async throws {
        let moment = Moment()
        let fixture = try BookFixture(hooks: CommitHooks(didCommit: moment.come))
        let entries = (0..<600).map { "n\($0).example" }
        try await fixture.importing(entries, for: "anna", at: .noon)
        try await fixture.importing(entries, for: "boris", at: .noon)
        let (start, isReady) = AsyncStream.makeStream(of: Void.self)
        let purging = Task { [day] in
            for await _ in start { break }
            return try await fixture.book.purge(at: .noon + day)
        }
        moment.act = { purging.cancel() }
        isReady.yield()
        await #expect(throws: CancellationError.self) { try await purging.value }
        moment.act = nil
        let left = try #require(try fixture.state.number("SELECT count(*) FROM list_entry"))
        #expect((601..<1200).contains(left))
        #expect(try fixture.isEffective(Set(entries)))
        #expect(try fixture.state.number("SELECT sum(shadows) FROM list_batch") == 1)
        let again = try await fixture.reopened()
        #expect(again.indexes["blocked"]?.count == 600)
        #expect(try await again.purge(at: .noon + day) == left - 600)
        #expect(try fixture.state.number("SELECT sum(shadows) FROM list_batch") == 0)
        #expect(Set(try await again.entries(of: "blocked", limit: 1000).items.map(\.owner)) == ["boris"])
    }
}

/// Runs a closure when a commit happens.
private final class Moment: Sendable {
    private let state = Mutex<(@Sendable () -> Void)?>(nil)

    var act: (@Sendable () -> Void)? {
        get { state.withLock(\.self) }
        set { state.withLock { $0 = newValue } }
    }

    @Sendable func come() { act?() }
}
