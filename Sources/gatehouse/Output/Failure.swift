/// An error: what could not be done, and what to do about it.
struct Failure: Error, Sendable, Hashable {
    var status: ExitStatus
    var message: String
    var hint: String?

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    /// Ends the program with `status` and without a message, because the output already explains it.
    static func silent(_ status: ExitStatus) -> Failure { Failure(status, "") }
}
