import ControlProtocol
import GatehouseModel
import PolicyEngine

@testable import GatehouseDaemon

/// Values shared by the tests of tables.
enum TableFixture {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let anna = Actor(uid: 1000, user: "anna", role: .approver)
    static let customers = PolicyTable(name: "customers", key: "email", keyKind: .email)
}

/// A test with its own store.
protocol TableTesting {
    var scratch: Scratch { get }
    var store: StateStore { get }
}

extension TableTesting {
    func book(_ definitions: [PolicyTable] = [TableFixture.customers], users: [TableUser] = []) throws -> TableBook {
        try TableBook(
            store: store,
            directory: scratch.file("tables"),
            definitions: definitions,
            uses: { _ in users }
        )
    }

    @discardableResult
    func load(
        _ text: String,
        into book: TableBook,
        dryRun: Bool = false,
        force: Bool = false,
        source: String = "customers.csv"
    ) async throws -> TableImportReport {
        try await load(Array(text.utf8), into: book, dryRun: dryRun, force: force, source: source)
    }

    /// - Parameter piece: the number of bytes in each piece; odd, so that pieces end anywhere.
    @discardableResult
    func load(
        _ bytes: [UInt8],
        into book: TableBook,
        dryRun: Bool = false,
        force: Bool = false,
        source: String = "customers.csv",
        piece: Int = 7
    ) async throws -> TableImportReport {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        let body = AsyncThrowingStream<[UInt8], any Error> { stream in
            for piece in pieces { stream.yield(piece) }
            stream.finish()
        }
        let options = TableBook.Options(dryRun: dryRun, source: source, force: force)
        return try await book.importRows(
            into: "customers",
            from: body,
            options,
            by: TableFixture.anna,
            at: TableFixture.now
        )
    }

    func tier(_ email: String, _ book: TableBook) throws -> String? {
        try book.row(email, in: "customers").values?["tier"]
    }
}
