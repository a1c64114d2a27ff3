import GatehouseModel

extension ConsoleState {
    /// Puts a sentence on the messages line and into the session's log.
    mutating func say(_ text: String, _ tone: Notice.Tone = .info, for duration: Duration = .seconds(6)) {
        notice = Notice(text: text, tone: tone, since: now, until: now + duration)
        log.add(text, tone: tone, at: now)
    }

    /// Says how far something is, without a line in the session's log.
    mutating func tell(_ text: String) {
        notice = Notice(text: text, tone: .info, since: now, until: now + .seconds(30))
    }

    /// Opens a dialog over the screen, in place of the one that is open.
    mutating func open(_ dialog: Overlay) {
        // Whom an entry would reach is counted anew for each form: people came and went since the last one.
        resources.outdate(all: "impact/")
        resources.outdate(all: "preview/")
        self.dialog = dialog
    }

    mutating func closeDialog() { dialog = covered.popLast() }

    /// An address as lists show it.
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
