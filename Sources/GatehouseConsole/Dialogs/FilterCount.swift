/// How many of the loaded rows match a filter, counted at every typed key.
package struct FilterCount: Sendable, Hashable {
    package let matches: Int
    /// Nil if all rows were counted.
    package let newest: Int?

    /// The maximum number of rows counted; more would be noticeable while typing.
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
