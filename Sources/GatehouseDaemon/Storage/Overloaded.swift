/// Work was refused because too much is waiting, or because the queue is closing. It was not done and will not be.
package struct Overloaded: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number of waiting items when the work was refused.
    package let waiting: Int
    /// Whether the queue is closing.
    package let isClosing: Bool

    package var description: String {
        isClosing ? "the store is closing" : "\(waiting) writes are waiting already; try again in a moment"
    }
}
