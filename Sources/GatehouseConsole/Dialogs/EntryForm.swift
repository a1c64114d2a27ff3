package import GatehouseModel
import ControlProtocol
package import TerminalUI

/// The form for a new or changed entry, with its effect on the calls of the last week.
package struct EntryForm: Sendable {
    package enum Field: Int, Sendable, Hashable, CaseIterable {
        case list, entry, expires, comment, ticket, owner
    }

    package enum Purpose: Sendable, Hashable { case add, edit }

    package let purpose: Purpose
    package var list: String
    package var field: Field
    package var editors: [Field: Prompt] = [:]
    /// Other entries for the same person, chosen with up and down.
    let suggestions: [String]
    /// When the entry was last changed. Its effect is requested when typing pauses.
    var changedAt: Timestamp
    /// Whether enter was pressed before the effect was known.
    private var insisted = false

    /// How long typing must pause.
    static let pause = Duration.milliseconds(250)
    static let days = 7

    init(_ purpose: Purpose, list: String, entry: String, suggestions: [String] = [], now: Timestamp) {
        self.purpose = purpose
        self.list = list
        self.suggestions = suggestions
        field = purpose == .add ? .entry : .expires
        changedAt = entry.isEmpty ? now : now - Self.pause
        editors[.entry] = Prompt(entry)
    }

    /// A form for an existing entry.
    init(editing entry: ListEntry, list: String, now: Timestamp) {
        self.init(.edit, list: list, entry: entry.entry, now: now)
        editors[.comment] = Prompt(entry.comment ?? "")
        editors[.ticket] = Prompt(entry.ticket ?? "")
        editors[.owner] = Prompt(entry.owner ?? "")
        editors[.expires] = Prompt(entry.expires.map { String($0.description.prefix(10)) } ?? "never")
    }

    /// Opens the form with an entry for somebody from a call or request; other entries for them are one key away.
    static func open(_ entry: String, others: [String], origin: String, _ state: inout ConsoleState) -> [Effect] {
        guard let list = state.lists.lists.first(where: { $0.effect == .deny }) ?? state.lists.lists.first else {
            state.say("there are no lists; a policy defines them", .warning)
            return []
        }
        var form = EntryForm(.add, list: list.name, entry: entry, suggestions: others, now: state.now)
        form.editors[.comment] = Prompt("from \(origin)")
        form.editors[.owner] = Prompt(state.whoAmI?.user ?? "")
        state.open(.entry(form.resuming(state.lists.unsent)))
        return []
    }

    /// The form with the text of an earlier form for the same entry, or for an empty one.
    func resuming(_ earlier: EntryForm?) -> EntryForm {
        guard let earlier, earlier.purpose == purpose, earlier.list == list else { return self }
        guard earlier.text(.entry) == text(.entry) || (purpose == .add && text(.entry).isEmpty) else { return self }
        var form = self
        form.editors = earlier.editors
        return form
    }

    package func text(_ field: Field) -> String { editors[field]?.text ?? "" }

    /// The entry as it would be stored; nil while the text is not a valid entry.
    package var pattern: EntryPattern? { try? EntryPattern(text(.entry)) }

    /// What is wrong with the entry.
    package var entryProblem: String? {
        do throws(EntryError) {
            _ = try EntryPattern(text(.entry))
            return nil
        } catch { return error.description }
    }

    // MARK: The reach

    package var impactKey: String? { pattern.map { "impact/\($0.notation)" } }

    func wanted(_ state: ConsoleState) -> [Wanted] {
        guard let pattern, state.now >= changedAt + Self.pause else { return [] }
        let request = GetImpact(entry: pattern.notation, days: Self.days)
        return [Wanted("impact/\(pattern.notation)", request) { .impact($0) }]
    }

    var nextWake: Timestamp? { changedAt + Self.pause }

    // MARK: Keys

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var form = self
        switch key.description {
        case "esc", "^C":
            state.closeDialog()
            state.lists.unsent = form
            state.say("nothing was done", .info, for: .seconds(2))
            return []
        case "enter": return submit(&state)
        case "tab": form.step(1)
        case "S-tab": form.step(-1)
        case "up": form.cycle(-1, state)
        case "down": form.cycle(1, state)
        case "left" where field == .list: form.cycle(-1, state)
        case "right" where field == .list: form.cycle(1, state)
        default: form.type(key, state.now)
        }
        state.dialog = .entry(form)
        return []
    }

    private mutating func type(_ key: Key, _ now: Timestamp) {
        guard field != .list, purpose == .add || field != .entry else { return }
        guard editors[field, default: Prompt()].edit(key), field == .entry else { return }
        changedAt = now
        insisted = false
    }

    private mutating func step(_ distance: Int) {
        let fields = Field.allCases.filter { purpose == .add || ($0 != .list && $0 != .entry) }
        let here = fields.firstIndex(of: field) ?? 0
        field = fields[(here + distance + fields.count) % fields.count]
    }

    private mutating func cycle(_ distance: Int, _ state: ConsoleState) {
        switch field {
        case .list:
            let names = state.lists.lists.map(\.name)
            guard !names.isEmpty else { return }
            list = names[((names.firstIndex(of: list) ?? 0) + distance + names.count) % names.count]
        case .entry:
            guard !suggestions.isEmpty else { return step(distance) }
            let here = suggestions.firstIndex(of: text(.entry)) ?? (distance > 0 ? -1 : 0)
            editors[.entry] = Prompt(suggestions[(here + distance + suggestions.count) % suggestions.count])
            changedAt = state.now - Self.pause
            insisted = false
        case .expires, .comment, .ticket, .owner: step(distance)
        }
    }

    func pasted(_ text: String, _ state: inout ConsoleState) -> [Effect] {
        guard field != .list, purpose == .add || field != .entry else { return [] }
        var form = self
        form.editors[field, default: Prompt()].insert(text)
        if field == .entry { form.changedAt = state.now }
        state.dialog = .entry(form)
        return []
    }

    // MARK: Sending

    private func submit(_ state: inout ConsoleState) -> [Effect] {
        if let problem = entryProblem ?? Expiry(text(.expires), now: state.daemonTime).problem {
            state.say(problem, .warning)
            return []
        }
        if let why = CommandTable.refusal(of: "add", on: .lists, in: state) {
            state.say(why, .warning)
            return []
        }
        if purpose == .add, !insisted, reachIsUnknown(state) {
            var form = self
            form.insisted = true
            form.changedAt = state.now - Self.pause
            state.dialog = .entry(form)
            state.say("looking what it would have matched; enter again adds it", .info)
            return []
        }
        state.closeDialog()
        state.lists.unsent = self
        let draft = EntryDraft(
            entry: pattern?.notation ?? text(.entry),
            comment: value(.comment),
            owner: value(.owner),
            ticket: value(.ticket),
            expires: Expiry(text(.expires), now: state.daemonTime).moment
        )
        return [purpose == .add ? ListsScreen.add(draft, to: list) : ListsScreen.edit(draft, in: list)]
    }

    private func reachIsUnknown(_ state: ConsoleState) -> Bool {
        guard let impactKey else { return false }
        switch state.resources[impactKey] {
        case .loaded, .failed: return false
        case .loading, nil: return true
        }
    }

    private func value(_ field: Field) -> String? {
        let text = text(field).trimmingSpaces
        return text.isEmpty ? nil : text
    }
}
