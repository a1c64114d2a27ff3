/// Finds bytes in bytes, in linear time for any input (Knuth, Morris and Pratt).
enum TextSearch {
    /// The first position at or after `start` where `needle` begins.
    static func first(
        _ needle: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int = 0
    ) -> Int? {
        if needle.isEmpty { return start <= text.count ? start : nil }
        guard text.count - start >= needle.count else { return nil }
        if needle.count <= 16 { return shortFirst(needle, in: text, from: start) }
        return firstByTable(needle, in: text, from: start, table: fallbacks(needle))
    }

    /// All positions where `needle` begins, without overlaps, at most `limit`. `needle` must not be empty.
    static func all(
        _ needle: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        limit: Int = .max
    ) -> [Int] {
        let table = needle.count > 16 ? fallbacks(needle) : []
        var found: [Int] = []
        var start = 0
        while found.count < limit, text.count - start >= needle.count {
            let next =
                table.isEmpty
                ? shortFirst(needle, in: text, from: start)
                : firstByTable(needle, in: text, from: start, table: table)
            guard let next else { break }
            found.append(next)
            start = next + needle.count
        }
        return found
    }

    private static func shortFirst(
        _ needle: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        var place = start
        let last = text.count - needle.count
        while place <= last {
            var matched = 0
            while matched < needle.count, text[place + matched] == needle[matched] { matched += 1 }
            if matched == needle.count { return place }
            place += 1
        }
        return nil
    }

    private static func firstByTable(
        _ needle: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int,
        table: [Int]
    ) -> Int? {
        var matched = 0
        for place in start..<text.count {
            while matched > 0, text[place] != needle[matched] { matched = table[matched - 1] }
            if text[place] == needle[matched] { matched += 1 }
            if matched == needle.count { return place - matched + 1 }
        }
        return nil
    }

    private static func fallbacks(_ needle: UnsafeBufferPointer<UInt8>) -> [Int] {
        var table = [Int](repeating: 0, count: needle.count)
        var matched = 0
        for place in 1..<needle.count {
            while matched > 0, needle[place] != needle[matched] { matched = table[matched - 1] }
            if needle[place] == needle[matched] { matched += 1 }
            table[place] = matched
        }
        return table
    }
}
