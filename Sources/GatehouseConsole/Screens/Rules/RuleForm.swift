import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// A rule being written. Its expressions are checked by the daemon while one types; saving changes the draft only.
package struct RuleForm: Sendable {
    package enum Purpose: Sendable, Hashable {
        /// A new rule that shall stand before another; nil for the end.
        case add(before: String?)
        case edit(RuleDefinition)
    }

    package enum Field: String, Sendable, Hashable, CaseIterable {
        case name, endpoints, when, then, mode, field, queue, set, tags, message, comment

        var isMultiline: Bool { self == .when || self == .set || self == .message || self == .comment }
    }

    package let purpose: Purpose
    /// Where it came from: `call K7Q2-9MXD`; nil when written from nothing.
    package let origin: String?
    package var field: Field
    package var areas: [Field: TextArea] = [:]
    package var endpoints: Set<String>
    /// The endpoint that space would switch.
    package var endpointIndex = 0
    package var then: RuleAction
    package var mode: RuleMode
    /// When it was last changed: the daemon is asked when the writing pauses.
    var changedAt: Timestamp
    package var isSaving = false
    /// Why it was not kept; shown until something is typed.
    package var refusal: String?
    /// Whether saving was asked for although something is wrong.
    private var insisted = false
    private var escapedAt: Timestamp?
    private let original: RuleDefinition
    /// The call that `^T` began with.
    package let call: CallSummary?

    /// How long the writing must pause.
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

    /// The fields that the chosen action has.
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

    /// The rule as it stands.
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

    /// What the form itself would make of a rule, so that opening one changes nothing.
    private static func tidied(_ rule: RuleDefinition) -> RuleDefinition {
        var rule = rule
        rule.when = rule.when.trimmedWhiteSpace
        rule.endpoints = Set(rule.endpoints).sorted()
        return rule
    }

    // MARK: What is wrong

    /// What is missing, before the daemon is asked.
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

    /// What the daemon finds wrong with the expressions as they stand; nil while it has not said.
    func remarks(_ state: ConsoleState) -> [ExpressionRemark]? { RuleMatching.value(rule, state)?.problems }

    // MARK: Saving

    private mutating func save(_ state: inout ConsoleState) -> [Effect] {
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

    // MARK: Keys

    private mutating func handle(_ key: Key, _ state: inout ConsoleState) -> (effects: [Effect], isOpen: Bool) {
        switch key.description {
        case "esc", "^C":
            let wasAsked = escapedAt.map { state.now.since($0) < .seconds(3) } ?? false
            guard isChanged, !wasAsked else {
                state.closeDialog()
                if isChanged { state.say("what you wrote is gone; the draft is as it was", .info) }
                return ([], false)
            }
            escapedAt = state.now
            refusal = "esc again drops what you wrote; ^O keeps it in the draft"
        case "^O": return open(save(&state), state)
        case "enter" where !field.isMultiline: return open(save(&state), state)
        case "^T":
            state.replace(self)
            return (RuleTestPane.open(rule, call: call, &state), false)
        case "tab": step(1)
        case "S-tab": step(-1)
        default: write(key, state)
        }
        return ([], true)
    }

    /// Whether the form is still there after saving was tried.
    private func open(_ effects: [Effect], _ state: ConsoleState) -> (effects: [Effect], isOpen: Bool) {
        (effects, state.pane(RuleForm.self) != nil)
    }

    private mutating func step(_ distance: Int) {
        let fields = fields
        let here = fields.firstIndex(of: field) ?? 0
        field = fields[(here + distance + fields.count) % fields.count]
    }

    private mutating func write(_ key: Key, _ state: ConsoleState) {
        switch field {
        case .endpoints: chooseEndpoint(key, state)
        case .then: then = choose(key, then)
        case .mode: mode = choose(key, mode)
        default:
            let outcome = areas[field, default: TextArea()].press(key, width: RuleFormView.fieldWidth(state.size))
            switch outcome {
            case .edited: edited(state)
            case .ignored where key == .named(.up): step(-1)
            case .ignored where key == .named(.down): step(1)
            case .moved, .ignored: break
            }
        }
    }

    private mutating func edited(_ state: ConsoleState) {
        changedAt = state.now
        refusal = nil
        insisted = false
        escapedAt = nil
    }

    /// The choice after a key; up and down leave the field.
    private mutating func choose<Choice: CaseIterable & Equatable>(_ key: Key, _ choice: Choice) -> Choice
    where Choice.AllCases == [Choice] {
        let all = Choice.allCases
        let here = all.firstIndex(of: choice) ?? 0
        refusal = nil
        switch key.description {
        case "right", "space", "l": return all[(here + 1) % all.count]
        case "left", "h": return all[(here + all.count - 1) % all.count]
        case "up": step(-1)
        case "down": step(1)
        default: break
        }
        return choice
    }

    private mutating func chooseEndpoint(_ key: Key, _ state: ConsoleState) {
        let names = endpointNames(state)
        switch key.description {
        case "right", "l": endpointIndex = min(endpointIndex + 1, max(0, names.count - 1))
        case "left", "h": endpointIndex = max(0, endpointIndex - 1)
        case "space":
            guard names.indices.contains(endpointIndex) else { return }
            endpoints.formSymmetricDifference([names[endpointIndex]])
            edited(state)
        case "up": step(-1)
        case "down": step(1)
        default: break
        }
    }

    /// The policy's endpoints, and those the rule names beside.
    func endpointNames(_ state: ConsoleState) -> [String] {
        guard case .endpoints(let known) = state.resources.value("endpoints") else { return endpoints.sorted() }
        let names = known.map(\.name)
        return names + endpoints.subtracting(names).sorted()
    }
}

extension RuleForm: OverlayPane {
    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        guard !isSaving else { return [] }
        var form = self
        let (effects, isOpen) = form.handle(key, &state)
        if isOpen { state.replace(form) }
        return effects
    }

    package func paste(_ text: String, _ state: inout ConsoleState) -> [Effect] {
        guard !isSaving, ![.endpoints, .then, .mode].contains(field) else { return [] }
        var form = self
        form.areas[field]?.insert(text)
        form.edited(state)
        state.replace(form)
        return []
    }

    package func wanted(_ state: ConsoleState) -> [Wanted] {
        let endpoints = Wanted("endpoints", ListEndpoints()) { .endpoints($0.items) }
        guard state.now >= changedAt + Self.pause, !rule.when.isEmpty else { return [endpoints] }
        return [endpoints, RuleMatching.wanted(rule)]
    }

    package func nextWake(_ state: ConsoleState) -> Timestamp? { changedAt + Self.pause }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        RuleFormView.draw(self, state, over: area, on: &frame)
    }
}

