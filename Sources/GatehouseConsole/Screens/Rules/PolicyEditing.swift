import ControlProtocol
import GatehouseModel
import TerminalUI

/// The whole policy in the user's editor, and what happens to it afterwards. The edited text is kept here until the
/// daemon has it or the user discards it.
package struct PolicyEditing: Sendable {
    /// The maximum size that the daemon accepts, in bytes.
    static let limit = PolicyRevisionSummary.documentLimit

    package enum Purpose: Sendable, Hashable { case edit, export(path: String) }

    /// The text before the editor.
    var original: String
    /// The text after the editor.
    var text: String
    /// The revision that it is based on.
    var base: Int
    /// The line at which the editor opens next.
    var line: Int?

    // MARK: Opening the editor

    /// Opens the draft, or the policy in force if there is no draft.
    ///
    /// - Parameter onCurrent: bases the result on the revision in force, even if the draft has another base.
    static func begin(onCurrent: Bool = false, _ state: inout ConsoleState) -> [Effect] {
        guard let draft = state.rules.draft else {
            return [.ask(Ask(GetPolicy()) { .rules(.policyFetched(for: .edit, $0)) })]
        }
        return open(draft.document, base: onCurrent ? draft.current : draft.base, &state)
    }

    private static func open(_ text: String, base: Int, _ state: inout ConsoleState) -> [Effect] {
        state.rules.editing = PolicyEditing(original: text, text: text, base: base, line: nil)
        return [.writePolicy(text, line: nil)]
    }

    static func fetched(
        _ purpose: Purpose,
        _ result: Result<PolicyDocumentReply, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        switch (result, purpose) {
        case (.failure(let error), _):
            state.say("cannot read the policy: \(error.problem?.detail ?? error.description)", .bad)
            return []
        case (.success(let reply), .edit): return open(reply.document, base: reply.revision, &state)
        case (.success(let reply), .export(let path)):
            return [.write(path: path, contents: reply.document, what: "the policy, revision \(reply.revision),")]
        }
    }

    // MARK: After the editor

    static func written(_ path: String, _ problem: String?, _ state: inout ConsoleState) -> [Effect] {
        guard let problem else { return [.readPolicy(path: path)] }
        state.rules.editing = nil
        // If a signal ended the editor, the file may have new text. If the editor reported a failure, nothing should be
        // kept.
        guard problem.contains("signal") else {
            state.say("\(problem); the draft is as it was", .warning, for: .seconds(10))
            return [.forget(path: path)]
        }
        state.say("\(problem); what it wrote is in \(path)", .warning, for: .seconds(30))
        return []
    }

    static func read(_ result: Result<String, PolicyFileProblem>, _ state: inout ConsoleState) -> [Effect] {
        switch result {
        case .failure(let problem):
            state.rules.editing = nil
            state.say("\(problem.path): \(problem.reason); the draft is as it was", .bad, for: .seconds(30))
            return []
        case .success(let text):
            guard var editing = state.rules.editing else { return [] }
            let isFirst = editing.text == editing.original
            guard text != editing.original || !isFirst else {
                state.rules.editing = nil
                state.say("nothing was changed", .info)
                return []
            }
            editing.text = text
            state.rules.editing = editing
            return check(&state)
        }
    }

    /// Asks the daemon to check the text before it becomes the draft.
    static func check(_ state: inout ConsoleState) -> [Effect] {
        guard let editing = state.rules.editing else { return [] }
        state.say("checking…", .info)
        return [.ask(Ask(CheckPolicy(document: editing.text)) { .rules(.policyChecked($0)) })]
    }

    static func checked(_ result: Result<PolicyCheck, ControlError>, _ state: inout ConsoleState) -> [Effect] {
        guard state.rules.editing != nil else { return [] }
        switch result {
        case .failure(let error):
            notKept(error.problem?.detail ?? error.description, &state)
            return []
        case .success(let check):
            guard check.problems.isEmpty else {
                show(PolicyProblemsPane(problems: check.problems), &state)
                state.say("the draft is as it was", .info, for: .seconds(3))
                return []
            }
            return keep(&state)
        }
    }

    /// Saves the text as the draft.
    static func keep(_ state: inout ConsoleState) -> [Effect] {
        guard let editing = state.rules.editing else { return [] }
        return RulesScreen.save(editing.text, base: editing.base, "the policy as you edited it", .edited, &state)
    }

    static func kept(_ state: inout ConsoleState) {
        state.rules.editing = nil
        if state.pane(PolicyProblemsPane.self) != nil { state.closeDialog() }
    }

    /// The text could not be saved. It stays here, and the pane says what can be done.
    static func notKept(_ why: String, _ state: inout ConsoleState) {
        guard state.rules.editing != nil else { return }
        show(PolicyProblemsPane(problems: [], refusal: why), &state)
    }

    private static func show(_ pane: PolicyProblemsPane, _ state: inout ConsoleState) {
        if state.pane(PolicyProblemsPane.self) != nil { state.replace(pane) } else { state.cover(with: pane) }
    }

    // MARK: Hidden characters

    /// The number of characters that editors do not show and that could make the policy look different from what it
    /// says.
    static func hidden(in text: String) -> Int {
        text.unicodeScalars.count { scalar in
            guard scalar != "\n", scalar != "\t", scalar.value >= 0x7F || scalar.value < 0x20 else { return false }
            return scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.generalCategory == .format
                || scalar.properties.generalCategory == .control
        }
    }
}
