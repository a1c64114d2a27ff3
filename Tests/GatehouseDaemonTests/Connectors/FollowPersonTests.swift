import ControlProtocol
import GatehouseModel
import Testing

@Suite struct `Following a person` {
    @Test func `following a person finds the calls of one address, however it is written, and no others`() async throws
    {
        try await ControlHarness.run(.inProcess) { harness in
            let first = try await harness.journalCall(email: "zoe@bücher.example")
            let second = try await harness.journalCall(email: "Zoe@XN--BCHER-KVA.example")
            try await harness.journalCall(email: "other.zoe@bücher.example")
            try await harness.journalCall(email: "zoe@bücher.example.org")
            let client = harness.client(.inProcess, as: .approver)
            for call in [first, second] {
                let page = try await client.send(FollowPerson(id: call.id.description))
                #expect(page.items.map(\.id) == [second.id, first.id])
            }
            await client.close()
        }
    }

    @Test func `following a person needs the role approver`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let call = try await harness.journalCall()
            let client = harness.client(.inProcess, as: .viewer)
            await #expect(throws: ControlError.self) { try await client.send(FollowPerson(id: call.id.description)) }
            await client.close()
        }
    }
}
