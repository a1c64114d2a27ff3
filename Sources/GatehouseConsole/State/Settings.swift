/// A canned reason for a denial: what the log says, and what the applicant reads.
package struct DenyReason: Sendable, Hashable {
    package var text: String
    /// Nil leaves the daemon's own text. `{code}` becomes the request's code.
    package var message: String?

    package init(_ text: String, message: String? = nil) {
        self.text = text
        self.message = message
    }
}

/// What the user set in `console.toml`.
package struct Settings: Sendable, Hashable {
    package enum Ascii: String, Sendable, Hashable, CaseIterable { case auto, on, off }

    package var theme: String?
    package var ascii = Ascii.auto
    package var mouse: Bool?
    /// No editor: for accounts that must not get a shell.
    package var restricted = false
    /// Waiting longer than this shows `●`.
    package var overdueAfter = Duration.seconds(24 * 3600)
    /// At most three; the fourth is always "other".
    package var denyReasons = [
        DenyReason(
            "unknown organisation",
            message: "Your organisation is not registered with us yet. Reference {code}."
        ),
        DenyReason("no contract", message: "There is no agreement with your organisation. Reference {code}."),
        DenyReason("duplicate account", message: "You have an account with us already. Reference {code}."),
    ]

    package init() {}
}

/// What the console remembers from one start to the next; never bodies, never secrets.
package struct SavedState: Codable, Sendable, Hashable {
    package var screen: String?
    package var theme: String?
    package var sideBySide: Bool?
    /// Share of the list in hundredths, by screen.
    package var shares: [String: Int]?
    /// The filter in force, by screen.
    package var filters: [String: String]?
    /// Earlier filters, searches and commands, newest last, at most 50 each.
    package var history: [String: [String]]?
    /// The columns chosen, by screen.
    package var columns: [String: [String]]?
    /// What lists are sorted by, by screen: `name`, or `-name` with the largest first.
    package var sorts: [String: String]?
    /// Requests put aside, by id: until when, in milliseconds.
    package var snoozed: [String: Int64]?

    package init() {}
}
