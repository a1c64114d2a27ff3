/// The width of scalars in columns, from a table of our own, so that all machines agree.
package enum DisplayWidth {
    /// 0 for a combining mark, 2 for East Asian wide characters and emoji, 1 for everything else.
    ///
    /// Not valid for control characters and invisible scalars: `SafeText` replaces those before their width matters.
    package static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
        if contains(value, in: WidthRanges.zero) { return 0 }
        return contains(value, in: WidthRanges.wide) ? 2 : 1
    }

    /// Binary search in a sorted sequence of first and last values.
    private static func contains(_ value: UInt32, in ranges: [UInt32]) -> Bool {
        var low = 0
        var high = ranges.count / 2
        while low < high {
            let middle = (low + high) / 2
            if value < ranges[2 * middle] {
                high = middle
            } else if value > ranges[2 * middle + 1] {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }
}
