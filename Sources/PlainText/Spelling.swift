/// Finds the name that a mistyped name was probably meant to be.
package enum Spelling {
    /// The candidate closest to `name`, if it is close enough to be a typing mistake: one edit for up to four
    /// characters, two for up to nine, three beyond. An edit inserts, deletes or replaces a character or swaps two
    /// neighbours.
    package static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
        guard name.count <= 64 else { return nil }
        let limit = name.count <= 4 ? 1 : name.count <= 9 ? 2 : 3
        var best: (name: String, distance: Int)?
        // The candidates may come from a hostile file, so the number of comparisons is bounded.
        let near = candidates.lazy.filter { abs($0.utf8.count - name.utf8.count) <= limit * 4 }.prefix(1000)
        for candidate in near.sorted() where abs(candidate.count - name.count) <= limit {
            let distance = edits(Array(name.lowercased()), Array(candidate.lowercased()))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `; did you mean "blocked"?` behind a message about a name that does not exist; empty if no name is close to it.
    package static func question(_ name: String, among names: some Sequence<String>) -> String {
        closest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// The optimal string alignment distance.
    private static func edits(_ left: [Character], _ right: [Character]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var before: [Int] = []
        var previous = Array(0...right.count)
        for i in 1...left.count {
            var current = [i]
            for j in 1...right.count {
                let change = left[i - 1] == right[j - 1] ? 0 : 1
                var cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    cost = min(cost, before[j - 2] + 1)
                }
                current.append(cost)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
