import GatehouseModel
import PolicyEngine

/// The live entries of one list as they are read from the store.
struct LoadedEntries: Sendable {
    var records = EntryRecords()
    /// Entries whose domain is invalid by today's rules; at most `ListBook.outdatedLimit`.
    private(set) var outdated: Set<EntryPattern> = []

    /// Looks whether an entry is outdated. Only one with `--` in it can be, which keeps loading a million quick.
    mutating func note(_ kind: EntryPattern.Kind, _ value: String) {
        guard value.hasTwoHyphens, outdated.count < ListBook.outdatedLimit else { return }
        let pattern = EntryPattern(kind: kind, canonical: value)
        if pattern.fault != nil { outdated.insert(pattern) }
    }
}

extension ListBook.Shelf {
    /// Entries that were removed are no longer outdated.
    mutating func forgetOutdated(_ edits: [IndexEdit]) {
        for case .remove(let pattern) in edits { outdated.remove(pattern) }
    }
}

extension String {
    /// Whether two hyphens stand side by side.
    fileprivate var hasTwoHyphens: Bool {
        var previous: UInt8 = 0
        for byte in utf8 {
            if byte == UInt8(ascii: "-"), previous == byte { return true }
            previous = byte
        }
        return false
    }
}
