import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

@Suite struct `Changes over the control protocol` {
    @Test(arguments: ControlHarness.Way.allCases)
    func `a change that is sent twice with one key is made once and gets the same reply`(
        way: ControlHarness.Way
    ) async throws {
        try await ControlHarness.run(way) { harness in
            let client = harness.client(way)
            let request = AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")])
            let first = try await client.send(request, key: "one")
            let second = try await client.send(request, key: "one")
            #expect(first == second)
            #expect(try await client.send(ListAudit()).items.map(\.action) == ["list.add", "policy.apply"])
        }
    }

    @Test func `a change with another body and the same key is refused`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(
                AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")]),
                key: "one"
            )
            let error = await #expect(throws: ControlError.self) {
                try await client.send(
                    AddEntries(name: "partners", entries: [EntryDraft(entry: "c.example")]),
                    key: "one"
                )
            }
            #expect(error?.problem?.kind == .keyReused)
        }
    }

    @Test func `a change without a key is refused`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            for described in DescribedRoute.all(in: try await harness.client(.inProcess).send(GetOpenAPI()))
            where described.operation["parameters"]?.array?.contains(where: { $0.object?["name"] == "Idempotency-Key" })
                == true
            {
                var request = described.request()
                request.headers["idempotency-key"] = nil
                let reply = try await harness.transport(.inProcess).exchange(request)
                #expect(reply.status == 400, "\(described.route)")
            }
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `a change of something that changed since is refused with its current state`(
        way: ControlHarness.Way
    ) async throws {
        try await ControlHarness.run(way) { harness in
            let approval = try await harness.ask()
            let client = ControlClient(
                transport: HeaderTransport(base: harness.transport(way), headers: ["if-match": "\"77\""])
            )
            let error = await #expect(throws: ControlError.self) {
                try await client.send(TakeApproval(id: approval.id.description))
            }
            #expect(error?.problem?.kind == .revisionMismatch)
            #expect(error?.problem?.current?.object?["id"] == .string(approval.id.description))
        }
    }

    @Test func `a change of the policy needs the revision that it is based on`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            let first = try await client.send(ApplyPolicy(document: "# a\n", base: 1)).revision
            #expect(first == 2)
            let stale = await #expect(throws: ControlError.self) {
                try await client.send(ApplyPolicy(document: "# b\n", base: 1))
            }
            #expect(stale?.problem?.kind == .revisionMismatch)
            let request = WireRequest(
                route: ApplyPolicy.route,
                headers: [
                    "idempotency-key": "k", "content-type": "application/json",
                ],
                body: .bytes(Array(#"{"document":""}"#.utf8))
            )
            let second = try await harness.transport(.inProcess).exchange(request).status
            #expect(second == 428)
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `an import reports its progress and every bad line`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let client = harness.client(way, as: .approver)
            let good = ByteStream.bytes(Array("b.example\n# remark\n.c.example\n".utf8))
            let report = try await client.importEntries(into: "partners", good, format: .plain, source: "a.txt")
            #expect(report.added == 2)
            let bad = ByteStream.bytes(Array("entry,comment\nd.example,fine\n@,bad\n".utf8))
            let refused = try await client.importEntries(into: "partners", bad, format: .csv)
            #expect(refused.bad.map(\.line) == [3])
            #expect(try await client.send(ListEntries(name: "partners")).items.count == 2)
            let csv = try await client.exportEntries(of: "partners").reduce(into: []) { $0 += $1 }
            #expect(String(decoding: csv, as: UTF8.self).contains(".c.example"))
        }
    }

    @Test(arguments: ControlHarness.Way.allCases)
    func `an interrupted import changes nothing`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            struct Broken: Error {}
            let client = harness.client(way)
            let pieces = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(Array("b.example\n".utf8))
                continuation.finish(throwing: Broken())
            }
            await #expect(throws: ControlError.self) {
                try await client.importEntries(into: "partners", ByteStream(pieces), format: .plain)
            }
            let third = try await client.send(ListEntries(name: "partners")).items
            #expect(third == [])
        }
    }
}

@Suite struct `Viewers` {
    @Test(arguments: ControlHarness.Way.allCases)
    func `viewers see nobody's address, name or claims`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let call = try await harness.journalCall()
            let approval = try await harness.ask()
            let entry = EntryDraft(entry: "mireille.caron@atelier-lumen.example")
            _ = try await harness.client(way).send(AddEntries(name: "partners", entries: [entry]))
            let viewer = harness.client(way, as: .viewer)
            let shown = [
                "\(try await viewer.send(ListCalls()))", "\(try await viewer.send(GetCall(id: call.id.description)))",
                "\(try await viewer.send(ListApprovals()))",
                "\(try await viewer.send(GetApproval(id: approval.id.description)))",
                "\(try await viewer.send(ListEntries(name: "partners")))", "\(try await viewer.send(ListAudit()))",
                "\(try await viewer.send(GetImpact(entry: "atelier-lumen.example")))",
            ]
            for text in shown { #expect(!text.lowercased().contains("caron"), "\(text)") }
            #expect(try await viewer.send(GetCall(id: call.id.description)).claims == nil)
            #expect(try await viewer.send(GetApproval(id: approval.id.description)).claims == nil)
        }
    }

    @Test func `only viewers get masked personal data`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let approval = try await harness.ask()
            let detail = try await harness.client(.inProcess, as: .approver).send(
                GetApproval(id: approval.id.description)
            )
            #expect(detail.claims?.displayName == "Mireille Caron")
        }
    }
}

@Suite struct `Revealing a call` {
    @Test(arguments: ControlHarness.Way.allCases)
    func `revealing a call leaves an audit record with the reason`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let call = try await harness.journalCall()
            let bodies = try await harness.client(way, as: .approver).send(
                RevealCall(id: call.code.description, reason: "asked to")
            )
            #expect(bodies.request.contains("mireille"))
            let record = try await harness.client(way).send(ListAudit()).items.first
            #expect(record?.action == "call.reveal")
            #expect(record?.after?.object?["reason"] == "asked to")
        }
    }
}

@Suite struct `Cursors` {
    @Test(arguments: ControlHarness.Way.allCases)
    func `cursors lead through a list to its end`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            var ids: [CallID] = []
            for _ in 0..<5 {
                ids.append(try await harness.journalCall().id)
                harness.clock.advance(by: .milliseconds(1))
            }
            let client = harness.client(way)
            let seen = try await everyItem(atMost: 2) { try await client.send(ListCalls(limit: 2, cursor: $0)) }
            #expect(seen.map(\.id) == ids.reversed())
        }
    }

    @Test func `a cursor is valid only for its own request`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            for _ in 0..<3 { try await harness.journalCall() }
            let client = harness.client(.inProcess)
            let cursor = try await client.send(ListCalls(limit: 1)).next
            let error = await #expect(throws: ControlError.self) {
                try await client.send(ListCalls(filter: "outcome:block", cursor: cursor))
            }
            #expect(error?.problem?.kind == .badCursor)
        }
    }
}
