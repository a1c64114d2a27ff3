import Dialects
import Foundation
import GatehouseDaemon
import GatehouseModel
import PolicyEngine

/// Measures parts of the program and prints one JSON object: lines for people, and budgets with their verdicts.
///
/// Arguments select the parts: `decisions`, `data`, `commits`; the default is all.
@main
enum Benchmarks {
    static func main() async throws {
        if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "expressions" {
            return try ExpressionBenchmark.run(file: CommandLine.arguments[2])
        }
        var report = Report()
        let parts = CommandLine.arguments.dropFirst()
        func isWanted(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }
        if isWanted("decisions") { try decisions(&report) }
        if isWanted("data") { try data(&report) }
        if isWanted("commits") { try await commits(&report) }
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
    }

    struct Report: Encodable {
        struct Budget: Encodable {
            var what: String
            var measured: String
            var budget: String
            var holds: Bool
        }
        var lines: [String] = []
        var budgets: [Budget] = []
    }

    // MARK: - The decision alone

    static let entryCount = 1_000_000

    private static func decisions(_ report: inout Report) throws {
        let before = residentBytes()
        var textBytes = 0
        let index = try index(&textBytes)
        let perEntry = Double(residentBytes() - before - textBytes) / Double(entryCount)
        let document = try PolicyDocument.parse(policy, file: "benchmark")
        let snapshot = PolicySnapshot(
            document: document,
            revision: 1,
            indexes: ["blocked": index, "friends": EntryIndex(), "watched": try watched()]
        )
        var facts = CallFacts(
            endpoint: "request-approval",
            step: .postAttributeCollection,
            dialect: .entraB2B,
            ip: "203.0.113.9",
            time: .now
        )
        for endpoint in ["request-approval", "check-approval"] {
            facts.endpoint = endpoint
            decisions(&report, snapshot, facts, isBudgeted: endpoint == "request-approval")
        }
        report.budgets.append(
            .init(
                what: "memory per entry beyond its text",
                measured: format(perEntry) + " bytes",
                budget: "≤ 100 bytes",
                holds: perEntry <= 100
            )
        )
    }

    private static func decisions(
        _ report: inout Report,
        _ snapshot: PolicySnapshot,
        _ facts: CallFacts,
        isBudgeted: Bool
    ) {
        var took: [Double] = []
        var (blocked, matched, lines) = (0, 0, 0)
        let people = people
        for round in 0..<20 {
            for person in people {
                let start = ContinuousClock.now
                let judgement = snapshot.judgement(on: person, call: facts, at: facts.time)
                let end = ContinuousClock.now
                if case .blocked = judgement.verdict { blocked += 1 }
                matched += judgement.ruleHits.count
                lines += judgement.considered.count
                if round > 0 { took.append(microseconds(end - start)) }
            }
        }
        took.sort()
        let (p50, p99) = (took[took.count / 2], took[took.count * 99 / 100])
        let count = Double(20 * people.count)
        report.lines.append(
            "decision over \(entryCount) entries and \(ruleCount) rules at \(facts.endpoint): \(format(p50)) µs p50,"
                + " \(format(p99)) µs p99; \(took.count) people, \(format(Double(blocked) / count * 100)) % blocked,"
                + " \(format(Double(matched) / count)) rules matched each"
        )
        guard isBudgeted else { return }
        report.budgets.append(
            .init(what: "decision alone, p50", measured: format(p50) + " µs", budget: "≤ 20 µs", holds: p50 <= 20)
        )
        report.budgets.append(
            .init(what: "decision alone, p99", measured: format(p99) + " µs", budget: "≤ 100 µs", holds: p99 <= 100)
        )
    }

    private static func index(_ textBytes: inout Int) throws -> EntryIndex {
        var records = EntryRecords()
        for number in 0..<entryCount {
            let name = "host-\(number).network-\(number % 9973).example"
            textBytes += name.utf8.count
            records.append(EntryPattern(kind: .subtree, canonical: name), id: Int64(number))
        }
        return EntryIndex(records)
    }

    // MARK: - The journal beside the disk

    private static func commits(_ report: inout Report) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "gatehouse-benchmark-\(getpid())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let raw = fdatasyncRate(directory + "/raw")
        report.lines.append("raw 4 KiB pwrite + fdatasync: \(Int(raw)) a second")
        let journal = try Journal(at: directory + "/journal")
        for waiters in [1, 16, 64, 256] {
            let total = waiters == 1 ? 4000 : 40_000
            let start = ContinuousClock.now
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<waiters {
                    group.addTask {
                        for _ in 0..<total / waiters { _ = try? await journal.append(entry()) }
                    }
                }
            }
            let rate = Double(total) / (microseconds(ContinuousClock.now - start) / 1_000_000)
            let ratio = rate / raw
            report.lines.append(
                "journal with \(waiters) waiting: \(Int(rate)) durable calls a second, \(format(ratio)) × the raw rate"
            )
        }
        await journal.close()
    }

    private static func entry() -> JournalEntry {
        let now = Timestamp.now
        return JournalEntry(
            call: CallSummary(
                id: CallID(at: now),
                time: now,
                endpoint: "request-approval",
                dialect: .entraB2B,
                step: .postAttributeCollection,
                outcome: .continue,
                status: 200,
                email: "mireille.caron@lumen.example",
                issuer: "facebook.com",
                tookMs: 0.4,
                decidedBy: .byDefault
            ),
            response: Array(#"{"version":"1.0.0","action":"Continue"}"#.utf8)
        )
    }

    private static func fdatasyncRate(_ path: String) -> Double {
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        defer { close(file) }
        let page = [UInt8](repeating: 7, count: 4096)
        let count = 500
        let start = ContinuousClock.now
        for number in 0..<count {
            _ = pwrite(file, page, page.count, off_t(number % 64 * 4096))
            fdatasync(file)
        }
        return Double(count) / (microseconds(ContinuousClock.now - start) / 1_000_000)
    }

    // MARK: - Parts

    static func microseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) / 1e12
    }

    static func format(_ number: Double) -> String { String(format: "%.2f", number) }

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
