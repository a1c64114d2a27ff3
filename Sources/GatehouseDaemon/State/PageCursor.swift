/// The text by which clients ask for the next page of rows that are ordered by a number.
enum PageCursor {
    /// The number of the last row of the previous page; nil for the first page.
    ///
    /// - Throws: `StateError.invalid` for a text that is not a cursor.
    static func number(_ cursor: String?) throws(StateError) -> Int64? {
        guard let cursor else { return nil }
        guard let number = Int64(cursor) else { throw .invalid("the cursor is not one of ours") }
        return number
    }
}
