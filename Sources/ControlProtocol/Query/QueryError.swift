/// Why a filter cannot be parsed: where, what is wrong, and what to write instead.
package struct QueryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The position of the first wrong character, counted from 1.
    package var position: Int
    package var message: String
    package var remedy: String

    package init(position: Int, message: String, remedy: String) {
        self.position = position
        self.message = message
        self.remedy = remedy
    }

    package var description: String { "character \(position): \(message); \(remedy)" }

    /// The error as the control protocol reports it.
    package var problem: Problem {
        Problem(.badFilter, "Character \(position) of the filter: \(message).", hint: remedy)
    }
}
