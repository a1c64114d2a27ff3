import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Synchronization
import Testing

@Suite struct `The list book` {
    let fixture: BookFixture
    var book: ListBook { fixture.book }
    let later = Timestamp.noon + .seconds(60)

    init() throws { fixture = try BookFixture() }

    @Test func `lists are empty at first`() async throws {
        #expect(try await book.summaries(at: .noon).map(\.name) == ["blocked", "partners"])
        #expect(book.entryCount == 0)
        #expect(try await fixture.shown().isEmpty)
    }

    @Test func `an added entry is effective at once`() async throws {
        let changed = try await fixture.add("B.example", ".c.example")
        #expect(changed.added.map(\.entry) == ["b.example", ".c.example"])
        #expect(changed.list.entries == 2)
        #expect(changed.list.revision == 1)
        #expect(try fixture.isEffective(["b.example", ".c.example"]))
        #expect(fixture.told.index.withLock { $0["blocked"]?.count } == 2)
        #expect(fixture.state.events.lists.map(\.entries) == [2])
    }

    @Test func `adding an existing entry takes over the given fields`() async throws {
        _ = try await fixture.add("b.example")
        let draft = EntryDraft(entry: "b.example", owner: "anna")
        let changed = try await book.add([draft], to: "blocked", by: .anna, at: later)
        #expect(changed.added.isEmpty)
        #expect(changed.updated.map(\.owner) == ["anna"])
        #expect(changed.updated.map(\.comment) == ["c"])
        #expect(changed.list.entries == 1)
    }

    @Test func `adding an identical entry changes nothing`() async throws {
        _ = try await fixture.add("b.example")
        let changed = try await fixture.add("b.example")
        #expect(changed.unchanged == ["b.example"])
        #expect(changed.change == nil)
        #expect(changed.list.revision == 1)
    }

    @Test func `entries are added all or none`() async throws {
        await #expect(throws: EntryError.self) { try await fixture.add("good.example", "not good") }
        #expect(try await fixture.shown().isEmpty)
    }

    @Test func `a preview of an edit changes nothing`() async throws {
        let drafts = [EntryDraft(entry: "b.example")]
        let changed = try await book.add(drafts, to: "blocked", by: .anna, dryRun: true, at: .noon)
        #expect(changed.added.map(\.entry) == ["b.example"])
        #expect(changed.list.entries == 1)
        #expect(changed.dryRun)
        #expect(book.entryCount == 0)
    }

    @Test func `existing entries are removed and missing ones reported`() async throws {
        _ = try await fixture.add("b.example", "c.example")
        let changed = try await book.remove(["b.example", "x.example"], from: "blocked", by: .anna, at: later)
        #expect(changed.removed.map(\.entry) == ["b.example"])
        #expect(changed.unchanged == ["x.example"])
        #expect(try fixture.isEffective(["c.example"]))
    }

    @Test func `editing an entry clears the fields that are left out`() async throws {
        _ = try await fixture.add("b.example")
        let draft = EntryDraft(entry: "b.example", ticket: "T-1")
        let changed = try await book.change(draft, in: "blocked", by: .anna, at: later)
        #expect(changed.updated.map(\.comment) == [nil])
        #expect(changed.updated.map(\.ticket) == ["T-1"])
    }

