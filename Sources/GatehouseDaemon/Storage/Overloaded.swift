/// Work was not accepted: too much is waiting, or the queue is closing. Nothing was done and nothing will be.
package struct Overloaded: Error, Sendable, Hashable, CustomStringConvertible {
    /// Items waiting when the work was refused.
    package let waiting: Int
    /// Whether the queue takes no more work at all.
    package let isClosing: Bool

    package var description: String {
        isClosing ? "the store is closing" : "\(waiting) writes are waiting already; try again in a moment"
    }
}
