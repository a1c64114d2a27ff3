import GatehouseModel

extension ConsoleState {
    /// Shows a message on the messages line and adds it to the session log.
    mutating func say(_ text: String, _ tone: Notice.Tone = .info, for duration: Duration = .seconds(6)) {
        notice = Notice(text: text, tone: tone, since: now, until: now + duration)
        log.add(text, tone: tone, at: now)
    }

    /// Shows progress, without adding it to the session log.
    mutating func tell(_ text: String) {
        notice = Notice(text: text, tone: .info, since: now, until: now + .seconds(30))
    }

    /// Opens a dialog above the screen, replacing the open one.
    mutating func open(_ dialog: Overlay) {
        // The effect of an entry is requested anew for each form, because calls and requests change.
        resources.outdate(all: "impact/")
        resources.outdate(all: "preview/")
        self.dialog = dialog
    }

    mutating func closeDialog() { dialog = covered.popLast() }

    /// An address as shown in lists.
    func shown(_ email: String?) -> String {
        guard let email, !email.isEmpty else { return "-" }
        return isMasked ? Masking.email(email) : email
    }

    /// Adds a line to the history of a prompt.
    mutating func remember(_ text: String, for prompt: String) {
        guard !text.isEmpty else { return }
        var lines = history[prompt] ?? []
        lines.removeAll { $0 == text }
        lines.append(text)
        history[prompt] = Array(lines.suffix(50))
    }
}
