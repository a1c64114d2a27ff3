import PlainText

extension Spelling {
    /// `; did you mean 'x'?`, or empty if no known name is close.
    static func hint(for name: String, among known: [String]) -> String {
        closest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}
