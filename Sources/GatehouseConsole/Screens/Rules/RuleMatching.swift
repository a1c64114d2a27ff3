import ControlProtocol
import GatehouseModel
import TerminalUI

/// How many of the last calls a rule matches, counted by the daemon.
enum RuleMatching {
    static let last = 1_000

    /// Everything that the count depends on. The mode is not part of it.
    static func key(_ rule: RuleDefinition) -> String {
        let set = rule.set.keys.sorted().map { "\($0)=\(rule.set[$0] ?? "")" }.joined(separator: "\u{1F}")
        return ["matches", rule.endpoints.joined(separator: ","), rule.then.rawValue, rule.when, set]
            .joined(separator: "\u{1E}")
    }

    /// Only for roles that may try rules, because a condition can test the value of any claim.
    static func wanted(_ rule: RuleDefinition, _ state: ConsoleState) -> [Wanted] {
        guard state.role.map({ $0 >= .approver }) ?? false else { return [] }
        return [asked(rule)]
    }

    private static func asked(_ rule: RuleDefinition) -> Wanted {
        Wanted(key(rule), CountMatches(.init(rule: rule, last: last))) { .matches($0) }
    }

    static func value(_ rule: RuleDefinition, _ state: ConsoleState) -> RuleMatches? {
        guard case .matches(let matches) = state.resources.value(key(rule)) else { return nil }
        return matches
    }

    /// In a sentence: `matches 17 of the last 1,000 calls, 3 without a value`.
    static func sentence(_ rule: RuleDefinition, _ state: ConsoleState) -> Line {
        guard state.role != .viewer else { return Line("approvers see what it matches", .dim) }
        if case .failed(let error) = state.resources[key(rule)] {
            return Line("what it matches cannot be told: \(error.problem?.detail ?? error.description)", .warn)
        }
        guard let matches = value(rule, state) else {
            guard state.staleness == nil else { return Line("what it matches is told when the daemon answers", .dim) }
            return Line("looking what it matches…", .dim)
        }
        if let problem = matches.problems.first { return Line("\(problem.member): \(problem.text)", .error) }
        guard matches.of > 0 else { return Line("no kept call it could be tried on", .dim) }
        var line: Line = [
            Span("matches ", .dim),
            Span(SafeText(Words.count(matches.matches)), matches.matches > 0 ? .title : .text),
            Span(" of the last \(Words.count(matches.of, "call"))", .dim),
        ]
        if matches.unknown > 0 {
            line.spans.append(Span(" · \(Words.count(matches.unknown)) without a value", .warn))
        }
        return line
    }
}

/// Calls as a small table, newest first.
struct CallRows: TableRows {
    private let calls: [CallSummary]
    var isMasked = true

    init(_ calls: [CallSummary]) { self.calls = calls }

    var count: Int { calls.count }
    subscript(index: Int) -> CallSummary { calls[index] }
    func id(at index: Int) -> CallID { calls[index].id }
    func index(of id: CallID) -> Int? { calls.firstIndex { $0.id == id } }
    func cell(at index: Int, column: String) -> Span {
        TrafficCell(call: calls[index], isMasked: isMasked).span(column)
    }

    func text(at index: Int) -> String {
        let call = calls[index]
        return [call.code.description, call.endpoint, call.email ?? "", call.outcome.rawValue].joined(separator: " ")
    }

    static let columns = [
        Column("time", title: "TIME", minimum: 8, ideal: 8),
        Column("endpoint", title: "ENDPOINT", minimum: 12, ideal: 16, dropPriority: 1),
        Column("applicant", title: "APPLICANT", minimum: 14, ideal: 26, weight: 4, truncation: .addressDomain),
        Column("decision", title: "DECISION", minimum: 8, ideal: 8),
        Column("by", title: "BY", minimum: 7, ideal: 9, weight: 2, dropPriority: 2),
    ]
}

/// Revisions of the policy as a table, newest first.
struct RevisionRows: TableRows {
    private let revisions: [PolicyRevisionSummary]
    var now = Timestamp(milliseconds: 0)
    var current: Int?

    init(_ revisions: [PolicyRevisionSummary]) { self.revisions = revisions }

    var count: Int { revisions.count }
    subscript(index: Int) -> PolicyRevisionSummary { revisions[index] }
    func id(at index: Int) -> Int { revisions[index].revision }
    func index(of id: Int) -> Int? { revisions.firstIndex { $0.revision == id } }

    func cell(at index: Int, column: String) -> Span {
        let revision = revisions[index]
        switch column {
        case "revision": return Span(SafeText(String(revision.revision)), .text)
        case "state": return Span(revision.revision == current ? "in force" : "", .ok)
        case "applied": return Span(SafeText(Words.moment(revision.applied, now: now)), .dim)
        case "user": return Span(SafeText(revision.user), .text)
        case "comment": return Span(SafeText(revision.comment ?? "-"), revision.comment == nil ? .dim : .text)
        default: return Span("", .text)
        }
    }

    func text(at index: Int) -> String {
        let revision = revisions[index]
        return "\(revision.revision) \(revision.user) \(revision.comment ?? "")"
    }

    static let columns = [
        Column("revision", title: "NO", minimum: 4, ideal: 5, alignment: .right),
        Column("state", title: "", minimum: 8, ideal: 8, dropPriority: 1),
        Column("applied", title: "APPLIED", minimum: 12, ideal: 12),
        Column("user", title: "BY", minimum: 8, ideal: 10),
        Column("comment", title: "COMMENT", minimum: 10, ideal: 30, weight: 4),
    ]
}
