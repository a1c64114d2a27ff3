import GatehouseModel

/// What the entries of one list check besides addresses, domains and identity providers, so that a list without such
/// entries pays nothing for them. After removals it may contain too much, but never too little.
struct EntryReach: Sendable {
    /// The prefix lengths of networks, longest first.
    private(set) var lengths: [IPNetwork.Family: [Int]] = [:]
    /// The claims whose values are compared.
    private(set) var claims: Set<String> = []
    var patterns = PatternSet.none

    var isEmpty: Bool { lengths.isEmpty && claims.isEmpty && patterns.entries.isEmpty }

    mutating func note(_ network: IPNetwork) {
        let known = lengths[network.family] ?? []
        guard !known.contains(network.length) else { return }
        lengths[network.family] = (known + [network.length]).sorted(by: >)
    }

    mutating func note(claim: String) { claims.insert(claim) }

    /// Adds what `pattern` requires the list to check, except patterns.
    mutating func note(_ pattern: EntryPattern) {
        switch pattern.kind {
        case .cidr: if let network = try? IPNetwork(notation: pattern.value) { note(network) }
        case .value: note(claim: ClaimTest.parts(pattern.value).name)
        case .email, .domain, .subtree, .children, .issuer, .pattern: break
        }
    }
}

extension EntryReach {
    /// Collects what the live records of a table check.
    init(of table: EntryTable) {
        var patterns: [PatternSet.Entry] = []
        for record in table.records where table.kind(record) > EntryPattern.Kind.issuer.tag {
            let pattern = table.pattern(record)
            note(pattern)
            guard pattern.kind == .pattern else { continue }
            patterns.append(.init(id: table.id(record), pattern: pattern, expires: table.expires(record)))
        }
        if !patterns.isEmpty { self.patterns = PatternSet(patterns) }
    }
}

extension EntryPattern {
    /// The bytes of the pattern's operand in a table.
    var key: [UInt8] {
        guard kind == .cidr, let network = try? IPNetwork(notation: value) else { return Array(value.utf8) }
        return network.key
    }

    /// The inverse of `key`.
    init(kind: Kind, key: some Collection<UInt8>) {
        let network = kind == .cidr ? IPNetwork(key: key) : nil
        self.init(kind: kind, canonical: network?.notation ?? String(decoding: key, as: UTF8.self))
    }
}