    @Test func `an entry that does not exist cannot be edited`() async throws {
        await #expect(throws: StateError.self) {
            try await book.change(EntryDraft(entry: "b.example"), in: "blocked", by: .anna, at: .noon)
        }
    }

    @Test func `lists that the policy does not have are not found`() async throws {
        await #expect(throws: StateError.self) {
            try await book.add([EntryDraft(entry: "b.example")], to: "nowhere", by: .anna, at: .noon)
        }
    }

    @Test func `adding an entry can be undone, and so can the undo`() async throws {
        let added = try #require(try await fixture.add("b.example").change)
        let undone = try await book.undo(added, in: "blocked", by: .anna, at: later)
        #expect(undone.removed.map(\.entry) == ["b.example"])
        #expect(try fixture.isEffective([]))
        let redone = try await book.undo(try #require(undone.change), in: "blocked", by: .anna, at: later)
        #expect(redone.added.map(\.comment) == ["c"])
        #expect(try fixture.isEffective(["b.example"]))
    }

    @Test func `undoing a removal restores all details of the entry`() async throws {
        _ = try await fixture.add("b.example", expires: later + .seconds(9999))
        let before = try await book.entries(of: "blocked").items
        let removed = try await book.remove(["b.example"], from: "blocked", by: .anna, at: later)
        _ = try await book.undo(try #require(removed.change), in: "blocked", by: .boris, at: later)
        #expect(try await book.entries(of: "blocked").items == before)
    }

    @Test func `an edit can be undone`() async throws {
        _ = try await fixture.add("b.example")
        let edit = try await book.change(EntryDraft(entry: "b.example"), in: "blocked", by: .anna, at: later)
        _ = try await book.undo(try #require(edit.change), in: "blocked", by: .anna, at: later)
        #expect(try await book.entries(of: "blocked").items.map(\.comment) == ["c"])
    }

    @Test func `a change cannot be undone twice, or after a later change`() async throws {
        let added = try #require(try await fixture.add("b.example").change)
        let edit = try await book.change(EntryDraft(entry: "b.example"), in: "blocked", by: .anna, at: later)
        await #expect(throws: StateError.self) { try await book.undo(added, in: "blocked", by: .anna, at: later) }
        let number = try #require(edit.change)
        _ = try await book.undo(number, in: "blocked", by: .anna, at: later)
        await #expect(throws: StateError.self) { try await book.undo(number, in: "blocked", by: .anna, at: later) }
    }

    @Test func `a change that is a day old cannot be undone`() async throws {
        let added = try #require(try await fixture.add("b.example").change)
        await #expect(throws: StateError.self) {
            try await book.undo(added, in: "blocked", by: .anna, at: .noon + .seconds(86_400))
        }
    }

    @Test func `all lists are remembered after a restart`() async throws {
        _ = try await fixture.add("b.example", "ada@c.example")
        let again = try await fixture.reopened()
        #expect(again.indexes["blocked"]?.count == 2)
        #expect(again.indexes["blocked"]?.contains(try EntryPattern("ada@c.example")) == true)
        #expect(try await again.summary("blocked", at: later).revision == 1)
    }

    @Test func `the rows of a list that the policy no longer names are kept`() async throws {
        _ = try await fixture.add("b.example")
        book.follow(try await book.prepare([PolicyList(name: "partners", effect: .allow)]))
        #expect(book.indexes.keys.sorted() == ["partners"])
        book.follow(try await book.prepare(BookFixture.lists))
        #expect(book.indexes["blocked"]?.count == 1)
    }

    @Test func `expired entries are removed`() async throws {
        _ = try await fixture.add("old.example", expires: later)
        _ = try await fixture.add("new.example", expires: later + .seconds(1))
        #expect(try await book.removeExpired(at: later) == 1)
        #expect(try await fixture.shown() == ["new.example"])
        #expect(try fixture.isEffective(["new.example"]))
    }

    @Test func `entries that expire within seven days are counted`() async throws {
        _ = try await fixture.add("a.example", expires: .noon + .seconds(6 * 86_400))
        _ = try await fixture.add("b.example", expires: .noon + .seconds(8 * 86_400))
        #expect(try await book.summary("blocked", at: .noon).expiring == 1)
    }

    @Test func `hits are counted in memory and written together`() async throws {
        _ = try await fixture.add("b.example")
        let document = PolicyDocument(credentials: [], queues: [], endpoints: [], lists: BookFixture.lists, source: "")
        let snapshot = PolicySnapshot(document: document, revision: 1, indexes: book.indexes)
        let judgement = snapshot.judgement(on: Question(Claims(email: "x@b.example")), at: .noon)
        for _ in 0..<3 { book.count(judgement.hits, at: later) }
        #expect(try await book.summary("blocked", at: later).hits24h == 3)
        try await book.flushHits(at: later)
        let entry = try await book.entries(of: "blocked").items.first
        #expect(entry?.hits == 3)
        #expect(entry?.lastHit == later)
        let again = try await fixture.reopened()
        #expect(try await again.summary("blocked", at: later).hits24h == 3)
        #expect(try await again.summary("blocked", at: later + .seconds(86_400)).hits24h == 0)
    }

    @Test func `entries are listed newest first and can be searched by their notation`() async throws {
        for number in 0..<5 { _ = try await fixture.add("n\(number).example") }
        _ = try await fixture.add(".sub.example")
        let first = try await book.entries(of: "blocked", limit: 4)
        let second = try await book.entries(of: "blocked", limit: 4, cursor: first.next)
        let entries = (first.items + second.items).map(\.entry)
        #expect(entries == [".sub.example", "n4.example", "n3.example", "n2.example", "n1.example", "n0.example"])
        #expect(second.next == nil)
        #expect(try await book.entries(of: "blocked", contains: ".SUB").items.map(\.entry) == [".sub.example"])
    }

    @Test func `every change of a list leaves an audit record`() async throws {
        let added = try #require(try await fixture.add("b.example").change)
        _ = try await book.undo(added, in: "blocked", by: .boris, at: later)
        _ = try await fixture.importing("c.example\n")
        let log = AuditLog(store: fixture.state.store)
        #expect(try await log.records().items.map(\.action) == ["list.import", "list.undo", "list.add"])
        #expect(try await log.verify().intact)
    }
}
