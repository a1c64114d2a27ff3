package import StrictTOML

/// Merges the changes of two people to one policy, part by part.
package struct PolicyMerge: Sendable, Hashable {
    /// Parts that both changed differently: `rule:postal code`. For renamed parts, with what happened to the original:
    /// `rule:zip (was rule:postal code, which others removed)`. `rules: order` if both moved rules.
    package var conflicts: [String]
    /// The merged text; nil if there are conflicts.
    package var text: String?

    /// - Parameters:
    ///   - base: the common ancestor.
    ///   - mine: the text to keep wherever `theirs` made no change.
    /// - Throws: `TOMLProblem` if one of the three is not valid TOML.
    package init(base: String, mine: String, theirs: String) throws(TOMLProblem) {
        let (base, mine, theirs) = (try Side(base), try Side(mine), try Side(theirs))
        var conflicts = Self.renamedTwice(base, mine, theirs)
        var chosen: [String: PolicyText.Block] = [:]
        for key in mine.order + theirs.order.filter({ mine.blocks[$0] == nil }) {
            let (b, m, t) = (base.blocks[key], mine.blocks[key], theirs.blocks[key])
            if t?.body == b?.body || m?.body == t?.body {
                chosen[key] = m
                if let b, let t, m?.tail == b.tail { chosen[key]?.tail = t.tail }
            } else if m?.body == b?.body {
                chosen[key] = t
            } else {
                conflicts.append(key)
            }
        }
        guard let order = Self.order(base.order, mine.order, theirs.order, of: chosen) else {
            conflicts.append("rules: order")
            (self.conflicts, text) = (conflicts, nil)
            return
        }
        self.conflicts = conflicts
        guard conflicts.isEmpty else {
            text = nil
            return
        }
        let lead = theirs.lead == base.lead || mine.lead != base.lead ? mine.lead : theirs.lead
        text = Self.joined(lead, order.compactMap { key in chosen[key].map { ($0, isNew: base.blocks[key] == nil) } })
    }

    /// Parts that one side renamed and the other side removed or renamed. Keeping both would restore what was removed,
    /// or have it twice.
    private static func renamedTwice(_ base: Side, _ mine: Side, _ theirs: Side) -> [String] {
        let (own, others) = (
            PartRenames(from: base.parts, to: mine.parts), PartRenames(from: base.parts, to: theirs.parts)
        )
        let kept = mine.order.compactMap { key -> String? in
            guard let old = own.former[key], theirs.blocks[old] == nil, theirs.blocks[key] == nil else { return nil }
            let fate = others.newName(of: old).map { "others named \($0)" } ?? "others removed"
            return "\(key) (was \(old), which \(fate))"
        }
        return kept
            + theirs.order.compactMap { key in
                guard let old = others.former[key], mine.blocks[old] == nil, mine.blocks[key] == nil,
                    own.newName(of: old) == nil
                else { return nil }
                return "\(key) (was \(old), which you removed)"
            }
    }

    /// A text split into its parts.
    private struct Side {
        var lead: String
        var order: [String] = []
        var blocks: [String: PolicyText.Block] = [:]

        /// The parts in order, with their keys.
        var parts: [(key: String, block: PolicyText.Block)] {
            order.compactMap { key in blocks[key].map { (key, $0) } }
        }

        init(_ text: String) throws(TOMLProblem) {
            let cut = try PolicyText(text)
            lead = cut.lead
            for (position, block) in cut.blocks.enumerated() {
                let key = blocks[block.subject] == nil ? block.subject : "\(block.subject)#\(position)"
                order.append(key)
                var block = block
                if !block.body.hasSuffix("\n") { block.body += "\n" }
                blocks[key] = block
            }
        }
    }

    /// The merged order: theirs if I moved nothing, otherwise mine. Parts that only one side has keep their
    /// predecessor. Nil if both moved parts differently.
    private static func order(
        _ base: [String],
        _ mine: [String],
        _ theirs: [String],
        of chosen: [String: PolicyText.Block]
    ) -> [String]? {
        let common = Set(base).intersection(mine).intersection(theirs)
        let (b, m, t) = (base.filter(common.contains), mine.filter(common.contains), theirs.filter(common.contains))
        guard m == b || t == b || m == t else { return nil }
        let (leading, other) = m == b ? (theirs, mine) : (mine, theirs)
        var order = leading.filter { chosen[$0] != nil }
        for (position, key) in other.enumerated() where chosen[key] != nil && !order.contains(key) {
            let before = other[..<position].last { order.contains($0) }
            let place = before.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            order.insert(key, at: place)
        }
        return order
    }

    private static func joined(_ lead: String, _ blocks: [(block: PolicyText.Block, isNew: Bool)]) -> String {
        var text = lead
        for (position, (block, isNew)) in blocks.enumerated() {
            let isLast = position == blocks.count - 1
            let tail = isLast && !block.tail.contains("#") ? "" : block.tail
            // A block from the end of one text may not be the last of the merged text.
            text += block.body + (tail.isEmpty && isNew && !isLast ? "\n" : tail)
        }
        return text
    }
}
