/// How many of the loaded rows match a filter, counted at every typed key. The daemon may have more; it is asked when
/// the filter is used.
package struct FilterCount: Sendable, Hashable {
    package let matches: Int
    /// The number of rows that were counted, the newest ones.
    package let counted: Int

    /// The maximum number of rows counted; more would be noticeable while typing.
    static let limit = 5_000

    init<Rows: Collection>(newestFirst rows: Rows, passes: (Rows.Element) -> Bool) {
        matches = rows.prefix(Self.limit).count(where: passes)
        counted = min(rows.count, Self.limit)
    }

    /// `17 of the 2,000 loaded match`
    var words: String { "\(Words.count(matches)) of the \(Words.count(counted)) loaded match" }
}
