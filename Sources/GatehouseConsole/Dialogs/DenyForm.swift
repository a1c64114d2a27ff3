import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// Denying requests: a reason for the log, a text for the applicant, and perhaps a list entry, in one act.
package struct DenyForm: Sendable {
    /// A list entry that can follow from the denial.
    package struct Option: Sendable, Hashable {
        package var title: String
        package var list: String
        package var entry: String
        package var expires: Duration?
    }

    package enum Field: Sendable, Hashable { case other, message }

    package let targets: [Approval]
    package let reasons: [DenyReason]
    /// 0 to 3; 3 is "other".
    package var choice: Int?
    package var other = Prompt()
    package var message = Prompt()
    var messageWasEdited = false
    package var editing: Field?
    package let options: [Option]
    /// 0 is "nothing more".
    package var option = 0

    init(_ targets: [Approval], _ state: ConsoleState) {
        self.targets = targets
        reasons = Array(state.settings.denyReasons.prefix(3))
        let domains = Set(targets.compactMap { Words.domain($0.email) })
        options = domains.count == 1 ? domains.first.map { Self.options($0, targets, state) } ?? [] : []
    }

    private static func options(_ domain: String, _ targets: [Approval], _ state: ConsoleState) -> [Option] {
        let lists = state.lists.lists
        let queues = Set(targets.map(\.queue))
        // The whole address is shown above; its length must not push the options out of sight.
        let shown = SafeText(domain).truncated(to: 60, keeping: .middle).plain
        var options: [Option] = []
        if let ask = lists.first(where: { $0.effect == .approve && $0.queue.map(queues.contains) ?? true }) {
            options.append(
                Option(title: "ask a person about \(shown)", list: ask.name, entry: domain)
            )
        }
        if let deny = lists.first(where: { $0.effect == .deny }) {
            options.append(
                Option(
                    title: "deny \(shown), expires 30d",
                    list: deny.name,
                    entry: domain,
                    expires: .seconds(30 * 86_400)
                )
            )
        }
        return options
    }

    /// The form with the text of an earlier form for the same requests.
    func resuming(_ earlier: DenyForm?) -> DenyForm {
        guard let earlier, earlier.targets.map(\.id) == targets.map(\.id) else { return self }
        var form = self
        form.choice = earlier.choice
        form.other = earlier.other
        form.message = earlier.message
        form.messageWasEdited = earlier.messageWasEdited
        return form
    }

    package var reason: String? {
        guard let choice else { return nil }
        let text = choice < reasons.count ? reasons[choice].text : other.text.trimmingSpaces
        return text.isEmpty ? nil : text
    }

    /// The daemon's preview for a denial of several requests; one request needs none.
    var preview: DecisionPreview? { targets.count > 1 ? DecisionPreview(.deny, targets) : nil }

    /// The entry whose effect the preview shows.
    package var previewEntry: String? { options.first?.entry }

    // MARK: Keys

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var form = self
        if editing != nil {
            form.edit(key)
            state.dialog = .deny(form)
            return []
        }
        switch key.description {
        case "esc", "q", "^C":
            state.closeDialog()
            state.approvals.unsent = form
            state.say("nothing was done", .info, for: .seconds(2))
            return []
        case "y": return confirm(&state)
        case "1", "2", "3", "4": form.choose(Int(key.description) ?? 4)
        case "e": form.editing = .message
        case "down", "j", "tab": form.option = min(option + 1, options.count)
        case "up", "k", "S-tab": form.option = max(option - 1, 0)
        case "enter":
            state.say(reason == nil ? "choose a reason with 1 to 4; esc goes back" : "y denies, esc goes back", .info)
        default: return []
        }
        state.dialog = .deny(form)
        return []
    }

    private mutating func choose(_ digit: Int) {
        let index = digit - 1
        guard index < reasons.count || index == 3 else { return }
        choice = index
        if index == 3 { editing = .other }
        guard !messageWasEdited else { return }
        let text = index < reasons.count ? reasons[index].message ?? "" : ""
        let code = targets.count == 1 ? targets[0].code.description : "{code}"
        message.set(text.replacing("{code}", with: code))
    }

    private mutating func edit(_ key: Key) {
        switch (key.description, editing) {
        case ("enter", _), ("esc", _), ("tab", _): editing = nil
        case (_, .other): _ = other.edit(key)
        case (_, .message):
            if message.edit(key) { messageWasEdited = true }
        case (_, nil): break
        }
    }

    func pasted(_ text: String, _ state: inout ConsoleState) -> [Effect] {
        var form = self
        switch editing {
        case .other: form.other.insert(text)
        case .message:
            form.message.insert(text)
            form.messageWasEdited = true
        case nil: return []
        }
        state.dialog = .deny(form)
        return []
    }

    private func confirm(_ state: inout ConsoleState) -> [Effect] {
        guard let reason else {
            state.say(
                choice == 3 ? "write the reason, or choose 1 to 3" : "choose a reason with 1 to 4 first",
                .warning
            )
            return []
        }
        if let why = CommandTable.refusal(of: "deny", on: .approvals, in: state) {
            state.say(why, .warning)
            return []
        }
        state.closeDialog()
        state.approvals.unsent = self
        // Each request with the revision on the screen. For requests that are not in the list, the daemon checks the
        // state.
        let decided = Set(state.approvals.rows.lazy.filter { $0.state != .pending }.map(\.id))
        let waiting = targets.filter { !decided.contains($0.id) }
        guard !waiting.isEmpty else {
            let who = targets.count == 1 ? state.approvals.row(targets[0].id)?.decidedBy : nil
            state.say("\(who ?? "somebody else") decided this first; nothing was done", .info)
            return []
        }
        let text = message.text.trimmingSpaces
        return ApprovalsScreen.decide(
            waiting,
            .deny,
            reason: reason,
            message: text.isEmpty ? nil : text,
            and: addition(reason, state),
            &state
        )
    }

    /// The list entry that is part of the act.
    private func addition(_ reason: String, _ state: ConsoleState) -> DecisionRun.Addition? {
        guard option > 0, option <= options.count else { return nil }
        let chosen = options[option - 1]
        let draft = EntryDraft(
            entry: chosen.entry,
            comment: "denied \(targets[0].code): \(reason)",
            owner: state.whoAmI?.user,
            expires: chosen.expires.map { state.daemonTime + $0 }
        )
        return DecisionRun.Addition(list: chosen.list, draft: draft)
    }

    /// The effect of the entry, while the form is open.
    var wanted: [Wanted] {
        let exceptions = preview?.wanted ?? []
        guard let entry = previewEntry else { return exceptions }
        return exceptions + [Wanted("impact/\(entry)", GetImpact(entry: entry, days: 7)) { .impact($0) }]
    }
}
