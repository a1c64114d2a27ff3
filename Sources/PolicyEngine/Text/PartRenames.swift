import StrictTOML

/// Detects renamed parts of a policy: a new part counts as a renamed one of the same kind if at least half of the other
/// members are unchanged.
struct PartRenames {
    /// The former key of each renamed part.
    private(set) var former: [String: String] = [:]

    init(from old: [(key: String, block: PolicyText.Block)], to new: [(key: String, block: PolicyText.Block)]) {
        let (before, after) = (Set(old.map(\.key)), Set(new.map(\.key)))
        var gone = old.filter { !after.contains($0.key) }.map { (key: $0.key, part: Part($0.block)) }
        for (key, block) in new where !before.contains(key) && !gone.isEmpty {
            let part = Part(block)
            guard let place = gone.firstIndex(where: { $0.part.isLike(part) }) else { continue }
            former[key] = gone.remove(at: place).key
        }
    }

    /// The new name of a former part; nil if it was removed or not renamed.
    func newName(of key: String) -> String? { former.first { $0.value == key }?.key }

    private struct Part {
        let kind: String
        /// All members except the name.
        let members: [String: TOMLValue]

        init(_ block: PolicyText.Block) {
            kind = block.kind
            var table = (try? TOMLDocument(block.body, file: "part"))?.values[block.kind]?.array?.first?.table ?? [:]
            table["name"] = nil
            members = table
        }

        func isLike(_ other: Part) -> Bool {
            guard kind == other.kind, !members.isEmpty else { return false }
            let same = members.count { other.members[$0.key] == $0.value }
            return same * 2 >= max(members.count, other.members.count)
        }
    }
}
