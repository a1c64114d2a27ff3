extension FixedWidthInteger {
    /// The whole number nearest to `value`; the end of the range for what lies beyond it, 0 for what is no number.
    ///
    /// `Int(_: Double)` ends the process in these cases.
    package init(nearest value: Double) {
        let rounded = value.rounded()
        guard !rounded.isNaN else {
            self = 0
            return
        }
        self = Self(exactly: rounded) ?? (rounded < 0 ? .min : .max)
    }

    /// The sum, or the end of the range when it lies beyond.
    package func addingSaturated(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the end of the range when it lies beyond.
    package func subtractingSaturated(_ other: Self) -> Self {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// The product, or the end of the range when it lies beyond.
    package func multipliedSaturated(by other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
