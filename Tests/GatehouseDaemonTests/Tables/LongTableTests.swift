import ControlProtocol
import Foundation
import GatehouseModel
import PolicyEngine
import Synchronization
import Testing

@testable import GatehouseDaemon

private let now = TableFixture.now
private let anna = TableFixture.anna

@Suite struct `Tables with many rows`: TableTesting {
    let scratch = Scratch()
    let store: StateStore

    init() throws { store = try StateStore(path: scratch.file("state.db")) }

    private func loadMany(into book: TableBook) async throws {
        let rows = (0..<12_000).map { "p\($0)@b.example,1" }.joined(separator: "\n")
        try await load(Array(("email,tier\n" + rows).utf8), into: book, piece: 65_537)
    }

    @Test func `the undo of a large import reports its progress`() async throws {
        let book = try book()
        try await loadMany(into: book)
        try await load("email,tier\na@b.example,2\n", into: book)
        let told = Mutex<[Int]>([])
        let back = try await book.undo(
            "customers",
            by: anna,
            progress: { lines in told.withLock { $0.append(lines) } },
            at: now
        )
        #expect(back.rows == 12_000)
        let counts = told.withLock { $0 }
        #expect(counts.count > 2)
        #expect(counts == counts.sorted())
    }

    @Test func `a table is unchanged if the undo of its import is cancelled`() async throws {
        let book = try book()
        try await loadMany(into: book)
        try await load("email,tier\na@b.example,2\n", into: book)
        let undo = Task {
            try await book.undo(
                "customers",
                by: anna,
                progress: { _ in withUnsafeCurrentTask { $0?.cancel() } },
                at: now
            )
        }
        await #expect(throws: CancellationError.self) { try await undo.value }
        #expect(try tier("a@b.example", book) == "2")
        #expect(try await book.undo("customers", by: anna, at: now).rows == 12_000)
    }
}
