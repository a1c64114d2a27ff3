internal import GatehouseModel

/// Counts over the calls of one segment, updated as calls are written, so that the file never has to be scanned for
/// counting.
///
/// A copy is stored in the segment from time to time; calls written after it are counted again at start.
struct SegmentTally: Sendable, Codable, Equatable {
    /// The calls of one hour.
    struct Hour: Sendable, Codable, Equatable {
        /// By endpoint or connector, then by outcome code.
        var endpoints: [String: [Int]] = [:]
        /// Matches by list.
        var lists: [String: Int] = [:]
        /// The time of the newest call by endpoint, in milliseconds since 1970.
        var newest: [String: Int64] = [:]
    }

    /// The newest sequence number counted; 0 before the first.
    var through: Int64 = 0
    var first: Int64 = 0
    /// The times of the oldest and newest call, in milliseconds since 1970.
    var oldest: Int64 = 0
    var newest: Int64 = 0
    /// By outcome code.
    var outcomes: [Int] = Array(repeating: 0, count: SegmentTally.outcomeCount)
    /// Calls of these that were refused without a valid credential: they are samples of what may come without end, so
    /// they push no other call out. Nil in tallies of versions that did not tell them apart.
    private(set) var samples: Int?
    /// Whether the clock was set back while the segment was written, so that its calls are not in the order of their
    /// times. Nil in tallies of versions that did not look.
    private(set) var isDisordered: Bool?
    /// By hours since 1970. Only what the last 25 hours need is kept.
    var hours: [Int64: Hour] = [:]

    static let outcomeCount = CallCodes.outcomes.count
    /// The maximum number of names of each kind per hour; further ones are counted together.
    static let nameLimit = 512
    static let otherNames = "(others)"
    private static let hoursKept: Int64 = 25

    var calls: Int { outcomes.reduce(0, +) }

    /// Calls that count towards the most that are kept.
    var callsCounted: Int { calls - (samples ?? 0) }

    mutating func count(_ call: Counted) {
        through = call.sequence
        if first == 0 {
            first = call.sequence
            oldest = call.time
        }
        if call.time < newest.subtractingSaturated(JournalSearch.disorder.wholeMilliseconds) { isDisordered = true }
        oldest = min(oldest, call.time)
        newest = max(newest, call.time)
        outcomes[call.outcome] += 1
        if call.isSample { samples = (samples ?? 0) + 1 }
        let hour = call.time / 3_600_000
        if hours[hour] == nil { hours = hours.filter { $0.key > hour - Self.hoursKept } }
        hours[hour, default: Hour()].count(call)
    }

    /// The data of one call that the counters need.
    struct Counted: Sendable {
        var sequence: Int64
        var time: Int64
        var outcome: Int
        var endpoint: String
        var microseconds: Int64
        /// Outbound calls are not included in the response times.
        var isInbound = true
        /// Whether it was refused without a valid credential.
        var isSample = false
        /// Lists that matched.
        var lists: [String]
    }
}

extension SegmentTally.Hour {
    fileprivate mutating func count(_ call: SegmentTally.Counted) {
        let endpoint = Self.bounded(call.endpoint, among: endpoints)
        endpoints[endpoint, default: Array(repeating: 0, count: SegmentTally.outcomeCount)][call.outcome] += 1
        newest[endpoint] = max(newest[endpoint] ?? 0, call.time)
        for list in call.lists { lists[Self.bounded(list, among: lists), default: 0] += 1 }
    }

    private static func bounded<Value>(_ name: String, among names: [String: Value]) -> String {
        names.count < SegmentTally.nameLimit || names[name] != nil ? name : SegmentTally.otherNames
    }
}

extension SegmentTally.Counted {
    init(_ entry: JournalEntry, sequence: Int64) {
        self.init(
            sequence: sequence,
            time: entry.call.time.milliseconds,
            outcome: Int(CallCodes.code(entry.call.outcome)),
            endpoint: Self.key(entry.call.endpoint, entry.call.direction),
            microseconds: Int64(nearest: entry.call.tookMs * 1000),
            isInbound: entry.call.direction == .inbound,
            isSample: Self.isSample(entry.trace, outcome: CallCodes.code(entry.call.outcome), entry.call.direction),
            lists: Self.lists(in: entry.trace, decidedBy: entry.call.decidedBy)
        )
    }

    /// Whether a call was refused before a credential of its endpoint was accepted.
    static func isSample(_ trace: Trace, outcome: Int64, _ direction: CallSummary.Direction) -> Bool {
        direction == .inbound && outcome == CallCodes.code(Outcome.refused)
            && !trace.considered.contains { $0.subject == .credential && $0.result == .passed }
    }

    /// What calls are counted under: the endpoint, or the connector behind a word that no URL's path can begin with.
    static func key(_ name: String, _ direction: CallSummary.Direction) -> String {
        direction == .inbound ? name : "connector " + name
    }

    /// The lists that matched: those that decided, exempted, or would have.
    static func lists(in trace: Trace, decidedBy: Decider) -> [String] {
        var lists: [String] = []
        for considered in trace.considered where considered.subject == .list && considered.result != .passed {
            if !lists.contains(considered.name) { lists.append(considered.name) }
        }
        if lists.isEmpty, decidedBy.rawValue.hasPrefix("list:") {
            lists.append(String(decidedBy.rawValue.dropFirst(5)))
        }
        return lists
    }
}
