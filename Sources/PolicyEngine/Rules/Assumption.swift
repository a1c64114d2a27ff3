/// One change of the lists, to be tried without making it.
enum Assumption: Sendable, Hashable {
    /// Everything is in this list.
    case everythingIn(list: String)
    /// This entry is not there.
    case without(entry: Int64, of: String)

    func answer(for list: String) -> Bool? {
        guard case .everythingIn(list) = self else { return nil }
        return true
    }

    func removes(_ match: EntryIndex.Match, of list: String) -> Bool {
        self == .without(entry: match.id, of: list)
    }
}
