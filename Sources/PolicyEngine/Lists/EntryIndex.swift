package import GatehouseModel
import HashTreeCollections

/// The entries of one list, indexed for look-up: a compact table, and an overlay with the edits since it was built.
///
/// A value type: a copy costs two references, and an edit of a copy changes only its overlay. When the overlay has
/// grown, `folded()` merges both into a new table. That takes time proportional to the whole list, so it must not run
/// on the path of a call.
package struct EntryIndex: Sendable {
    private let table: EntryTable
    /// The edits since the table was built, by the pattern's hash. A removal is an edit too.
    private var overlay: TreeDictionary<UInt64, [Edit]> = [:]
    /// The number of entries, including expired ones that have not been removed yet.
    package private(set) var count: Int
    /// The number of edits in the overlay.
    package private(set) var edits = 0
    private(set) var reach: EntryReach

    private struct Edit: Sendable {
        let pattern: EntryPattern
        let key: [UInt8]
        /// Nil if the entry was removed.
        let entry: Entry?
    }

    private struct Entry: Sendable {
        let id: Int64
        let expires: Timestamp?
    }

    /// The number of edits from which folding pays off.
    package static let foldingThreshold = 4096

    /// Creates an empty index.
    package init() { self.init(EntryRecords()) }

    /// Builds the table, in about 0.2 seconds for a million entries. Of several entries with the same pattern, the last
    /// one stays.
    package init(_ records: consuming EntryRecords) {
        table = EntryTable(records: records)
        count = table.count
        reach = EntryReach(of: table)
    }

    /// Adds an entry, or replaces the one with the same pattern.
    package mutating func insert(_ pattern: EntryPattern, id: Int64, expires: Timestamp? = nil) {
        let edit = Edit(pattern: pattern, key: pattern.key, entry: Entry(id: id, expires: expires))
        if note(edit) == nil { count += 1 }
        reach.note(pattern)
        guard pattern.kind == .pattern else { return }
        reach.patterns = reach.patterns.adding(.init(id: id, pattern: pattern, expires: expires))
    }

    /// Removes the entry with this pattern. Returns false if there is none.
    @discardableResult
    package mutating func remove(_ pattern: EntryPattern) -> Bool {
        guard self.entry(pattern) != nil else { return false }
        _ = note(Edit(pattern: pattern, key: pattern.key, entry: nil))
        count -= 1
        if pattern.kind == .pattern { reach.patterns = reach.patterns.removing(pattern) }
        return true
    }

    /// Whether there is an entry with exactly this pattern, expired or not.
    package func contains(_ pattern: EntryPattern) -> Bool { entry(pattern) != nil }

    /// The same entries with the overlay folded into a new table.
    package func folded() -> EntryIndex {
        guard edits > 0 else { return self }
        var records = EntryRecords(reserving: count)
        for record in table.records where overlay.isEmpty || edit(table.pattern(record)) == nil {
            table.copy(record, to: &records)
        }
        for edit in overlay.values.joined() {
            if let entry = edit.entry { records.append(edit.pattern, id: entry.id, expires: entry.expires) }
        }
        return EntryIndex(records)
    }

    /// The table's memory in bytes, including texts but not the overlay.
    package var footprint: Int { table.footprint }

    /// An entry that matched.
    package struct Match: Sendable, Hashable {
        package let id: Int64
        package let pattern: EntryPattern
        package let expires: Timestamp?
    }

    /// Compiles the list's patterns in advance, so that no call has to. Cheap if they are compiled already.
    package func prepare() { reach.patterns.prepare() }

    /// The first matching entry that has not expired. Checks, in this order: the address, its domain and parent
    /// domains, the identity providers, the values of claims, the narrowest network, and the patterns.
    package func firstMatch(for question: Question, at now: Timestamp) -> Match? {
        let found = question.bytes.withUnsafeBytes { bytes -> Match? in
            for probe in question.probes {
                if let match = match(probe, in: bytes), match.isLive(at: now) { return match }
            }
            return nil
        }
        if found != nil || reach.isEmpty { return found }
        var first: Match?
        visitRare(question) { match in
            guard match.isLive(at: now) else { return true }
            first = match
            return false
        }
        return first
    }

    /// The first entry that matches any of the addresses that the claims name, and has not expired.
    package func anyMatch(for question: Question, at now: Timestamp) -> Match? {
        if let match = firstMatch(for: question, at: now) { return match }
        for other in question.others {
            if let match = firstMatch(for: other, at: now) { return match }
        }
        return nil
    }

    /// Every entry that matches any of the addresses that the claims name and has not expired, the most telling first.
    package func matches(for question: Question, at now: Timestamp) -> [Match] {
        var found = ownMatches(for: question, at: now)
        for other in question.others {
            found += ownMatches(for: other, at: now).filter { !found.contains($0) }
        }
        return found
    }

    private func ownMatches(for question: Question, at now: Timestamp) -> [Match] {
        var found = question.bytes.withUnsafeBytes { bytes in
            question.probes.compactMap { match($0, in: bytes) }.filter { $0.isLive(at: now) }
        }
        visitRare(question) { match in
            if match.isLive(at: now), !found.contains(match) { found.append(match) }
            return true
        }
        return found
    }

    func match(_ probe: Probe, in bytes: UnsafeRawBufferPointer) -> Match? {
        if !overlay.isEmpty, let edits = overlay[probe.hash] {
            let text = bytes[probe.range]
            let edit = edits.first { $0.pattern.kind.tag == probe.kind && $0.key.elementsEqual(text) }
            if let edit {
                return edit.entry.map { Match(id: $0.id, pattern: edit.pattern, expires: $0.expires) }
            }
        }
        guard let record = table.record(probe, in: bytes) else { return nil }
        return Match(id: table.id(record), pattern: table.pattern(record), expires: table.expires(record))
    }

    private func entry(_ pattern: EntryPattern) -> Entry? {
        if let edit = edit(pattern) { return edit.entry }
        return pattern.key.withUnsafeBytes { bytes in
            table.record(Probe(of: pattern.kind, in: bytes), in: bytes).map {
                Entry(id: table.id($0), expires: table.expires($0))
            }
        }
    }

    private func edit(_ pattern: EntryPattern) -> Edit? {
        overlay.isEmpty ? nil : overlay[Self.hash(pattern)]?.first { $0.pattern == pattern }
    }

    /// Adds an edit to the overlay. Returns the entry as it was before.
    private mutating func note(_ edit: Edit) -> Entry? {
        let before = entry(edit.pattern)
        var bucket = overlay[Self.hash(edit.pattern)] ?? []
        bucket.removeAll { $0.pattern == edit.pattern }
        bucket.append(edit)
        overlay[Self.hash(edit.pattern)] = bucket
        edits = overlay.count
        return before
    }

    private static func hash(_ pattern: EntryPattern) -> UInt64 {
        pattern.key.withUnsafeBytes { Probe.hash(kind: pattern.kind.tag, of: $0) }
    }
}

