/// Why requests cannot be set up: a sentence with the remedy.
package struct OutboundProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
