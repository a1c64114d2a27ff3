import ControlProtocol
package import GatehouseModel
package import TerminalUI

extension RuleForm {
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

    /// Whether the form is still open after an attempt to save.
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

    /// The choice after a key; up and down move to another field.
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

    /// The policy's endpoints, and any others that the rule names.
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
        return [endpoints] + RuleMatching.wanted(rule, state)
    }

    package func nextWake(_ state: ConsoleState) -> Timestamp? { changedAt + Self.pause }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        RuleFormView.draw(self, state, over: area, on: &frame)
    }
}
