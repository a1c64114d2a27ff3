import PlainText

extension Spelling {
    /// `; did you mean "blocked"?` behind a message about a name that does not exist; empty if no name is close to it.
    static func question(_ name: String, among names: some Sequence<String>) -> String {
        closest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    }
}
