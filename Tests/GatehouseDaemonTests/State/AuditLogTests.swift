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

    @Test func `is intact as it was written`() async throws {
        let found = try await log.verify(pageSize: 10)
        #expect(found.intact)
        #expect(found.records == 25)
        #expect(found.detail == nil)
    }

    @Test func `is intact while it is empty`() async throws {
        let empty = try TemporaryState()
        let found = try await AuditLog(store: empty.store).verify()
        #expect(found.intact)
        #expect(found.records == 0)
    }

    @Test func `names the record that was changed`() async throws {
        try state.tamper("UPDATE audit SET user = 'boris' WHERE sequence = 17")
        let found = try await log.verify(pageSize: 10)
        #expect(found.brokenAt == 17)
        #expect(found.records == 16)
    }

    @Test func `notices changed details`() async throws {
        try state.tamper(#"UPDATE audit SET after = replace(after, '"number":3', '"number":4') WHERE sequence = 3"#)
        #expect(try await log.verify().brokenAt == 3)
    }

    @Test func `names the record that was removed`() async throws {
        try state.tamper("DELETE FROM audit WHERE sequence = 12")
        let found = try await log.verify(pageSize: 5)
        #expect(found.brokenAt == 12)
        #expect(found.detail?.contains("missing") == true)
    }

    @Test func `notices records that changed places`() async throws {
        try state.tamper(
            """
            UPDATE audit SET sequence = -8 WHERE sequence = 8;
            UPDATE audit SET sequence = 8 WHERE sequence = 9;
            UPDATE audit SET sequence = 9 WHERE sequence = -8;
            """
        )
        #expect(try await log.verify().brokenAt == 8)
    }

    @Test func `notices that the end was cut off`() async throws {
        try state.tamper("DELETE FROM audit WHERE sequence > 20")
        let found = try await log.verify()
        #expect(found.brokenAt == 21)
        #expect(found.detail?.contains("21 to 25") == true)
    }

    @Test func `notices that everything is gone`() async throws {
        try state.tamper("DELETE FROM audit")
        #expect(try await log.verify().brokenAt == 1)
    }

    @Test func `pages from the newest to the oldest`() async throws {
        let first = try await log.records(limit: 20)
        let second = try await log.records(limit: 20, cursor: first.next)
        #expect((first.items + second.items).map(\.sequence) == Array((1...25).reversed()))
        #expect(second.next == nil)
    }

    @Test func `filters in the query language`() async throws {
        let query = try Query("subject:call:7", for: AuditRecord.self, now: .noon)
        #expect(try await log.records(filter: query).items.map(\.subject) == ["call:7"])
    }

    @Test func `gives back what was recorded`() async throws {
        let record = try #require(try await log.records(limit: 1).items.first)
        #expect(record.after == .object(["line": .string("a\"b\\c\n"), "number": .int(25)]))
        #expect(record.uid == 1001)
        #expect(record.role == .approver)
    }
}
