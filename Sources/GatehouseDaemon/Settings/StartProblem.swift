/// Why the daemon cannot start, in a sentence with the remedy.
package struct StartProblem: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
