/// A predefined reason for a denial: the text for the log, and the text for the applicant.
package struct DenyReason: Sendable, Hashable {
    package var text: String
    /// Nil uses the queue's text in the applicant's language. `{code}` is replaced by the request's code.
    package var message: String?

    package init(_ text: String, message: String? = nil) {
        self.text = text
        self.message = message
    }
}

/// The user's settings in `console.toml`.
package struct Settings: Sendable, Hashable {
    package enum Ascii: String, Sendable, Hashable, CaseIterable { case auto, on, off }

    package var theme: String?
    package var ascii = Ascii.auto
    package var mouse: Bool?
    /// Disables the editor, for accounts that must not get a shell.
    package var restricted = false
    /// Requests that wait longer than this get a `●`.
    package var overdueAfter = Duration.seconds(24 * 3600)
    /// At most three; the fourth choice is always "other". Without a text for the applicant, they read the queue's own
    /// in their language.
    package var denyReasons = [
        DenyReason("unknown organisation"), DenyReason("no contract"), DenyReason("duplicate account"),
    ]

    package init() {}
}

/// The state that is saved between starts; never bodies, never secrets.
package struct SavedState: Codable, Sendable, Hashable {
    package var screen: String?
    package var theme: String?
    package var sideBySide: Bool?
    /// The list's share in percent, by screen.
    package var shares: [String: Int]?
    /// The current filter, by screen.
    package var filters: [String: String]?
    /// Earlier filters, searches and commands, newest last, at most 50 each.
    package var history: [String: [String]]?
    /// The chosen columns, by screen.
    package var columns: [String: [String]]?
    /// The sort order, by screen: `name`, or `-name` for descending order.
    package var sorts: [String: String]?
    /// Snoozed requests by id, with the end of the snooze in milliseconds.
    package var snoozed: [String: Int64]?

    package init() {}
}
