/// A set of Unicode scalars, kept as ranges.
package struct ScalarRanges: Sendable {
    /// First and last scalar of each range, ascending.
    private let bounds: [UInt32]

    /// - Parameter bounds: first and last scalar of each range, ascending.
    package init(_ bounds: [UInt32]) { self.bounds = bounds }

    /// Whether a scalar is in one of the ranges; takes logarithmic time.
    package func contains(_ scalar: Unicode.Scalar) -> Bool {
        var (low, high) = (0, bounds.count / 2)
        while low < high {
            let middle = (low + high) / 2
            if scalar.value < bounds[2 * middle] {
                high = middle
            } else if scalar.value > bounds[2 * middle + 1] {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }
}
