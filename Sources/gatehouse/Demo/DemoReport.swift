import ControlProtocol
import GatehouseModel

/// What the daemon's journal says, beside what was expected.
struct DemoReport: Encodable, Sendable {
    struct Surprise: Encodable, Sendable {
        var story: String
        var email: String
        var detail: String
    }

    var calls: Int
    var callsInJournal: Int
    var expected: [String: Int]
    /// Calls by outcome, counted in the daemon's own journal.
    var outcomes: [String: Int]
    var retriesExpected: Int
    var retries: Int
    var stories: [String: Int]
    /// Answers that were not as expected, at most 20.
    var surprises: [Surprise]
    var surpriseCount: Int
    var tookMs: Int
    var callsPerSecond: Int
    var isAsExpected: Bool

    private static let surprisesShown = 20

    init(answers: [Answer], journal: JournalTally, took: Duration) {
        let wrong = answers.filter { $0.objection != nil }
        calls = answers.count
        callsInJournal = journal.calls
        expected = Self.count(answers.map(\.expected.rawValue))
        outcomes = journal.outcomes
        retriesExpected = answers.count { $0.isRetry }
        retries = journal.retries
        stories = Self.count(answers.map(\.story))
        surprises = wrong.prefix(Self.surprisesShown).map {
            Surprise(story: $0.story, email: $0.email, detail: $0.objection ?? "")
        }
        surpriseCount = wrong.count
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        tookMs = Int(seconds * 1_000)
        callsPerSecond = seconds > 0 ? Int(Double(answers.count) / seconds) : 0
        isAsExpected = wrong.isEmpty && outcomes == expected && retries == retriesExpected
    }

    private static func count(_ words: [String]) -> [String: Int] {
        words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    var card: Card {
        var card = Card(
            "\(grouped(calls)) calls in \(Moment.took(Double(tookMs))), \(grouped(callsPerSecond)) a second"
        )
        card.line("outcome     journal  expected")
        for outcome in Outcome.allCases where outcomes[outcome.rawValue] ?? expected[outcome.rawValue] != nil {
            let (found, wanted) = (outcomes[outcome.rawValue] ?? 0, expected[outcome.rawValue] ?? 0)
            card.line(Self.row(outcome.rawValue, found, wanted), found == wanted ? .plain : .bad)
        }
        card.line(Self.row("retries", retries, retriesExpected), retries == retriesExpected ? .plain : .bad)
        for surprise in surprises { card.line("! \(surprise.story), \(surprise.email): \(surprise.detail)", .bad) }
        let verdict = "\(grouped(calls - surpriseCount)) of \(grouped(calls)) answers as expected"
        card.line(verdict + (isAsExpected ? "" : "; something is wrong"), isAsExpected ? .good : .bad)
        return card
    }

    private static func row(_ name: String, _ found: Int, _ wanted: Int) -> String {
        let columns = [grouped(found), grouped(wanted)].map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }
        return SafeLine.pad(name, to: 10) + columns.joined()
    }
}

/// The journal's calls, counted.
struct JournalTally: Sendable {
    var calls = 0
    var outcomes: [String: Int] = [:]
    var retries = 0

    /// Reads the whole journal through the control protocol.
    static func read(_ client: ControlClient) async throws -> JournalTally {
        var tally = JournalTally()
        var cursor: String?
        repeat {
            let page = try await client.send(ListCalls(limit: 1_000, cursor: cursor))
            for call in page.items { tally.add(call) }
            cursor = page.next
        } while cursor != nil
        return tally
    }

    private mutating func add(_ call: CallSummary) {
        calls += 1
        outcomes[call.outcome.rawValue, default: 0] += 1
        if call.retryOf != nil { retries += 1 }
    }
}
