import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// A rule in its form. The daemon checks its expressions while the user types; saving changes only the draft.
package struct RuleForm: Sendable {
    package enum Purpose: Sendable, Hashable {
        /// A new rule to be placed before another; nil for the end.
        case add(before: String?)
        case edit(RuleDefinition)
    }

    package enum Field: String, Sendable, Hashable, CaseIterable {
        case name, endpoints, when, then, mode, field, queue, set, tags, message, comment

        var isMultiline: Bool { self == .when || self == .set || self == .message || self == .comment }
    }

    package let purpose: Purpose
    /// The origin of the rule, such as `call K7Q2-9MXD`; nil for an empty form.
    package let origin: String?
    package var field: Field
    package var areas: [Field: TextArea] = [:]
    package var endpoints: Set<String>
    /// The endpoint that space would switch on or off.
    package var endpointIndex = 0
    package var then: RuleAction
    package var mode: RuleMode
    /// When the rule was last changed. The daemon is asked when typing pauses.
    var changedAt: Timestamp
    package var isSaving = false
    /// Why the rule was not saved; shown until the next change.
    package var refusal: String?
    /// Whether the user asked to save despite an error.
    var insisted = false
    var escapedAt: Timestamp?
    let original: RuleDefinition
    /// The first call to show with `^T`.
    package let call: CallSummary?

    /// How long typing must pause.
    static let pause = Duration.milliseconds(250)

    init(
        _ purpose: Purpose,
        _ rule: RuleDefinition,
        origin: String? = nil,
        call: CallSummary? = nil,
        now: Timestamp
    ) {
        self.purpose = purpose
        self.origin = origin
        self.call = call
        original = rule
        field = rule.name.isEmpty ? .name : .when
        endpoints = Set(rule.endpoints)
        then = rule.then
        mode = rule.mode
        changedAt = now - Self.pause
        for field in Field.allCases { areas[field] = TextArea(isMultiline: field.isMultiline) }
        write(rule)
        for field in Field.allCases { areas[field]?.move(to: 0) }
    }

    private mutating func write(_ rule: RuleDefinition) {
        areas[.name]?.set(rule.name)
        areas[.when]?.set(rule.when)
        areas[.field]?.set(rule.field ?? "")
        areas[.queue]?.set(rule.queue ?? "")
        areas[.set]?.set(NamedLines.text(rule.set))
        areas[.tags]?.set(rule.tags.joined(separator: " "))
        areas[.message]?.set(NamedLines.text(rule.message))
        areas[.comment]?.set(rule.comment ?? "")
        areas[.name]?.move(to: rule.name.count)
    }

    package func text(_ field: Field) -> String { areas[field]?.text ?? "" }

    /// The fields of the chosen action.
    package var fields: [Field] {
        Field.allCases.filter { field in
            switch field {
            case .name, .endpoints, .when, .then, .mode, .comment: true
            case .field: then == .invalid
            case .queue: then == .approve
            case .set: then == .set
            case .tags: then == .tag
            case .message: then == .block || then == .invalid
            }
        }
    }

    /// The rule in its current form.
    package var rule: RuleDefinition {
        let has = Set(fields)
        let value = { (field: Field) -> String? in
            let text = self.text(field).trimmedWhiteSpace
            return has.contains(field) && !text.isEmpty ? text : nil
        }
        return RuleDefinition(
            name: text(.name).trimmedWhiteSpace,
            endpoints: endpoints.sorted(),
            when: text(.when).trimmedWhiteSpace,
            then: then,
            mode: mode,
            field: value(.field),
            queue: value(.queue),
            set: has.contains(.set) ? NamedLines(text(.set)).values : [:],
            tags: has.contains(.tags) ? text(.tags).split(separator: " ").map(String.init) : [],
            message: has.contains(.message) ? NamedLines(text(.message), unnamed: "default").values : [:],
            comment: value(.comment)
        )
    }

    package var isChanged: Bool { rule != Self.tidied(original) }

    /// The rule as the form would write it, so that opening and saving a rule changes nothing.
    private static func tidied(_ rule: RuleDefinition) -> RuleDefinition {
        var rule = rule
        rule.when = rule.when.trimmedWhiteSpace
        rule.endpoints = Set(rule.endpoints).sorted()
        return rule
    }

    // MARK: What is wrong

    /// A missing value, found before the daemon is asked.
    func problem(_ state: ConsoleState) -> (field: Field, text: String)? {
        let rule = rule
        if rule.name.isEmpty { return (.name, "give the rule a name") }
        let taken = state.rules.rows.contains { $0.rule.name == rule.name && $0.position != nil }
        if taken, rule.name != original.name || !isEdit { return (.name, "another rule is named \(rule.name)") }
        if rule.when.isEmpty { return (.when, "write the condition; true for every call") }
        switch then {
        case .approve where rule.queue == nil: return (.queue, "name the queue that is asked")
        case .set:
            if let wrong = NamedLines(text(.set)).problem { return (.set, wrong) }
            if rule.set.isEmpty { return (.set, "write a line: claim = expression") }
        case .tag where rule.tags.isEmpty: return (.tags, "write the words that the call is marked with")
        case .block, .invalid:
            if let wrong = NamedLines(text(.message), unnamed: "default").problem { return (.message, wrong) }
        case .approve, .tag, .allow: break
        }
        return nil
    }

    private var isEdit: Bool {
        if case .edit = purpose { true } else { false }
    }

    /// The daemon's remarks on the current expressions; nil until it has answered.
    func remarks(_ state: ConsoleState) -> [ExpressionRemark]? { RuleMatching.value(rule, state)?.problems }

    // MARK: Saving

    mutating func save(_ state: inout ConsoleState) -> [Effect] {
        refusal = nil
        if let (wrong, text) = problem(state) {
            field = wrong
            refusal = text
            return []
        }
        if let why = CommandTable.refusal(of: "edit", on: .rules, in: state) {
            refusal = "not kept: \(why); what you wrote stays here"
            return []
        }
        if !insisted, let first = remarks(state)?.first {
            insisted = true
            refusal = "\(first.member) has a mistake; ^O again keeps it in the draft as it is"
            return []
        }
        let rule = rule
        guard isChanged || !isEdit else {
            state.closeDialog()
            state.say("nothing was changed", .info, for: .seconds(2))
            return []
        }
        let effects = RulesScreen.edit(edits(rule), isEdit ? "\(rule.name) changed" : "\(rule.name) added", &state)
        isSaving = !effects.isEmpty
        return effects
    }

    private func edits(_ rule: RuleDefinition) -> [EditDraft.Edit] {
        switch purpose {
        case .edit(let original): return [.init(kind: .put, name: original.name, rule: rule)]
        case .add(let before):
            let put = EditDraft.Edit(kind: .put, rule: rule)
            return [put] + (before.map { [.init(kind: .move, name: rule.name, before: $0)] } ?? [])
        }
    }
}
