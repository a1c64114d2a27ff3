/// The limits of one evaluation.
package struct Limits: Sendable, Hashable {
    /// The maximum number of steps. A step is roughly one visited node or sixteen bytes read.
    package var steps: Int
    /// The maximum total size of all intermediate values, in bytes.
    package var bytes: Int

    package init(steps: Int = 1_000_000, bytes: Int = 16 << 20) {
        self.steps = steps
        self.bytes = bytes
    }

    /// The maximum weight of a single value, whatever `bytes` is.
    static let valueWeight = 16 << 20
}
