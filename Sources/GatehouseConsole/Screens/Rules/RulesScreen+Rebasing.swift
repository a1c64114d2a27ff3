import ControlProtocol
import GatehouseModel

/// Basing a draft on a revision that was applied after the draft was started.
extension RulesScreen {
    /// Makes the revision in force the base of the draft, with the same document or another one.
    static func rebase(_ document: String, _ state: inout ConsoleState) -> [Effect] {
        guard let draft = state.rules.draft else { return [] }
        return save(document, base: draft.current, "the draft is based on \(draft.current) now", .step, &state)
    }

    /// The question before the unchanged draft gets the new base. It lists every change of others that the draft
    /// reverts.
    static func rebaseQuestion(_ state: ConsoleState) -> Question? {
        guard let draft = state.rules.draft else { return nil }
        var lines = ["It takes back what others changed since \(draft.base); :diff then shows that as yours."]
        if let diff = state.rules.currentComparison {
            let taken = diff.theirs.map { takenBack($0, conflicts: diff.conflicts) } + renamed(diff.conflicts)
            lines += taken.prefix(linesShown)
            if taken.count > linesShown {
                lines.append("… and \(taken.count - linesShown) more; tab to Theirs shows all")
            }
        }
        return Question("Put the draft on revision \(draft.current) as it is?", lines, yes: "keep mine")
    }

    private static let linesShown = 8

    private static func takenBack(_ part: PolicyDiff.Part, conflicts: [String]) -> String {
        let mine = conflicts.contains(part.subject) ? ", with your change" : ""
        return switch part.change {
        case .added: "- \(part.subject), which they added, goes"
        case .removed: "+ \(part.subject), which they removed, comes back\(mine)"
        case .changed: "~ \(part.subject) is as it was before their change\(mine)"
        case .moved: "~ \(part.subject) goes back to its place"
        }
    }

    /// Conflicts about parts that were renamed, and are not among the others' changes.
    private static func renamed(_ conflicts: [String]) -> [String] {
        conflicts.filter { $0.contains(" (was ") }.map { "! \($0)" }
    }
}
