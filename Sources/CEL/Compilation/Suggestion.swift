/// Suggests a known name for a mistyped one.
enum Suggestion {
    /// `; did you mean 'x'?`, or empty if no known name is close.
    static func text(for name: String, among known: [String]) -> String {
        let near = known.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= max(1, name.utf8.count / 3) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return near.map { "; did you mean '\($0.name)'?" } ?? ""
    }

    /// The Levenshtein distance: insertions, deletions and replacements.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8.prefix(64))
        var row = Array(0...right.count)
        for (line, byte) in left.utf8.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
