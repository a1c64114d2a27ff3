/// The line-by-line difference of two texts (E. Myers, "An O(ND) Difference Algorithm", 1986), in bounded time and
/// memory.
package struct LineDiff: Sendable, Hashable {
    package enum Side: Sendable, Hashable { case same, removed, added }

    package struct Line: Sendable, Hashable {
        package var side: Side
        package var text: String
        /// The line's number in the older text; nil for added ones.
        var old: Int?
        /// The line's number in the newer text; nil for removed ones.
        var new: Int?
    }

    /// All lines of both texts.
    package var lines: [Line]

    /// With more differences than this, everything between the equal ends is reported as replaced.
    static let differenceLimit = 1000

    /// - Parameters:
    ///   - old: the older text's lines, for comparison.
    ///   - shownOld: the same lines, for display.
    package init(_ old: [String], _ new: [String], shownOld: [String], shownNew: [String]) {
        let start = zip(old, new).prefix { $0 == $1 }.count
        let ends = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        let (a, b) = (old[start..<(old.count - ends)], new[start..<(new.count - ends)])
        let kept = Self.common(Array(a), Array(b))
        lines = []
        var (i, j) = (0, 0)
        func same(_ i: Int, _ j: Int) -> Line { Line(side: .same, text: shownNew[j], old: i + 1, new: j + 1) }
        func lose(upTo end: Int) {
            while i < end {
                lines.append(Line(side: .removed, text: shownOld[i], old: i + 1))
                i += 1
            }
        }
        func gain(upTo end: Int) {
            while j < end {
                lines.append(Line(side: .added, text: shownNew[j], new: j + 1))
                j += 1
            }
        }
        let pairs =
            (0..<start).map { ($0, $0) } + kept.map { ($0.0 + start, $0.1 + start) }
            + (0..<ends).map { (old.count - ends + $0, new.count - ends + $0) }
        for (left, right) in pairs {
            lose(upTo: left)
            gain(upTo: right)
            lines.append(same(i, j))
            i += 1
            j += 1
        }
        lose(upTo: old.count)
        gain(upTo: new.count)
    }

    /// The changed lines with `context` lines around each, and a line `@@ -1,7 +1,8 @@` before each hunk.
    package func unified(context: Int = 3) -> [Line] {
        let changed = lines.indices.filter { lines[$0].side != .same }
        guard let first = changed.first else { return [] }
        var pieces: [ClosedRange<Int>] = []
        var piece = max(0, first - context)...min(lines.count - 1, first + context)
        for index in changed.dropFirst() {
            let next = max(0, index - context)...min(lines.count - 1, index + context)
            if next.lowerBound <= piece.upperBound + 1 {
                piece = piece.lowerBound...next.upperBound
            } else {
                pieces.append(piece)
                piece = next
            }
        }
        return (pieces + [piece]).flatMap { [heading(of: $0)] + lines[$0] }
    }

    private func heading(of piece: ClosedRange<Int>) -> Line {
        let (old, new) = (lines[piece].compactMap(\.old), lines[piece].compactMap(\.new))
        let text = "@@ -\(old.first ?? 0),\(old.count) +\(new.first ?? 0),\(new.count) @@"
        return Line(side: .same, text: text)
    }

    // MARK: - The longest common subsequence

    /// The pairs of equal lines.
    private static func common(_ a: [String], _ b: [String]) -> [(Int, Int)] {
        guard !a.isEmpty, !b.isEmpty else { return [] }
        // For each number of edits, how far it reaches on every second diagonal from -edits to edits.
        var reached: [[Int]] = []
        for edits in 0...min(a.count + b.count, differenceLimit) {
            var row: [Int] = []
            for index in 0...edits {
                let diagonal = 2 * index - edits
                var x = reached.last.map { start(of: index, edits, in: $0).x } ?? 0
                while x < a.count, x - diagonal < b.count, a[x] == b[x - diagonal] { x += 1 }
                row.append(x)
                if x == a.count, x - diagonal == b.count { return path(reached, a.count, b.count) }
            }
            reached.append(row)
        }
        return []
    }

    /// The start on a diagonal with one edit more than in `row`: by adding a line of the newer text, or removing one of
    /// the older.
    private static func start(of index: Int, _ edits: Int, in row: [Int]) -> (x: Int, isAddition: Bool) {
        let isAddition = index == 0 || index != edits && row[index - 1] < row[index]
        return isAddition ? (row[index], true) : (row[index - 1] + 1, false)
    }

    private static func path(_ reached: [[Int]], _ aCount: Int, _ bCount: Int) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        var (x, y) = (aCount, bCount)
        for edits in stride(from: reached.count, through: 0, by: -1) {
            let diagonal = x - y
            let entry: (x: Int, isAddition: Bool) =
                edits > 0 ? start(of: (diagonal + edits) / 2, edits, in: reached[edits - 1]) : (0, false)
            while x > entry.x {
                x -= 1
                y -= 1
                pairs.append((x, y))
            }
            if entry.isAddition { y -= 1 } else { x -= 1 }
        }
        return pairs.reversed()
    }

    /// The longest strictly increasing subsequence.
    static func longestIncreasing(_ numbers: [Int]) -> [Int] {
        var tails: [Int] = []
        var before: [Int?] = Array(repeating: nil, count: numbers.count)
        for index in numbers.indices {
            var (low, high) = (0, tails.count)
            while low < high {
                let middle = (low + high) / 2
                if numbers[tails[middle]] < numbers[index] { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? tails[low - 1] : nil
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var result: [Int] = []
        var next = tails.last
        while let index = next {
            result.append(numbers[index])
            next = before[index]
        }
        return result.reversed()
    }
}
