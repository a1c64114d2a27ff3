import ControlProtocol
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

private let now = Timestamp(milliseconds: 1_800_000_000_000)
private let anna = Actor(uid: 1000, user: "anna", role: .approver)

@Suite struct `A newer version of an imported list` {
    private let scratch = Scratch()
    private let book: ListBook

    init() throws {
        let store = try StateStore(path: scratch.file("state.db"))
        book = try ListBook(store: store, lists: [PolicyList(name: "disposable", effect: .deny)])
    }

    @discardableResult
    private func load(
        _ entries: [String],
        _ mode: ImportOptions.Mode = .refresh,
        dryRun: Bool = false,
        asOf: Timestamp? = nil
    ) async throws -> ImportReport {
        let body = AsyncThrowingStream<[UInt8], any Error> { stream in
            stream.yield(Array(entries.joined(separator: "\n").utf8))
            stream.finish()
        }
        return try await book.importEntries(
            into: "disposable",
            from: body,
            ImportOptions(format: .lines, mode: mode, dryRun: dryRun, source: "feed 2", asOf: asOf),
            by: anna,
            at: now
        )
    }

    private func add(_ entry: String, comment: String? = nil) async throws {
        _ = try await book.add([EntryDraft(entry: entry, comment: comment)], to: "disposable", by: anna, at: now)
    }

    private func remove(_ entry: String) async throws {
        _ = try await book.remove([entry], from: "disposable", by: anna, at: now)
    }

    /// The entries that calls see.
    private func shown() throws -> Set<String> {
        let index = try #require(book.indexes["disposable"])
        let all = ["a.example", "b.example", "c.example", "d.example", "hand.example"]
        return Set(
            all.filter { entry in index.firstMatch(for: Question(Claims(email: "x@\(entry)")), at: now) != nil }
        )
    }

    @Test func `a newer version removes the entries it lacks and adds the new ones`() async throws {
        try await load(["a.example", "b.example"])
        let report = try await load(["b.example", "c.example"])
        #expect((report.added, report.unchanged, report.removed) == (1, 1, 1))
        #expect(try shown() == ["b.example", "c.example"])
        #expect(report.list.entries == 2)
    }

    @Test func `a newer version keeps entries that people added by hand, whether it has them or not`() async throws {
        try await load(["a.example"])
        try await add("hand.example", comment: "ours")
        try await add("b.example", comment: "ours too")
        let preview = try await load(["b.example"], dryRun: true)
        let report = try await load(["b.example"])
        #expect((preview.added, preview.unchanged, preview.removed) == (0, 1, 1))
        #expect((report.added, report.unchanged, report.removed) == (0, 1, 1))
        #expect(try shown() == ["b.example", "hand.example"])
        let kept = try await book.entries(of: "disposable").items
        #expect(Set(kept.compactMap(\.comment)) == ["ours", "ours too"])
        try await load(["c.example"])
        #expect(try shown() == ["b.example", "c.example", "hand.example"])
    }

    @Test func `entries that people add by hand during an import stay, in the next import too`() async throws {
        try await load(["a.example"])
        let book = book
        let body = AsyncThrowingStream<[UInt8], any Error>(unfolding: {
            let draft = EntryDraft(entry: "hand.example")
            let added = try await book.add([draft], to: "disposable", by: anna, at: now)
            // The file ends when there is nothing left to add.
            return added.change == nil ? nil : Array("b.example\n".utf8)
        })
        let options = ImportOptions(format: .lines, mode: .refresh, source: "feed 2")
        _ = try await book.importEntries(into: "disposable", from: body, options, by: anna, at: now)
        #expect(try shown() == ["b.example", "hand.example"])
        try await load(["c.example"])
        #expect(try shown() == ["c.example", "hand.example"])
    }

    @Test func `a newer version does not restore entries that people removed by hand`() async throws {
        try await load(["a.example", "b.example"])
        try await remove("a.example")
        let report = try await load(["a.example", "b.example", "c.example"])
        #expect((report.keptOut, report.added, report.removed) == (1, 1, 0))
        #expect(try shown() == ["b.example", "c.example"])
        try await add("a.example")
        try await remove("a.example")
        try await load(["a.example", "b.example"])
        // An entry that was added by hand and removed again is as if it had never been edited.
        #expect(try shown() == ["a.example", "b.example"])
    }

    @Test func `a newer version is undone as a whole, and edits by hand stay`() async throws {
        try await load(["a.example", "b.example"])
        try await add("hand.example")
        let report = try await load(["c.example"])
        #expect(try shown() == ["c.example", "hand.example"])
        _ = try await book.undo(try #require(report.change), in: "disposable", by: anna, at: now)
        #expect(try shown() == ["a.example", "b.example", "hand.example"])
    }

    @Test func `a newer version keeps the comments that people wrote`() async throws {
        try await load(["a.example"])
        _ = try await book.change(
            EntryDraft(entry: "a.example", comment: "seen twice"),
            in: "disposable",
            by: anna,
            at: now
        )
        try await load(["a.example"])
        #expect(try await book.entries(of: "disposable").items.map(\.comment) == ["seen twice"])
    }

    @Test func `a newer version is recorded with its source and date`() async throws {
        let date = now - .seconds(86_400)
        let list = try await load(["a.example"], asOf: date).list
        #expect((list.source, list.asOf) == ("feed 2", date))
        try await add("hand.example")
        #expect(try await book.summary("disposable", at: now).asOf == date)
        #expect(try await load(["b.example"], .replace).list.asOf == nil)
    }

    @Test func `an import replaces everything only on request`() async throws {
        try await load(["a.example"])
        try await add("hand.example")
        let report = try await load(["b.example"], .replace)
        #expect(report.removed == 2)
        #expect(try shown() == ["b.example"])
    }
}

@Suite struct `Patterns of a list` {
    @Test func `the number of patterns in a list is limited, by hand and by import`() async throws {
        let scratch = Scratch()
        let store = try StateStore(path: scratch.file("state.db"))
        let book = try ListBook(store: store, lists: [PolicyList(name: "bots", effect: .deny)])
        let drafts = (0..<ListTable.patternLimit).map { EntryDraft(entry: "/^bot\($0)@/") }
        _ = try await book.add(drafts, to: "bots", by: anna, at: now)
        let error = await #expect(throws: StateError.self) {
            try await book.add([EntryDraft(entry: "/^one-more@/")], to: "bots", by: anna, at: now)
        }
        #expect(error?.description.contains("at most 500") == true)
        let body = AsyncThrowingStream<[UInt8], any Error> { stream in
            stream.yield(Array("/^another@/\nb.example\n".utf8))
            stream.finish()
        }
        await #expect(throws: StateError.self) {
            try await book.importEntries(
                into: "bots",
                from: body,
                ImportOptions(format: .lines, source: "f"),
                by: anna,
                at: now
            )
        }
        #expect(book.indexes["bots"]?.count == ListTable.patternLimit)
        let match = book.indexes["bots"]?.firstMatch(for: Question(Claims(email: "Bot499@x.example")), at: now)
        #expect(match?.pattern.notation == "/^bot499@/")
    }
}
