/// A hypothetical change of a list, for what-if questions.
enum Assumption: Sendable, Hashable {
    /// This list contains everything.
    case everythingIn(list: String)
    /// This entry does not exist.
    case without(entry: Int64, of: String)

    func answer(for list: String) -> Bool? {
        guard case .everythingIn(list) = self else { return nil }
        return true
    }

    func removes(_ match: EntryIndex.Match, of list: String) -> Bool {
        self == .without(entry: match.id, of: list)
    }
}
