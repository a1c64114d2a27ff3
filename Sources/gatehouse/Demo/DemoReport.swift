import ControlProtocol
import GatehouseModel

/// Compares the daemon's journal and sign-ups with what was expected.
struct DemoReport: Encodable, Sendable {
    struct Surprise: Encodable, Sendable {
        var story: String
        var email: String
        var detail: String
    }

    /// Calls made by our connectors, and calls at our endpoints.
    var calls: Int
    var callsInJournal: Int
    /// Calls refused for want of a valid credential of which the daemon keeps only the number.
    var callsOnlyCounted: Int
    /// Calls at our endpoints by outcome; `outcomes` is what the daemon journaled or counted.
    var expected: [String: Int]
    var outcomes: [String: Int]
    /// Calls of our connectors by outcome.
    var outboundExpected: [String: Int]
    var outbound: [String: Int]
    var retriesExpected: Int
    var retries: Int
    /// Matches by rule, including shadow rules; `rules` is counted by the daemon.
    var rulesExpected: [String: Int]
    var rules: [String: Int]
    /// Sign-ups by stage; `stages` is counted from the daemon's store.
    var stagesExpected: [String: Int]
    var stages: [String: Int]
    var stories: [String: Int]
    /// Acts that did not end as expected, at most 20.
    var surprises: [Surprise]
    var surpriseCount: Int
    /// The speed of the sign-ups, by the parts of their duration.
    var signUps: FlowReport
    var isAsExpected: Bool

    private static let surprisesShown = 20

    init(
        results: [ActResult],
        journal: JournalTally,
        rules: [String: Int],
        stages: [String: Int],
        took: Duration
    ) {
        let wrong = results.filter { $0.objection != nil }
        let (inbound, outbound) = (results.flatMap(\.inbound), results.flatMap(\.outbound))
        calls = inbound.count + outbound.count
        callsInJournal = journal.calls
        callsOnlyCounted = journal.onlyCounted
        expected = Self.count(inbound.map(\.rawValue))
        outcomes = journal.inbound.merging([Outcome.refused.rawValue: journal.onlyCounted], uniquingKeysWith: +)
            .filter { $0.value > 0 }
        outboundExpected = Self.count(outbound.map(\.rawValue))
        self.outbound = journal.outbound
        retriesExpected = results.reduce(0) { $0 + $1.retries }
        retries = journal.retries
        rulesExpected = Self.count(results.flatMap(\.rules))
        self.rules = rules
        stagesExpected = Self.count(results.compactMap { $0.stage?.rawValue })
        self.stages = stages
        stories = Self.count(results.map(\.story))
        surprises = wrong.prefix(Self.surprisesShown).map {
            Surprise(story: $0.story, email: $0.email, detail: $0.objection ?? "")
        }
        surpriseCount = wrong.count
        let timings = results.compactMap(\.timing)
        var tally = FlowTally(flow: "guests and shop", asked: timings.count, seed: nil)
        for timing in timings { tally.add(timing) }
        signUps = tally.report(took: took)
        isAsExpected =
            wrong.isEmpty && outcomes == expected && self.outbound == outboundExpected && retries == retriesExpected
            && rules == rulesExpected && stages == stagesExpected
    }

    private static func count(_ words: [String]) -> [String: Int] {
        words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    var card: Card {
        var card = signUps.speedCard
        card.line("at our endpoints        journal  expected")
        Self.rows(of: Outcome.allCases.map(\.rawValue), outcomes, expected, into: &card)
        Self.row("retries", retries, retriesExpected, into: &card)
        card.line("from our connectors", .plain)
        Self.rows(of: Outcome.allCases.map(\.rawValue), outbound, outboundExpected, into: &card)
        card.line("rules that matched", .plain)
        Self.rows(of: Set(rules.keys).union(rulesExpected.keys).sorted(), rules, rulesExpected, into: &card)
        card.line("sign-ups", .plain)
        Self.rows(of: SignUp.Stage.allCases.map(\.rawValue), stages, stagesExpected, into: &card)
        for surprise in surprises { card.line("! \(surprise.story), \(surprise.email): \(surprise.detail)", .bad) }
        let acts = stories.values.reduce(0, +)
        let verdict = "\(grouped(acts - surpriseCount)) of \(grouped(acts)) visits as expected"
        card.line(verdict + (isAsExpected ? "" : "; something is wrong"), isAsExpected ? .good : .bad)
        return card
    }

    private static func rows(
        of names: [String],
        _ found: [String: Int],
        _ wanted: [String: Int],
        into card: inout Card
    ) {
        for name in names where found[name] ?? wanted[name] != nil {
            row(name, found[name] ?? 0, wanted[name] ?? 0, into: &card)
        }
    }

    private static func row(_ name: String, _ found: Int, _ wanted: Int, into card: inout Card) {
        let columns = [grouped(found), grouped(wanted)].map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }
        card.line(
            "  " + PrintedText(line: name).padded(to: 20).text + columns.joined(),
            found == wanted ? .plain : .bad
        )
    }
}

/// Counts over the calls in the journal.
struct JournalTally: Sendable {
    var calls = 0
    /// Refused calls that are not in the journal, because the daemon keeps a sample of them.
    var onlyCounted = 0
    var inbound: [String: Int] = [:]
    var outbound: [String: Int] = [:]
    var retries = 0

    /// Reads the whole journal through the control protocol.
    ///
    /// - Parameter before: earlier counts to subtract.
    static func read(_ client: ControlClient, without before: JournalTally? = nil) async throws -> JournalTally {
        var tally = JournalTally()
        var cursor: String?
        repeat {
            let page = try await client.send(ListCalls(limit: 1_000, cursor: cursor))
            for call in page.items { tally.add(call) }
            cursor = page.next
        } while cursor != nil
        let refused = try await client.send(GetStatus()).refused
        tally.onlyCounted = (refused?.total ?? 0) - (refused?.journaled ?? 0)
        if let before { tally.subtract(before) }
        return tally
    }

    private mutating func add(_ call: CallSummary) {
        calls += 1
        switch call.direction {
        case .inbound: inbound[call.outcome.rawValue, default: 0] += 1
        case .outbound: outbound[call.outcome.rawValue, default: 0] += 1
        }
        if call.retryOf != nil { retries += 1 }
    }

    private mutating func subtract(_ other: JournalTally) {
        calls -= other.calls
        onlyCounted -= other.onlyCounted
        retries -= other.retries
        inbound = Self.difference(inbound, other.inbound)
        outbound = Self.difference(outbound, other.outbound)
    }

    private static func difference(_ all: [String: Int], _ some: [String: Int]) -> [String: Int] {
        all.merging(some) { $0 - $1 }.filter { $0.value != 0 }
    }
}

/// The daemon's sign-ups by stage.
enum SignUpTally {
    static func read(_ client: ControlClient) async throws -> [String: Int] {
        var stages: [String: Int] = [:]
        var cursor: String?
        repeat {
            let page = try await client.send(ListSignUps(limit: 1_000, cursor: cursor))
            for signUp in page.items { stages[signUp.stage.rawValue, default: 0] += 1 }
            cursor = page.next
        } while cursor != nil
        return stages
    }
}

/// The daemon's count of rules that matched.
enum RuleMatches {
    static func read(_ client: ControlClient) async throws -> [String: Int] {
        let rules = try await client.send(ListRules()).items.filter { $0.hits24h > 0 }
        return Dictionary(rules.map { ($0.rule.name, $0.hits24h) }, uniquingKeysWith: { first, _ in first })
    }
}
