internal import ControlProtocol

/// The position between two pages of calls: the next page contains only smaller sequence numbers.
struct JournalCursor: Sendable, Hashable {
    let before: Int64

    init(before: Int64) { self.before = before }

    var text: String { "c" + String(before, radix: 36) }

    /// - Throws: `Problem` if `text` is not a cursor that was made here.
    init(_ text: String) throws(Problem) {
        guard text.hasPrefix("c"), text.utf8.count <= 16, let before = Int64(text.dropFirst(), radix: 36), before > 0
        else {
            throw Problem(
                .badCursor,
                "\"\(text.prefix(40))\" is no cursor of the journal.",
                hint: "Begin again without a cursor."
            )
        }
        self.before = before
    }
}
