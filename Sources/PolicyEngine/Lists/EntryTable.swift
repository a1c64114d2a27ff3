import GatehouseModel

/// A compact, immutable table of many entries: open addressing with a keyed hash; the exact text is compared after a
/// hash match.
///
/// Takes about 40 bytes per entry beyond its text: 16 to 21 for slots, 8 id, 8 expiry, 4 offset, 1 kind.
final class EntryTable: Sendable {
    /// Upper half: the hash's upper half. Lower half: the record's number plus one; 0 means free.
    private let slots: [UInt64]
    private let kinds: [UInt8]
    private let ids: [Int64]
    private let expiries: [Int64]
    /// Where each record's text starts in `text`, followed by the end of the last one.
    private let offsets: [UInt32]
    private let text: [UInt8]
    /// The number of distinct entries.
    let count: Int

    /// Marks a record that a later one with the same pattern replaced.
    private static let dead: UInt8 = 0xFF

    /// Builds the table. Of several records with the same pattern, the last one stays.
    init(records: consuming EntryRecords) {
        var capacity = 16
        while capacity * 3 < records.count * 4 { capacity *= 2 }
        var slots = [UInt64](repeating: 0, count: capacity)
        var kinds = records.kinds
        let (offsets, text) = (records.offsets, records.text)
        var live = 0
        text.withUnsafeBytes { bytes in
            for record in 0..<records.count {
                let here = UnsafeRawBufferPointer(rebasing: bytes[Int(offsets[record])..<Int(offsets[record + 1])])
                let hash = Probe.hash(kind: kinds[record], of: here)
                var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
                while true {
                    let found = slots[slot]
                    if found == 0 {
                        live += 1
                        break
                    }
                    let other = Int(found & 0xFFFF_FFFF) - 1
                    if found >> 32 == hash >> 32, kinds[other] == kinds[record],
                        here.elementsEqual(bytes[Int(offsets[other])..<Int(offsets[other + 1])])
                    {
                        kinds[other] = Self.dead
                        break
                    }
                    slot = (slot + 1) & (capacity - 1)
                }
                slots[slot] = (hash & ~0xFFFF_FFFF) | UInt64(truncatingIfNeeded: record + 1)
            }
        }
        self.slots = slots
        self.kinds = kinds
        self.ids = records.ids
        self.expiries = records.expiries
        self.offsets = offsets
        self.text = text
        self.count = live
    }

    /// The record with exactly this pattern.
    func record(_ probe: Probe, in bytes: UnsafeRawBufferPointer) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: probe.hash) & mask
        while true {
            let found = slots[slot]
            if found == 0 { return nil }
            if found >> 32 == probe.hash >> 32 {
                let record = Int(found & 0xFFFF_FFFF) - 1
                if kinds[record] == probe.kind, isText(of: record, bytes, probe.range) { return record }
            }
            slot = (slot + 1) & mask
        }
    }

    func id(_ record: Int) -> Int64 { ids[record] }

    func expires(_ record: Int) -> Timestamp? { EntryRecords.expiry(expiries[record]) }

    /// The numbers of the live records.
    var records: some Sequence<Int> { kinds.indices.lazy.filter { self.kinds[$0] != Self.dead } }

    func pattern(_ record: Int) -> EntryPattern {
        EntryPattern(
            kind: EntryPattern.Kind(tag: kinds[record]),
            key: text[Int(offsets[record])..<Int(offsets[record + 1])]
        )
    }

    func kind(_ record: Int) -> UInt8 { kinds[record] }

    /// Copies a record unchanged.
    func copy(_ record: Int, to records: inout EntryRecords) {
        let range = Int(offsets[record])..<Int(offsets[record + 1])
        records.append(tag: kinds[record], text: text[range], id: ids[record], expiry: expiries[record])
    }

    /// The table's memory in bytes.
    var footprint: Int {
        slots.capacity * 8 + kinds.capacity + ids.capacity * 8 + expiries.capacity * 8 + offsets.capacity * 4
            + text.capacity
    }

    private func isText(of record: Int, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        let start = Int(offsets[record])
        guard Int(offsets[record + 1]) - start == range.count else { return false }
        return text.withUnsafeBytes { text in
            for offset in 0..<range.count where text[start + offset] != bytes[range.lowerBound + offset] {
                return false
            }
            return true
        }
    }
}
