import ControlProtocol
import GatehouseModel
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `Reading the audit log` {
    private static let start = Timestamp(milliseconds: 1_800_000_000_000)
    private let scratch = Scratch()

    private func withRecords(_ body: (AuditLog, [AuditRecord]) async throws -> Void) async throws {
        let store = try StateStore(path: scratch.file("state.db"), durability: .relaxed)
        let log = AuditLog(store: store)
        let actors = [
            GatehouseModel.Actor(uid: 7, user: "anna", role: .admin),
            GatehouseModel.Actor(uid: 1007, user: "o'brien%", role: .approver), .daemon,
        ]
        let acts = [
            (Change.Kind.approvalApproved, "approval:K7Q2-9MXD"), (.listImported, "list:partners"),
            (.policyApplied, "policy"), (.accountCreated, "account:01a2"),
        ]
        for number in 0..<24 {
            let (kind, subject) = acts[number % acts.count]
            try await log.record(
                Change(
                    kind,
                    of: subject,
                    by: actors[number % actors.count],
                    after: ["number": .int(Int64(number))],
                    at: Self.start + .seconds(number)
                )
            )
        }
        try await body(log, try await log.records(limit: 1000).items)
        await store.close()
    }

    @Test(arguments: [
        "", "anna", "partners", "user:O'BRIEN%", "uid:>100", "uid:7", "-uid:7", "role:admin", "-role:admin",
        "action:approval.*", "subject:list:*", "action:list.* OR user:anna", "since:2027-01-15T08:00:05Z",
        "until:2027-01-15T08:00:05Z", "nothing-like-it",
    ])
    func `a filter finds the same records in the store as in memory`(text: String) async throws {
        try await withRecords { log, all in
            let filter = try Query(text, for: AuditRecord.self, now: Self.start + .seconds(100))
            let found = try await log.records(filter: filter, limit: 1000).items
            #expect(found == all.filter(filter.matches))
        }
    }

    @Test func `pages of a filtered audit log contain every match exactly once`() async throws {
        try await withRecords { log, all in
            let filter = try Query("action:approval.*", for: AuditRecord.self, now: Self.start)
            let found = try await everyItem(atMost: 2) {
                try await log.records(filter: filter, limit: 2, cursor: $0)
            }
            #expect(found == all.filter(filter.matches))
        }
    }
}
