package import StrictTOML

/// The differences between two policies, part by part. Compares only the TOML, so that every kind of part is handled
/// alike and invalid policies can be compared too.
package struct PolicyComparison: Sendable, Hashable {
    package enum Change: Sendable, Hashable { case added, removed, changed, moved }

    /// One part that differs.
    package struct Part: Sendable, Hashable {
        /// `rule:postal code`.
        package var subject: String
        package var change: Change
        /// A sentence for each member that differs; secrets are not shown.
        package var details: [String]
    }

    package var parts: [Part]

    /// The kinds in which order matters.
    static let orderedKinds: Set<String> = ["list", "rule"]
    /// The order in which kinds are reported; others follow by name.
    static let kindOrder = [
        "credential", "queue", "endpoint", "claim", "table", "connector", "flow", "list", "rule",
    ]

    package init(from old: [String: TOMLValue], to new: [String: TOMLValue]) {
        let kinds = Set(old.keys).union(new.keys)
        let known = Self.kindOrder.filter(kinds.contains)
        parts = (known + kinds.subtracting(known).sorted()).flatMap { kind in
            Self.parts(of: kind, from: old[kind], to: new[kind])
        }
    }

    private static func parts(of kind: String, from old: TOMLValue?, to new: TOMLValue?) -> [Part] {
        guard old != new else { return [] }
        guard let old = NamedTables(old), let new = NamedTables(new) else {
            let details = MemberWords.changes(of: kind, from: old, to: new)
            return [
                Part(subject: kind, change: old == nil ? .added : new == nil ? .removed : .changed, details: details)
            ]
        }
        var parts: [Part] = []
        for name in old.names where new.tables[name] == nil {
            parts.append(Part(subject: "\(kind):\(name)", change: .removed, details: []))
        }
        let moved = orderedKinds.contains(kind) ? NamedTables.moved(from: old, to: new) : [:]
        for name in new.names {
            let subject = "\(kind):\(name)"
            guard let after = new.tables[name] else { continue }
            guard let before = old.tables[name] else {
                parts.append(Part(subject: subject, change: .added, details: MemberWords.facts(after)))
                continue
            }
            let place = moved[name].map { ["moved: \($0)"] } ?? []
            if before != after {
                let details = MemberWords.changes(from: before, to: after)
                parts.append(Part(subject: subject, change: .changed, details: details + place))
            } else if let words = moved[name] {
                parts.append(Part(subject: subject, change: .moved, details: [words]))
            }
        }
        return parts
    }
}

/// The tables of one kind by name, in order. A table without a name, or with a duplicate one, is named by its number.
struct NamedTables {
    private(set) var names: [String] = []
    private(set) var tables: [String: [String: TOMLValue]] = [:]

    /// Nil if the value is not an array of tables.
    init?(_ value: TOMLValue?) {
        guard let value else { return }
        guard let elements = value.array else { return nil }
        for (position, element) in elements.enumerated() {
            guard let table = element.table else { return nil }
            let own = table["name"]?.string
            let name = own.flatMap { tables[$0] == nil ? $0 : nil } ?? "#\(position + 1)"
            names.append(name)
            tables[name] = table
        }
    }

    /// The smallest set of tables whose moves explain the new order, with the new position of each.
    static func moved(from old: NamedTables, to new: NamedTables) -> [String: String] {
        let places = Dictionary(uniqueKeysWithValues: old.names.enumerated().map { ($1, $0) })
        let common = new.names.filter { places[$0] != nil }
        let kept = Set(LineDiff.longestIncreasing(common.compactMap { places[$0] }))
        var moved: [String: String] = [:]
        for name in common where !kept.contains(places[name] ?? -1) {
            guard let position = new.names.firstIndex(of: name) else { continue }
            moved[name] =
                position + 1 < new.names.count
                ? "now before \(new.names[position + 1].quoted())" : "now last"
        }
        return moved
    }
}
