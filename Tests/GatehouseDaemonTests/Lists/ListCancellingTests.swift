import ControlProtocol
import GatehouseModel
import PolicyEngine
import Synchronization
import Testing

@testable import GatehouseDaemon

private let now = Timestamp(milliseconds: 1_800_000_000_000)
private let anna = Actor(uid: 1000, user: "anna", role: .approver)

/// A completed change stays when the client disconnects just too late to cancel it.
@Suite struct `Cancelling a change of a list that is already made` {
    private let scratch = Scratch()

    /// A book that cancels the task of `victim` as soon as a new index is in effect.
    private func book(_ store: StateStore, _ victim: Victim = Victim()) throws -> ListBook {
        try ListBook(
            store: store,
            lists: [PolicyList(name: "disposable", effect: .deny)],
            onIndex: { _, _ in victim.cancel() }
        )
    }

    private func load(_ entries: [String], into book: ListBook) async throws -> ImportReport {
        let body = AsyncThrowingStream<[UInt8], any Error> { stream in
            stream.yield(Array(entries.joined(separator: "\n").utf8))
            stream.finish()
        }
        let options = ImportOptions(format: .lines, mode: .replace, source: "feed")
        return try await book.importEntries(into: "disposable", from: body, options, by: anna, at: now)
    }

    private func has(_ domain: String, _ book: ListBook) throws -> Bool {
        let index = try #require(book.indexes["disposable"])
        return index.firstMatch(for: Question(Claims(email: "x@\(domain)")), at: now) != nil
    }

    @Test func `an import that is cancelled too late keeps its entries`() async throws {
        let store = try StateStore(path: scratch.file("state.db"))
        let victim = Victim()
        let book = try book(store, victim)
        victim.arm()
        let loading = Task { try await load(["a.example"], into: book) }
        victim.hold { loading.cancel() }
        _ = await loading.result
        #expect(try has("a.example", book))
        try await book.purge(at: now)
        #expect(try has("a.example", self.book(store)))
    }

    @Test func `an undo that is cancelled too late shows the restored entries`() async throws {
        let store = try StateStore(path: scratch.file("state.db"))
        let victim = Victim()
        let book = try book(store, victim)
        _ = try await load(["a.example"], into: book)
        let change = try #require(try await load(["b.example"], into: book).change)
        victim.arm()
        let undoing = Task {
            try await book.undo(change, in: "disposable", by: anna, progress: { _ in }, at: now)
        }
        victim.hold { undoing.cancel() }
        _ = await undoing.result
        #expect(try has("a.example", book))
        #expect(try !has("b.example", book))
    }
}

/// A task to cancel at a certain moment, even if the task becomes known only later.
private final class Victim: Sendable {
    private struct State {
        var isArmed = false
        var isDue = false
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Cancels the task at the next moment.
    func arm() { state.withLock { $0.isArmed = true } }

    func hold(_ cancel: @escaping @Sendable () -> Void) {
        let isDue = state.withLock { state in
            state.cancel = cancel
            return state.isDue
        }
        if isDue { cancel() }
    }

    func cancel() {
        let cancel = state.withLock { state in
            guard state.isArmed else { return nil as (@Sendable () -> Void)? }
            state.isDue = true
            return state.cancel
        }
        cancel?()
    }
}
