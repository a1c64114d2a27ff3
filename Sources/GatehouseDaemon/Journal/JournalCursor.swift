internal import ControlProtocol

/// Where a page of calls ended: the sequence number below which the next one goes on.
struct JournalCursor: Sendable, Hashable {
    let before: Int64

    init(before: Int64) { self.before = before }

    var text: String { "c" + String(before, radix: 36) }

    /// - Throws: `Problem` for anything that `text` has not made.
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
