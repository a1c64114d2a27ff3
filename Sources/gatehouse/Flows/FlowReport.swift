import GatehouseModel

/// Counts the results of sign-ups as they arrive.
struct FlowTally: Sendable {
    let flow: String
    let asked: Int
    let seed: UInt64?
    var isComplete = true
    private(set) var done = 0
    private var outcomes: [String: Int] = [:]
    private var details: [String: Int] = [:]
    private var took: [Double] = []
    private var connector = 0.0
    private var storage = 0.0
    private var engine = 0.0

    /// The maximum number of different details that are counted separately.
    private static let detailLimit = 200

    init(flow: String, asked: Int, seed: UInt64?) {
        self.flow = flow
        self.asked = asked
        self.seed = seed
    }

    mutating func add(_ result: FlowResult) {
        done += 1
        outcomes[result.outcome, default: 0] += 1
        if let detail = result.detail, details.count < Self.detailLimit || details[detail] != nil {
            details[detail, default: 0] += 1
        }
        took.append(result.took.inMilliseconds)
        connector += result.connectorMs
        storage += result.storageMs
        engine += result.engineMs
    }

    func report(took duration: Duration) -> FlowReport {
        let sorted = took.sorted()
        let total = took.reduce(0, +)
        let share: (Double) -> Double = { total > 0 ? ($0 / total * 1000).rounded() / 1000 : 0 }
        let seconds = duration.inMilliseconds / 1000
        return FlowReport(
            flow: flow,
            signUps: done,
            isComplete: isComplete && done == asked,
            seed: seed,
            outcomes: outcomes,
            reasons: details.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map {
                FlowReport.Reason(count: $0.value, detail: $0.key)
            },
            tookMs: Int(nearest: duration.inMilliseconds),
            signUpsPerSecond: seconds > 0 ? (Double(done) / seconds * 10).rounded() / 10 : 0,
            p50Ms: Self.quantile(sorted, 0.5),
            p95Ms: Self.quantile(sorted, 0.95),
            where: FlowReport.Where(
                connectors: share(connector),
                storage: share(storage),
                engine: share(engine),
                controlProtocol: share(max(0, total - connector - storage - engine))
            )
        )
    }

    private static func quantile(_ sorted: [Double], _ part: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return (sorted[min(sorted.count - 1, Int(nearest: (Double(sorted.count) * part).rounded(.down)))] * 10)
            .rounded() / 10
    }
}

/// The results of many sign-ups.
struct FlowReport: Encodable, Sendable {
    /// How the waiting time divides, as fractions of 1.
    struct Where: Encodable, Sendable {
        var connectors: Double
        var storage: Double
        var engine: Double
        /// The socket, JSON, and waiting in the client.
        var controlProtocol: Double
    }

    struct Reason: Encodable, Sendable {
        var count: Int
        var detail: String
    }

    var flow: String
    var signUps: Int
    var isComplete: Bool
    var seed: UInt64?
    /// Counts by stage, plus `sent back` for forms that were returned and `refused` for sign-ups that could not begin.
    var outcomes: [String: Int]
    /// The most common reasons for failures and refusals.
    var reasons: [Reason]
    var tookMs: Int
    var signUpsPerSecond: Double
    var p50Ms: Double
    var p95Ms: Double
    var `where`: Where

    /// How fast the sign-ups were, and where the time went.
    var speedCard: Card {
        var card = Card(
            "\(grouped(signUps)) \(signUps == 1 ? "sign-up" : "sign-ups") through \(flow) in \(Moment.took(Double(tookMs))), \(signUpsPerSecond) a second"
        )
        card.fact("p50, p95", "\(Moment.took(p50Ms)), \(Moment.took(p95Ms))")
        let parts = [
            ("connectors", `where`.connectors), ("storage", `where`.storage), ("engine", `where`.engine),
            ("control protocol", `where`.controlProtocol),
        ]
        card.fact("where time goes", parts.map { "\($0.0) \(Int(nearest: $0.1 * 100)) %" }.joined(separator: ", "))
        return card
    }

    var card: Card {
        var card = speedCard
        if !isComplete { card.line("interrupted; these are the sign-ups that ended before", .attention) }
        for (outcome, count) in outcomes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            card.fact(outcome, grouped(count), SignUp.Stage(rawValue: outcome)?.tone ?? .bad)
        }
        card.fact("the same again", seed.map { "--seed \($0)" }, .quiet)
        if !reasons.isEmpty { card.section("why") }
        for reason in reasons { card.line("\(grouped(reason.count)) × \(reason.detail)", .bad) }
        return card
    }
}

extension Duration {
    /// The duration in milliseconds, with a fraction.
    var inMilliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
