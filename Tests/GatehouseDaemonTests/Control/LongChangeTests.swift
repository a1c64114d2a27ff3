import ControlProtocol
import GatehouseModel
import Synchronization
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `A change that may take long` {
    private func load(_ text: String, in harness: ControlHarness, _ way: ControlHarness.Way) async throws {
        let report = try await harness.client(way).importRows(into: "customers", .bytes(Array(text.utf8)))
        try #require(report.badLines == 0)
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `a change with progress lines ends with its report, and a repetition gets the same reply`(
        way: ControlHarness.Way
    ) async throws {
        try await ControlHarness.run(way) { harness in
            try await load("email,tier\na@b.example,1\nb@b.example,1\n", in: harness, way)
            try await load("email,tier\na@b.example,2\n", in: harness, way)
            let client = harness.client(way)
            let told = Mutex<[Int]>([])
            let undo = UndoTableImport(name: "customers")
            let first = try await client.send(undo, key: "one") { lines in told.withLock { $0.append(lines) } }
            #expect(first.rows == 2)
            #expect(told.withLock { $0.last } == 3)
            #expect(try await client.send(undo, key: "one") == first)
            #expect(try await client.send(GetTable(name: "customers")).revision == first.revision)
        }
    }

    @Test func `a change without progress lines is answered by one document`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try await load("email,tier\na@b.example,1\n", in: harness, .inProcess)
            try await load("email,tier\na@b.example,2\n", in: harness, .inProcess)
            let request = WireRequest(
                route: UndoTableImport.route,
                pathValues: ["customers"],
                headers: ["idempotency-key": "one"]
            )
            let reply = try await harness.transport(.inProcess).exchange(request)
            #expect(reply.headers["content-type"] == "application/json")
            #expect(reply.headers["etag"] == "\"3\"")
        }
    }

    @Test func `a change with progress lines reports its problem in the last line`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let error = await #expect(throws: ControlError.self) {
                try await harness.client(.inProcess).send(UndoListChange(name: "partners", change: 7))
            }
            #expect(error?.problem?.kind == .notFound)
        }
    }

    @Test func `a change of something that changed since is refused at once`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = ControlClient(
                transport: HeaderTransport(base: harness.transport(.inProcess), headers: ["if-match": "\"77\""])
            )
            let error = await #expect(throws: ControlError.self) {
                try await client.send(UndoTableImport(name: "customers"))
            }
            #expect(error?.problem?.kind == .revisionMismatch)
        }
    }

    @Test func `a change is cancelled when the client disconnects, and the daemon continues`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let rows = (0..<10_000).map { "p\($0)@b.example,1" }.joined(separator: "\n")
            try await load("email,tier\n" + rows, in: harness, .socket)
            try await load("email,tier\na@b.example,2\n", in: harness, .socket)
            let before = try await harness.client(.socket).send(GetTable(name: "customers"))
            let request = WireRequest(
                route: UndoTableImport.route,
                pathValues: ["customers"],
                headers: ["idempotency-key": "one", "accept": ProgressMedia.type]
            )
            let transport = SocketTransport(path: harness.socketPath)
            var lines = try await transport.exchange(request).body.makeAsyncIterator()
            _ = try await lines.next()
            await transport.close()
            // The import can be undone again once the change has ended: either nothing was changed, or all of it.
            let after = try await eventually("the end of the change") {
                try? await harness.client(.socket).send(UndoTableImport(name: "customers"))
            }
            #expect([before.revision + 1, before.revision + 2].contains(after.revision))
        }
    }

    @Test func `a slow change sends progress lines regularly`() async throws {
        let (signal, done) = AsyncStream.makeStream(of: Void.self)
        let answer = ProgressAnswer.answer(beat: .milliseconds(1)) { _ in
            for await _ in signal { break }
            return 7
        }
        guard case .stream(let write) = answer.body else { throw ControlHarness.NoSample() }
        var writer: any AnswerWriter = CountingWriter(done: done)
        try await write(&writer)
        #expect(writer.lines.count >= 3)
        #expect(writer.lines.last?.contains("7") == true)
    }
}

/// Ends the work after two progress lines.
private struct CountingWriter: AnswerWriter {
    let done: AsyncStream<Void>.Continuation
    var lines: [String] = []

    mutating func write(_ bytes: [UInt8]) async throws {
        lines.append(String(decoding: bytes, as: UTF8.self))
        if lines.count == 2 { done.yield() }
    }
}

extension AnswerWriter {
    fileprivate var lines: [String] { (self as? CountingWriter)?.lines ?? [] }
}
