extension FixedWidthInteger {
    /// The integer nearest to `value`, clamped to the range of the type; 0 for NaN.
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

    /// The sum, clamped to the range of the type.
    package func addingSaturated(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, clamped to the range of the type.
    package func subtractingSaturated(_ other: Self) -> Self {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// The product, clamped to the range of the type.
    package func multipliedSaturated(by other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
