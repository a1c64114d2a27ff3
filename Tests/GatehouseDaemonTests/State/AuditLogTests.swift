import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `The audit log` {
    let state: TemporaryState
    let log: AuditLog

    init() async throws {
        state = try TemporaryState()
        log = AuditLog(store: state.store)
        for number in 1...25 {
            try await log.record(
                Change(
                    .bodiesRevealed,
                    of: "call:\(number)",
                    by: .anna,
                    after: .object(["line": .string("a\"b\\c\n"), "number": .int(Int64(number))]),
                    at: .noon
                )
            )
        }
    }

    @Test func `an unchanged audit log is intact`() async throws {
        let found = try await log.verify(pageSize: 10)
        #expect(found.intact)
        #expect(found.records == 25)
        #expect(found.detail == nil)
    }

    @Test func `an empty audit log is intact`() async throws {
        let empty = try TemporaryState()
        let found = try await AuditLog(store: empty.store).verify()
        #expect(found.intact)
        #expect(found.records == 0)
    }

    @Test func `a changed record is named`() async throws {
        try state.tamper("UPDATE audit SET user = 'boris' WHERE sequence = 17")
        let found = try await log.verify(pageSize: 10)
        #expect(found.brokenAt == 17)
        #expect(found.records == 16)
    }

    @Test func `changed details are noticed`() async throws {
        try state.tamper(#"UPDATE audit SET after = replace(after, '"number":3', '"number":4') WHERE sequence = 3"#)
        #expect(try await log.verify().brokenAt == 3)
    }

    @Test func `a removed record is named`() async throws {
        try state.tamper("DELETE FROM audit WHERE sequence = 12")
        let found = try await log.verify(pageSize: 5)
        #expect(found.brokenAt == 12)
        #expect(found.detail?.contains("missing") == true)
    }

    @Test func `records in another order are noticed`() async throws {
        try state.tamper(
            """
            UPDATE audit SET sequence = -8 WHERE sequence = 8;
            UPDATE audit SET sequence = 8 WHERE sequence = 9;
            UPDATE audit SET sequence = 9 WHERE sequence = -8;
            """
        )
        #expect(try await log.verify().brokenAt == 8)
    }

    @Test func `a missing end is noticed`() async throws {
        try state.tamper("DELETE FROM audit WHERE sequence > 20")
        let found = try await log.verify()
        #expect(found.brokenAt == 21)
        #expect(found.detail?.contains("21 to 25") == true)
    }

    @Test func `an emptied audit log is noticed`() async throws {
        try state.tamper("DELETE FROM audit")
        #expect(try await log.verify().brokenAt == 1)
    }

    @Test func `audit records are listed newest first, page by page`() async throws {
        let first = try await log.records(limit: 20)
        let second = try await log.records(limit: 20, cursor: first.next)
        #expect((first.items + second.items).map(\.sequence) == Array((1...25).reversed()))
        #expect(second.next == nil)
    }

    @Test func `the query language filters audit records`() async throws {
        let query = try Query("subject:call:7", for: AuditRecord.self, now: .noon)
        #expect(try await log.records(filter: query).items.map(\.subject) == ["call:7"])
    }

    @Test func `an audit record is read back as it was written`() async throws {
        let record = try #require(try await log.records(limit: 1).items.first)
        #expect(record.after == .object(["line": .string("a\"b\\c\n"), "number": .int(25)]))
        #expect(record.uid == 1001)
        #expect(record.role == .approver)
    }

    @Test(arguments: [1, 7, 25])
    func `a chain that was cut off and given a new head fails against a checkpoint`(kept: Int) async throws {
        let checkpoint = try #require(try await log.checkpoint())
        #expect(checkpoint.sequence == 25)
        #expect(try await log.verify(against: checkpoint).intact)
        try state.tamper("DELETE FROM audit WHERE sequence > \(kept)")
        try state.tamper(
            "UPDATE audit_head SET sequence = \(kept), hash = (SELECT hash FROM audit WHERE sequence = \(kept))"
        )
        #expect(try await log.verify().intact)
        let found = try await log.verify(against: checkpoint, pageSize: 3)
        #expect(found.intact == (kept == 25))
        if kept < 25 { #expect(found.detail?.contains("cut off") == true) }
    }

    @Test func `a chain that was written anew fails against a checkpoint`() async throws {
        let checkpoint = try #require(try await log.checkpoint())
        let other = try TemporaryState()
        let forged = AuditLog(store: other.store)
        for number in 1...30 {
            try await forged.record(Change(.bodiesRevealed, of: "call:\(number)", by: .anna, at: .noon))
        }
        #expect(try await forged.verify().intact)
        let found = try await forged.verify(against: checkpoint)
        #expect(found.brokenAt == 25)
        #expect(found.detail?.contains("checkpoint") == true)
    }

    @Test(arguments: [
        "", "25", "25:", ":abc", "0:\(String(repeating: "a", count: 64))", "x:\(String(repeating: "a", count: 64))",
        "25:\(String(repeating: "g", count: 64))", "25:\(String(repeating: "a", count: 63))",
        "-1:\(String(repeating: "a", count: 64))",
    ])
    func `a text that is no checkpoint is refused`(text: String) {
        #expect(AuditCheckpoint(text) == nil)
    }
}
