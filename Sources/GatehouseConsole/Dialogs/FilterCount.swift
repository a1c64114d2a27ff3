/// How many of the rows held here a filter lets through, as far as they are counted at every key that is typed.
package struct FilterCount: Sendable, Hashable {
    package let matches: Int
    /// Nil when all rows were counted.
    package let newest: Int?

    /// The most rows that are counted; more would be felt between two keys.
    static let limit = 5_000

    init<Rows: Collection>(newestFirst rows: Rows, passes: (Rows.Element) -> Bool) {
        matches = rows.prefix(Self.limit).count(where: passes)
        newest = rows.count > Self.limit ? Self.limit : nil
    }

    /// `17 here match`
    var words: String {
        newest.map { "\(Words.count(matches)) of the newest \(Words.count($0)) match" }
            ?? "\(Words.count(matches)) here match"
    }
}
