import ControlProtocol
import GatehouseModel

/// The entries of an import file in compact form. They are sorted so that the store's index grows at its end and not in
/// random places.
struct ImportDraft: Sendable {
    struct Record: Sendable {
        /// The first eight bytes of the value, for quick comparison.
        var prefix: UInt64
        var expires: Int64
        var offset: UInt32
        var line: UInt32
        /// The index in `extras`, or -1.
        var extra: Int32
        var length: UInt16
        var kind: UInt8
    }

    private(set) var records: [Record] = []
    private(set) var text: [UInt8] = []
    /// Comment, owner and ticket of the entries that have any.
    private(set) var extras: [EntryFields] = []
    /// The number of repeated entries.
    private(set) var repeated = 0

    mutating func append(_ pattern: EntryPattern, _ fields: EntryFields, line: Int) {
        var value = pattern.value
        let offset = UInt32(truncatingIfNeeded: text.count)
        let (prefix, length) = value.withUTF8 { bytes in
            text.append(contentsOf: bytes)
            return (Self.prefix(of: bytes), UInt16(truncatingIfNeeded: bytes.count))
        }
        var extra: Int32 = -1
        if fields.comment != nil || fields.owner != nil || fields.ticket != nil {
            extra = Int32(truncatingIfNeeded: extras.count)
            extras.append(fields)
        }
        records.append(
            Record(
                prefix: prefix,
                expires: fields.expires?.milliseconds ?? .max,
                offset: offset,
                line: UInt32(clamping: line),
                extra: extra,
                length: length,
                kind: UInt8(truncatingIfNeeded: pattern.kind.stored)
            )
        )
    }

    /// Sorts by kind and value, as the store's index does. Of repeated entries the last one stays.
    mutating func sort() {
        text.withUnsafeBytes { bytes in
            records.sort { left, right in
                if left.kind != right.kind { return left.kind < right.kind }
                if left.prefix != right.prefix { return left.prefix < right.prefix }
                let order = Self.compare(left, right, bytes)
                return order == 0 ? left.line < right.line : order < 0
            }
            var kept = 0
            for index in records.indices {
                if kept > 0, Self.isSame(records[kept - 1], records[index], bytes) {
                    records[kept - 1] = records[index]
                    repeated += 1
                } else {
                    records[kept] = records[index]
                    kept += 1
                }
            }
            records.removeSubrange(kept...)
        }
    }

    func pattern(_ record: Record) -> EntryPattern {
        let start = Int(record.offset)
        let value = String(decoding: text[start..<start + Int(record.length)], as: UTF8.self)
        return EntryPattern(kind: EntryPattern.Kind(stored: Int64(record.kind)) ?? .domain, canonical: value)
    }

    func fields(_ record: Record) -> EntryFields {
        var fields = record.extra < 0 ? EntryFields() : extras[Int(record.extra)]
        fields.expires = record.expires == .max ? nil : Timestamp(milliseconds: record.expires)
        return fields
    }

    private static func prefix(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var prefix: UInt64 = 0
        for index in 0..<8 {
            prefix = prefix << 8 | (index < bytes.count ? UInt64(truncatingIfNeeded: bytes[index]) : 0)
        }
        return prefix
    }

    private static func compare(_ left: Record, _ right: Record, _ text: UnsafeRawBufferPointer) -> Int {
        let (leftStart, rightStart) = (Int(left.offset), Int(right.offset))
        for index in 0..<min(Int(left.length), Int(right.length)) {
            let (a, b) = (text[leftStart + index], text[rightStart + index])
            if a != b { return a < b ? -1 : 1 }
        }
        return Int(left.length) - Int(right.length)
    }

    private static func isSame(_ left: Record, _ right: Record, _ text: UnsafeRawBufferPointer) -> Bool {
        left.kind == right.kind && left.prefix == right.prefix && left.length == right.length
            && compare(left, right, text) == 0
    }
}
