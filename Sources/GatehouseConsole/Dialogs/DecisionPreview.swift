package import ControlProtocol
import GatehouseModel
import TerminalUI

/// The daemon's preview of a decision on several requests.
package struct DecisionPreview: Sendable, Hashable {
    package let verdict: DecideApprovals.Verdict
    /// The requests, with the revisions on the screen.
    package let items: [DecideApprovals.Body.Item]

    init(_ verdict: DecideApprovals.Verdict, _ targets: [Approval]) {
        self.verdict = verdict
        items = targets.map { .init(id: $0.id.description, revision: $0.revision) }
    }

    private var portions: [(key: String, items: [DecideApprovals.Body.Item])] {
        stride(from: 0, to: items.count, by: DecisionRun.portion).map { start in
            let part = Array(items[start..<min(start + DecisionRun.portion, items.count)])
            return ("preview/\(verdict.rawValue)/\(part.hashValue)", part)
        }
    }

    /// The requests to the daemon for this preview.
    var wanted: [Wanted] {
        portions.map { key, items in
            Wanted(key, PreviewDecisions(items: items, verdict: verdict)) { .verdicts($0) }
        }
    }

    /// The requests that the daemon would leave undecided, and why; nil until it has answered.
    func exceptions(_ state: ConsoleState) -> [String]? {
        var counts: [String: Int] = [:]
        for portion in portions {
            switch state.resources[portion.key] {
            case .loaded(.verdicts(let reply), _):
                for problem in reply.results.compactMap(\.problem) { counts[Self.word(problem), default: 0] += 1 }
            case .failed(let error): return ["the daemon cannot tell what it would leave as it is: \(error)"]
            case .loaded, .loading, nil: return nil
            }
        }
        guard !counts.isEmpty else { return [] }
        let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) of them \($0.key)" }
        return ["\(words.joined(separator: ", ")): those are left as they are"]
    }

    private static func word(_ problem: Problem) -> String {
        switch problem.kind {
        case .takenByAnother: "taken by others"
        case .alreadyDecided: "decided since"
        case .revisionMismatch: "changed since you read them"
        case .notFound: "gone"
        default: "refused (\(problem.detail))"
        }
    }
}