extension EntryIndex {
    /// Passes the matches by values, networks and patterns to `more`, until it returns false.
    private func visitRare(_ question: Question, _ more: (Match) -> Bool) {
        guard !reach.isEmpty, visitValues(question, more), visitNetworks(question, more) else { return }
        guard let address = question.address, !reach.patterns.entries.isEmpty else { return }
        let found = question.bytes.withUnsafeBytes { reach.patterns.matches(.init(rebasing: $0[address])) }
        for entry in found {
            guard more(Match(id: entry.id, pattern: entry.pattern, expires: entry.expires)) else { return }
        }
    }

    private func visitValues(_ question: Question, _ more: (Match) -> Bool) -> Bool {
        guard !reach.claims.isEmpty, !question.attributes.isEmpty else { return true }
        // Iterates over the shorter of the two: the request's claims, or the claims that entries mention.
        let isShort = reach.claims.count < question.attributes.count
        let names = isShort ? Array(reach.claims) : question.attributes.keys.filter(reach.claims.contains)
        for name in names.sorted() {
            for text in question.attributes[name].map(ClaimTest.texts) ?? [] {
                guard visit(.value, Array("\(name)=\(text)".utf8), more) else { return false }
            }
        }
        return true
    }

    private func visitNetworks(_ question: Question, _ more: (Match) -> Bool) -> Bool {
        guard let client = question.client, let lengths = reach.lengths[client.family] else { return true }
        for length in lengths where length <= client.length {
            guard visit(.cidr, client.widened(to: length).key, more) else { return false }
        }
        return true
    }

    private func visit(_ kind: EntryPattern.Kind, _ key: [UInt8], _ more: (Match) -> Bool) -> Bool {
        let found = key.withUnsafeBytes { match(Probe(of: kind, in: $0), in: $0) }
        return found.map(more) ?? true
    }
}

extension EntryIndex.Match {
    func isLive(at now: Timestamp) -> Bool {
        guard let expires else { return true }
        return expires > now
    }
}
