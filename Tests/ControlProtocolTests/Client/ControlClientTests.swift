import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The control client` {
    private static let done = EntriesChanged(list: ListSummary(name: "partners", effect: .allow, entries: 1))

    @Test func `the client sends a change again with the same key if the connection breaks`() async throws {
        let transport = FakeTransport { _, count in
            guard count > 0 else { throw ControlError.interrupted(detail: "reset") }
            return try .json(Self.done)
        }
        let client = ControlClient(transport: transport)
        _ = try await client.send(AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")]))
        let keys = transport.requests.map { $0.headers["idempotency-key"] }
        #expect(keys.count == 2)
        #expect(keys[0] != nil && keys[0] == keys[1])
    }

    @Test func `the client does not repeat a request that was refused`() async {
        let transport = FakeTransport { _, _ in try .problem(Problem(.alreadyDecided, "by anna")) }
        let error = await #expect(throws: ControlError.self) {
            try await ControlClient(transport: transport).send(TakeApproval(id: "x"))
        }
        #expect(error?.problem?.kind == .alreadyDecided)
        #expect(transport.requests.count == 1)
    }

    @Test func `the client encodes any text in paths and queries`() async throws {
        let transport = FakeTransport { _, _ in try .json(Page<ListEntry>(items: [])) }
        _ = try await ControlClient(transport: transport).send(ListEntries(name: "a/b ?ü", contains: "&=+%"))
        #expect(transport.requests[0].target == "/v1/lists/a%2Fb%20%3F%C3%BC/entries?contains=%26%3D%2B%25")
    }

    @Test func `the client reads events however they are split into pieces`() async throws {
        let events = (1...3).map { Event(sequence: $0, time: Timestamp(milliseconds: $0), body: .heartbeat) }
        let bytes = try events.flatMap { try Array(ControlJSON.encoder().encode($0)) + [UInt8(ascii: "\n")] }
        let transport = FakeTransport { _, _ in
            WireReply(
                status: 200,
                body: ByteStream(
                    AsyncStream { continuation in
                        for byte in bytes { continuation.yield([byte]) }
                        continuation.finish()
                    }
                )
            )
        }
        var read: [Event] = []
        for try await event in ControlClient(transport: transport).events() { read.append(event) }
        #expect(read == events)
    }

    @Test func `the client gives up on an endless line`() async {
        let transport = FakeTransport { _, _ in
            WireReply(
                status: 200,
                body: ByteStream(AsyncStream(unfolding: { [UInt8](repeating: 0x20, count: 65_536) }))
            )
        }
        let error = await #expect(throws: ControlError.self) {
            for try await _ in ControlClient(transport: transport).events() {}
        }
        guard case .unreadable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `the client reports an error answer that is not a problem document`() async {
        let transport = FakeTransport { _, _ in WireReply(status: 502, body: .bytes(Array("<html>".utf8))) }
        let error = await #expect(throws: ControlError.self) {
            try await ControlClient(transport: transport).send(GetStatus())
        }
        #expect(error == .unreadable(detail: "status 502 without a problem document"))
    }

    @Test func `the client distinguishes a missing socket from one that is not served`() async throws {
        let directory = try TemporaryDirectory()
        let missing = directory.path + "/control.sock"
        let client = ControlClient(socket: missing)
        let error = await #expect(throws: ControlError.self) { try await client.send(GetStatus()) }
        await client.close()
        #expect(error == .unreachable(socket: missing, detail: "there is no such socket"))
    }

    @Test func `the client knows where to look for the socket`() {
        #expect(SocketPath.candidates(["GATEHOUSE_SOCKET": "/a"]) == ["/a"])
        #expect(
            SocketPath.candidates(["XDG_RUNTIME_DIR": "/run/user/7"]) == [
                "/run/gatehouse/control.sock", "/run/user/7/gatehouse/control.sock",
            ]
        )
        #expect(
            SocketPath.candidates(["HOME": "/home/anna"]).last == "/home/anna/.local/state/gatehouse/control.sock"
        )
        #expect(SocketPath.find(["GATEHOUSE_SOCKET": "/a"]) == "/a")
    }
}

@Suite struct `Control JSON` {
    @Test func `members are written in snake case and names of claims are not changed`() throws {
        let claims = Claims(attributes: ["extension_9f_BadgeCode": .object(["postalCode": "1"])])
        let text = String(decoding: try ControlJSON.encoder().encode(claims), as: UTF8.self)
        #expect(text.contains("extension_9f_BadgeCode"))
        #expect(text.contains("postalCode"))
        #expect(try ControlJSON.decoder().decode(Claims.self, from: Data(text.utf8)) == claims)
    }

    @Test func `written JSON can be read back`() throws {
        let endpoint = EndpointSummary(
            name: "e",
            dialect: .entraB2B,
            step: .postFederation,
            credentials: [],
            approval: nil,
            deadlineMs: 1,
            failurePolicy: "block",
            calls24h: 7,
            outcomes24h: ["block": 7]
        )
        let bytes = try ControlJSON.encoder().encode(endpoint)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"calls_24h\":7"))
        #expect(try ControlJSON.decoder().decode(EndpointSummary.self, from: bytes) == endpoint)
    }
}
