/// What one evaluation may cost.
package struct Limits: Sendable, Hashable {
    /// Units of work, each roughly one visited node or sixteen bytes read.
    package var steps: Int
    /// Bytes of values made on the way, all together.
    package var bytes: Int

    package init(steps: Int = 1_000_000, bytes: Int = 16 << 20) {
        self.steps = steps
        self.bytes = bytes
    }

    /// No single value may weigh more, whatever `bytes` says.
    static let valueWeight = 16 << 20
}
