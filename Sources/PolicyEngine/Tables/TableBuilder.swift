import GatehouseModel

/// Builds a `ReferenceTable` from rows added one by one as they are read.
package struct TableBuilder: Sendable {
    package let columns: [String]
    package let key: Int
    package let keyKind: TableKeyKind
    private var text: [UInt8] = []
    private var rows: [UInt32] = []
    private var slots = [UInt32](repeating: 0, count: TableSlots.capacity(for: 1024))

    package init(columns: [String], key: Int, keyKind: TableKeyKind) {
        self.columns = columns
        self.key = key
        self.keyKind = keyKind
    }

    package var count: Int { rows.count }

    /// Why a row was rejected.
    package enum Fault: Error, Sendable, Hashable {
        /// The key is empty or invalid for its kind.
        case badKey
        /// An earlier row has the same key; its number counts from 0.
        case duplicate(Int)
        /// The text of all rows would exceed 4 GiB.
        case full
    }

    /// Adds a row; its key is stored in its comparable form.
    ///
    /// - Parameter cells: the text of each column, in order.
    package mutating func append(_ cells: [ArraySlice<UInt8>]) throws(Fault) {
        let start = text.count
        let size = cells.reduce(0) { $0 + $1.count + 5 }
        guard start + size <= Int(UInt32.max), rows.count < Int(UInt32.max) - 1 else { throw .full }
        guard let canonical = keyKind.canonical(String(decoding: cells[key], as: UTF8.self)) else { throw .badKey }
        if slots.count * 3 < (rows.count + 1) * 4 { grow() }
        let found = place(of: canonical)
        guard slots[found] == 0 else { throw .duplicate(Int(slots[found]) - 1) }
        for (column, cell) in cells.enumerated() {
            if column == key { put(canonical.utf8) } else { put(cell) }
        }
        rows.append(UInt32(truncatingIfNeeded: start))
        slots[found] = UInt32(truncatingIfNeeded: rows.count)
    }

    /// The table of all rows added so far.
    package consuming func finish() -> ReferenceTable {
        ReferenceTable(columns: columns, key: key, keyKind: keyKind, text: text, rows: rows, slots: slots)
    }

    private mutating func put(_ cell: some Collection<UInt8>) {
        TableText.append(cell.count, to: &text)
        text.append(contentsOf: cell)
    }

    private func place(of canonical: String) -> Int {
        var canonical = canonical
        return canonical.withUTF8 { place(of: UnsafeRawBufferPointer($0), in: slots) }
    }

    private func place(of key: UnsafeRawBufferPointer, in slots: [UInt32]) -> Int {
        text.withUnsafeBytes { text in
            TableSlots.place(of: key, in: slots) { ReferenceTable.cell(self.key, at: Int(rows[$0]), in: text) }
        }
    }

    private mutating func grow() {
        var wider = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, start) in rows.enumerated() {
            let slot = text.withUnsafeBytes { text in
                place(of: ReferenceTable.cell(key, at: Int(start), in: text), in: wider)
            }
            wider[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
        slots = wider
    }
}
