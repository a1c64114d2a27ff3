package import GatehouseModel
package import TerminalUI

/// A line of input at the bottom of the screen.
package struct LinePrompt: Sendable {
    package enum Kind: Sendable, Hashable {
        case command
        case search
        case filter
        /// A comment on a request.
        case comment(CallID)
        /// A value to look up in all lists.
        case check
        /// The expiry of an entry: `30d`, a date, `never`, `now`.
        case expiry(list: String, entry: String)
        /// Entries that contain the text.
        case contains
    }

    package let kind: Kind
    package var editor: Prompt
    /// The text before editing, for `esc`.
    let original: String
    /// The error in the text so far.
    package var problem: String?
    /// How many of the loaded rows match the filter; nil if that is not known.
    package var count: FilterCount?
    /// The position in the history, counted back; 0 is the line being typed.
    private var back = 0
    private var written = ""
    /// The completion that was inserted last.
    private(set) var completion: Int?
    private var completed: [String] = []

    init(_ kind: Kind, text: String = "") {
        self.kind = kind
        editor = Prompt(text)
        original = text
    }

    static func command(text: String = "") -> LinePrompt { LinePrompt(.command, text: text) }

    /// The text before the line.
    package var label: String {
        switch kind {
        case .command: ":"
        case .search: "/"
        case .filter: "filter: "
        case .comment: "comment: "
        case .check: "check: "
        case .expiry(_, let entry): "\(entry) expires: "
        case .contains: "entries with: "
        }
    }

    /// The key of the history that this prompt uses.
    func historyKey(_ screen: ScreenID) -> String {
        switch kind {
        case .command: "command"
        case .search: "search"
        case .filter: "filter \(screen.rawValue)"
        case .comment: "comment"
        case .check: "check"
        case .expiry: "expiry"
        case .contains: "contains"
        }
    }

    // MARK: Keys

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var prompt = self
        switch key.description {
        case "enter":
            guard state.bundles.isBundled, needsOwnEnter(state) else { return accept(&state) }
            prompt.paste("\n")
            state.say("the line end came together with other keys, as pasted text does; press enter to go on", .info)
        case "esc", "^C": return cancel(&state)
        case "up", "^P": prompt.recall(1, state)
        case "down", "^N": prompt.recall(-1, state)
        case "tab": prompt.complete(1, state)
        case "S-tab": prompt.complete(-1, state)
        case "^T" where kind == .search: return becomeFilter(&state)
        case "backspace" where editor.text.isEmpty && kind == .command: return cancel(&state)
        default:
            guard prompt.editor.edit(key) else { return [] }
            prompt.back = 0
            prompt.completion = nil
        }
        return prompt.changed(&state)
    }

    /// Inserts pasted text. Line ends are shown, and count as spaces when the line is used.
    mutating func paste(_ text: String) {
        editor.insert(text.replacing(/\r\n|\r|\n/, with: String(Self.lineEnd)))
    }

    static let lineEnd: Character = "⏎"

    /// The line in the form in which it is used.
    private var used: String { editor.text.replacing(String(Self.lineEnd), with: " ").trimmingSpaces }

    /// Whether the line changes something, so that enter must not be part of a group of keys.
    private func needsOwnEnter(_ state: ConsoleState) -> Bool {
        switch kind {
        case .comment, .expiry: true
        case .command: CommandLine(used, on: state.screen).command(on: state.screen)?.needsOwnKey ?? false
        case .search, .filter, .check, .contains: false
        }
    }

    /// Checks the changed text, and updates counts and previews.
    func changed(_ state: inout ConsoleState) -> [Effect] {
        var prompt = self
        switch kind {
        case .search:
            state.pane.search.term = editor.text
            Searching.count(&state)
        case .filter:
            prompt.problem = used.isEmpty ? nil : state.screen.filterProblem(used)
            prompt.count = prompt.problem == nil ? state.screen.filtering?.filterCount(used, state) : nil
        case .expiry:
            prompt.problem = editor.text.isEmpty ? nil : Expiry(editor.text, now: state.daemonTime).problem
        case .command, .comment, .check, .contains:
            prompt.problem = nil
        }
        state.dialog = .prompt(prompt)
        return previewTheme(&state)
    }

    /// Shows a theme while its name is being typed.
    private func previewTheme(_ state: inout ConsoleState) -> [Effect] {
        guard kind == .command, editor.text.hasPrefix("theme ") else { return [] }
        let name = String(editor.text.dropFirst(6)).trimmingSpaces
        guard state.themeNames.contains(name), name != state.theme.name else { return [] }
        if state.themeBeforePreview == nil { state.themeBeforePreview = state.theme.name }
        return [.loadTheme(name, isPreview: true)]
    }

    private mutating func recall(_ step: Int, _ state: ConsoleState) {
        let lines = state.history[historyKey(state.screen)] ?? []
        if back == 0 { written = editor.text }
        back = min(max(0, back + step), lines.count)
        editor.set(back == 0 ? written : lines[lines.count - back])
    }

    private mutating func complete(_ step: Int, _ state: ConsoleState) {
        guard kind == .command || kind == .filter else { return }
        if completion == nil {
            completed =
                kind == .filter
                ? FilterCompletion.completions(of: editor.text, state) : CommandLine.completions(of: editor.text, state)
        }
        guard !completed.isEmpty else { return }
        let next = completion.map { ($0 + step + completed.count) % completed.count } ?? 0
        editor.set(completed[next])
        completion = completed.count == 1 ? nil : next
        if kind == .command, completed.count == 1,
            CommandTable.command(completed[0], on: state.screen)?.arguments.isEmpty == false
        {
            editor.insert(" ")
        }
    }

    /// The completions in the popup above the line: of a command always, of a filter once tab was pressed.
    func candidates(_ state: ConsoleState) -> [String] {
        if kind == .filter { return completion == nil ? [] : completed }
        guard kind == .command else { return [] }
        return completion == nil ? CommandLine.completions(of: editor.text, state) : completed
    }

    // MARK: Endings

    private func cancel(_ state: inout ConsoleState) -> [Effect] {
        state.closeDialog()
        // Text discarded with esc can be recalled with the up key.
        if editor.text != original { state.remember(editor.text.trimmingSpaces, for: historyKey(state.screen)) }
        if kind == .search {
            state.pane.search.term = original
            Searching.count(&state)
        }
        guard let theme = state.themeBeforePreview else { return [] }
        state.themeBeforePreview = nil
        return [.loadTheme(theme, isPreview: true)]
    }

    private func accept(_ state: inout ConsoleState) -> [Effect] {
        if let problem = problem ?? (kind == .filter ? filterProblem(state) : nil) {
            state.say(problem, .warning)
            return []
        }
        let text = used
        state.closeDialog()
        state.themeBeforePreview = nil
        state.remember(text, for: historyKey(state.screen))
        switch kind {
        case .command: return CommandLine(text, on: state.screen).run(&state)
        case .search:
            Searching.jump(1, &state, includingCurrent: true)
            return []
        case .filter: return Filtering.set(text, &state)
        case .comment(let id): return ApprovalsScreen.comment(text, on: id, &state)
        case .check: return ListsScreen.check(text, &state)
        case .expiry(let list, let entry): return ListsScreen.setExpiry(text, of: entry, in: list, &state)
        case .contains: return ListsScreen.setContains(text, &state)
        }
    }

    private func filterProblem(_ state: ConsoleState) -> String? {
        used.isEmpty ? nil : state.screen.filterProblem(used)
    }

    /// Turns the search into a filter.
    private func becomeFilter(_ state: inout ConsoleState) -> [Effect] {
        guard state.screen.filtering != nil else { return [] }
        state.pane.search = SearchState()
        let text = editor.text.contains(" ") ? "\"\(editor.text)\"" : editor.text
        let prompt = LinePrompt(.filter, text: text)
        return prompt.changed(&state)
    }
}