/// Named values as lines: `name = value`. Indented lines go on with the value above.
struct NamedLines {
    private(set) var values: [String: String] = [:]
    /// What is wrong; nil when all lines can be read.
    private(set) var problem: String?

    /// - Parameter unnamed: what a first line without a name is the value of.
    init(_ text: String, unnamed: String? = nil) {
        var current: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.trimmedWhiteSpace.isEmpty { continue }
            if line.first == " ", let name = current {
                values[name, default: ""] += "\n" + line.trimmedWhiteSpace
            } else if let (name, value) = Self.pair(line) {
                if values[name] != nil { note("line \(index + 1): \(name) is there twice") }
                values[name] = value
                current = name
            } else if let unnamed, values.isEmpty {
                values[unnamed] = line.trimmedWhiteSpace
                current = unnamed
            } else {
                note("line \(index + 1): write name = value, or indent what goes on with the line above")
            }
        }
    }

    private mutating func note(_ text: String) { problem = problem ?? text }

    /// A name is one word of letters, digits, `_`, `-` and `.` in front of `=`.
    private static func pair(_ line: Substring) -> (name: String, value: String)? {
        guard let sign = line.firstIndex(of: "="), line[line.index(after: sign)...].first != "=" else { return nil }
        let name = line[..<sign].trimmedWhiteSpace
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
        return isName ? (name, line[line.index(after: sign)...].trimmedWhiteSpace) : nil
    }

    /// The lines of values, `default` first.
    static func text(_ values: [String: String]) -> String {
        RuleLines.locales(values).map { name in
            let lines = (values[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            return "\(name) = " + lines.joined(separator: "\n  ")
        }.joined(separator: "\n")
    }
}
