import Logging
import NIOCore
import Synchronization
import Testing

@testable import GatehouseDaemon

@Suite struct `Trouble at the doors` {
    private static let start = NIODeadline.uptimeNanoseconds(0) + .hours(1)

    @Test func `trouble is logged when it begins, once a minute, and when it ends, however often it occurs`() {
        var trouble = RecurringTrouble()
        var news: [RecurringTrouble.News] = []
        for second in 0..<150 {
            let now = Self.start + .seconds(Int64(second))
            for _ in 0..<(second <= 130 ? 1_000 : 0) { trouble.note(at: now) }
            if let line = trouble.news(at: now) { news.append(line) }
        }
        #expect(news == [.began(1_000), .lasts(60_000), .lasts(60_000), .ended(131_000)])
        #expect(trouble.count == 0)
    }

    @Test func `trouble can begin again after it has ended`() {
        var trouble = RecurringTrouble()
        trouble.note(at: Self.start)
        #expect(trouble.news(at: Self.start) == .began(1))
        #expect(trouble.news(at: Self.start + .seconds(5)) == nil)
        #expect(trouble.news(at: Self.start + .seconds(6)) == .ended(1))
        #expect(trouble.news(at: Self.start + .seconds(7)) == nil)
        trouble.note(at: Self.start + .seconds(8))
        #expect(trouble.news(at: Self.start + .seconds(8)) == .began(1))
    }

    @Test func `trouble that never occurred is not logged`() {
        var trouble = RecurringTrouble()
        #expect(trouble.news(at: Self.start) == nil)
    }

    @Test(arguments: DoorTroubles.Kind.allCases)
    func `trouble is in the status while it lasts, with its number and the remedy`(kind: DoorTroubles.Kind) throws {
        let lines = LogLines()
        let budget = try DescriptorBudget(limit: 256, inUse: 4, cores: 1)
        let troubles = DoorTroubles(capacity: budget.doors, logger: lines.logger)
        #expect(troubles.degraded.isEmpty)
        for _ in 0..<7 { troubles.note(kind, from: "203.0.113.9", at: Self.start) }
        #expect(troubles.degraded.count == 1)
        #expect(troubles.degraded.allSatisfy { $0.contains("7 so far") && $0.contains("LimitNOFILE") })
        troubles.tell(at: Self.start)
        troubles.tell(at: Self.start + .seconds(3))
        troubles.tell(at: Self.start + .seconds(6))
        #expect(troubles.degraded.isEmpty)
        #expect(lines.all.count == 2)
        #expect(lines.all.first?.contains("LimitNOFILE") == true)
        #expect(lines.all.last?.hasPrefix("over: ") == true)
    }

    @Test func `the status does not advise more descriptors if there are plenty`() throws {
        let budget = try DescriptorBudget(limit: 20_000, inUse: 4, cores: 1)
        let troubles = DoorTroubles(capacity: budget.doors, logger: LogLines().logger)
        troubles.note(.connectorDoorFull, at: Self.start)
        #expect(troubles.degraded.allSatisfy { !$0.contains("LimitNOFILE") && $0.contains("find out who") })
    }
}

/// The logged lines: message and metadata of each.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
