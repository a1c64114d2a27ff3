/// How a database writes those parts of a condition that differ from database to database.
struct SQLStyle: Sendable {
    /// A condition that always holds, and one that never does.
    let always: String
    let never: String
    /// A column matches the pattern of a question mark, without regard to case; `\` stands before a literal `%` or `_`.
    let like: @Sendable (_ column: String) -> String

    static let sqlite = SQLStyle(always: "1", never: "0", like: { "\($0) LIKE ? ESCAPE '\\'" })

    /// The condition, with false for a null.
    func definite(_ condition: String) -> String { "coalesce(\(condition), \(never))" }
}
