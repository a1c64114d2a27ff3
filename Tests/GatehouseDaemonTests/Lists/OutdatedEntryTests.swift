import ControlProtocol
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

private let now = Timestamp(milliseconds: 1_800_000_000_000)
private let anna = Actor(uid: 1000, user: "anna", role: .approver)

@Suite struct `Stored entries with domains that are now invalid` {
    private let scratch = Scratch()
    private let store: StateStore
    private let outdated = ["xn--evil-176a.example", "ada@xn--partner-j06c.example", "ab--cd.example"]

    init() async throws {
        store = try StateStore(path: scratch.file("state.db"))
        let book = try ListBook(store: store, lists: [PolicyList(name: "blocked", effect: .deny)])
        let drafts = ["one.example", "ada@two.example", "three.example", "xn--bcher-kva.example"]
        _ = try await book.add(drafts.map { EntryDraft(entry: $0) }, to: "blocked", by: anna, at: now)
        // Stores the entries as an earlier version did.
        try await store.write { [outdated] database in
            for (entry, value) in zip(drafts, outdated) {
                try database.execute("UPDATE list_entry SET value = ? WHERE value = ?", [value, entry])
            }
        }
    }

    private func book() throws -> ListBook {
        try ListBook(store: store, lists: [PolicyList(name: "blocked", effect: .deny)])
    }

    @Test func `outdated entries are loaded and reported`() throws {
        let book = try book()
        #expect(book.entryCount == 4)
        let warning = try #require(book.warnings.first)
        #expect(book.warnings.count == 1)
        #expect(warning.contains("the list blocked has 3 entries that are no domain name"))
        #expect(warning.contains("remove ab--cd.example"))
    }

    @Test func `outdated entries can be removed and are then no longer reported`() async throws {
        let book = try book()
        for (place, entry) in outdated.enumerated() {
            let removed = try await book.remove([entry], from: "blocked", by: anna, at: now)
            #expect(removed.removed.map(\.entry) == [entry])
            #expect(book.warnings.isEmpty == (place == 2))
        }
        #expect(book.entryCount == 1)
    }

    @Test func `outdated entries cannot be added again`() async throws {
        let book = try book()
        await #expect(throws: EntryError.self) {
            _ = try await book.add([EntryDraft(entry: "xn--evil-176a.example")], to: "blocked", by: anna, at: now)
        }
    }
}
