/// The rows of one table, compact and immutable: column names once, the text of all rows in one buffer, and a keyed
/// hash over the keys.
///
/// Beyond the text, it takes about 10 to 15 bytes per row and one per cell.
package final class ReferenceTable: Sendable {
    package let columns: [String]
    /// The index of the key column.
    package let key: Int
    package let keyKind: TableKeyKind
    /// All cells in order, each preceded by its length.
    private let text: [UInt8]
    /// Where each row begins in `text`.
    private let rows: [UInt32]
    /// A row's number plus one; 0 means free.
    private let slots: [UInt32]

    package var count: Int { rows.count }

    /// The table's memory in bytes.
    package var footprint: Int { text.count + rows.count * 4 + slots.count * 4 }

    init(columns: [String], key: Int, keyKind: TableKeyKind, text: [UInt8], rows: [UInt32], slots: [UInt32]) {
        self.columns = columns
        self.key = key
        self.keyKind = keyKind
        self.text = text
        self.rows = rows
        self.slots = slots
    }

    /// The row with a key in any spelling; nil if there is none.
    package func row(_ key: String) -> Int? {
        guard var canonical = keyKind.canonical(key) else { return nil }
        return canonical.withUTF8 { row(canonical: UnsafeRawBufferPointer($0)) }
    }

    /// The row with a key in its comparable form; nil if there is none.
    package func row(canonical key: UnsafeRawBufferPointer) -> Int? {
        text.withUnsafeBytes { text in
            TableSlots.find(key, in: slots) { row in Self.cell(self.key, at: Int(rows[row]), in: text) }
        }
    }

    /// The text of one cell.
    package func cell(_ row: Int, _ column: Int) -> String {
        text.withUnsafeBytes { text in
            String(decoding: Self.cell(column, at: Int(rows[row]), in: text), as: UTF8.self)
        }
    }

    /// All cells of a row by column name.
    package func values(_ row: Int) -> [String: String] {
        Dictionary(uniqueKeysWithValues: columns.indices.map { (columns[$0], cell(row, $0)) })
    }

    /// Calls `body` with the bytes of one cell.
    package func withCell<Value>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        text.withUnsafeBytes { body(Self.cell(column, at: Int(rows[row]), in: $0)) }
    }

    static func cell(_ column: Int, at start: Int, in text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var at = start
        var length = TableText.length(&at, in: text)
        for _ in 0..<column {
            at += length
            length = TableText.length(&at, in: text)
        }
        return UnsafeRawBufferPointer(rebasing: text[at..<at + length])
    }
}

extension ReferenceTable {
    /// The difference between a table and its previous version.
    package struct Difference: Sendable, Hashable {
        package var added = 0
        package var changed = 0
        package var unchanged = 0
        package var removed = 0

        package init() {}
    }

    /// Compares row by row, over the columns that either table has.
    package func difference(from former: ReferenceTable) -> Difference {
        var difference = Difference()
        let sameColumns = columns == former.columns
        for row in rows.indices {
            let before = withCell(row, key) { former.row(canonical: $0) }
            guard let before else {
                difference.added += 1
                continue
            }
            if sameColumns ? isSame(row, as: before, of: former) : values(row) == former.values(before) {
                difference.unchanged += 1
            } else {
                difference.changed += 1
            }
        }
        difference.removed = former.count - difference.changed - difference.unchanged
        return difference
    }

    private func isSame(_ row: Int, as other: Int, of former: ReferenceTable) -> Bool {
        columns.indices.allSatisfy { column in
            withCell(row, column) { mine in former.withCell(other, column) { mine.elementsEqual($0) } }
        }
    }
}

/// Encodes the lengths of cells as varints: seven bits per byte, the last byte below 128.
enum TableText {
    static func append(_ length: Int, to text: inout [UInt8]) {
        var rest = length
        while rest >= 0x80 {
            text.append(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80)
            rest >>= 7
        }
        text.append(UInt8(truncatingIfNeeded: rest))
    }

    static func length(_ at: inout Int, in text: UnsafeRawBufferPointer) -> Int {
        var length = 0
        var shift = 0
        while true {
            let byte = text[at]
            at += 1
            length |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return length }
            shift += 7
        }
    }
}

/// Open addressing over rows by the hash of their keys.
enum TableSlots {
    static func capacity(for count: Int) -> Int {
        var capacity = 8
        while capacity * 3 < count * 4 { capacity *= 2 }
        return capacity
    }

    /// The row with this key.
    static func find(
        _ key: UnsafeRawBufferPointer,
        in slots: [UInt32],
        keyOf: (Int) -> UnsafeRawBufferPointer
    ) -> Int? {
        guard !slots.isEmpty else { return nil }
        let found = slots[place(of: key, in: slots, keyOf: keyOf)]
        return found == 0 ? nil : Int(found) - 1
    }

    /// The slot of the row with this key, or the free slot for it.
    static func place(
        of key: UnsafeRawBufferPointer,
        in slots: [UInt32],
        keyOf: (Int) -> UnsafeRawBufferPointer
    ) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: KeyedHash.ofProcess(key)) & mask
        while slots[slot] != 0 {
            if keyOf(Int(slots[slot]) - 1).elementsEqual(key) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }
}
