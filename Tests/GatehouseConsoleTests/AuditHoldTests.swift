import ControlProtocol
import GatehouseModel
import Testing

@testable import GatehouseConsole

/// The audit log grows while somebody reads it.
@Suite struct `Reading the audit log while it grows` {
    private let daemon = Situation.daemon()

    private static func record(_ sequence: Int) -> AuditRecord {
        AuditRecord(
            sequence: sequence,
            time: Situation.now,
            uid: 1001,
            user: "anna",
            role: .approver,
            action: "approval.approve",
            subject: "approval:\(sequence)",
            before: nil,
            after: nil,
            hash: "ab"
        )
    }

    private func grow(_ console: ConsoleDriver, to sequence: Int) {
        let first = (daemon.audit.first?.sequence ?? 0) + 1
        daemon.audit.insert(contentsOf: (first...sequence).reversed().map(Self.record), at: 0)
        daemon.audit = Array(daemon.audit.prefix(200))
        daemon.policy.advance("bo", "grown", Situation.now)
        console.happens(.policy(daemon.policy.revisions[0]))
        console.advance(.seconds(2))
    }

    @Test func `the rows stay under the reader, and the title counts what is new`() {
        daemon.audit = (1...30).reversed().map(Self.record)
        let console = ConsoleDriver(daemon)
        console.type("6jjj")
        let line = console.selectedLine
        #expect(line.contains("approval:27"))
        grow(console, to: 33)
        #expect(console.selectedLine == line)
        #expect(console.shows("HOLDING  ▲ 3 new"))
        #expect(!console.shows("approval:33"))
        // More records than a page has: nothing slides, although the oldest rows are no longer in the daemon's page.
        grow(console, to: 400)
        #expect(console.selectedLine == line)
        #expect(console.shows("+ new"))
        // Reading again does not slide either.
        console.type("R")
        #expect(console.selectedLine == line)
    }

    @Test func `going back to the first row follows the log again`() {
        daemon.audit = (1...30).reversed().map(Self.record)
        let console = ConsoleDriver(daemon)
        console.type("6jj")
        grow(console, to: 32)
        console.type("g")
        #expect(console.shows("approval:32"))
        #expect(!console.shows("HOLDING"))
        grow(console, to: 34)
        #expect(console.shows("approval:34"))
    }
}
