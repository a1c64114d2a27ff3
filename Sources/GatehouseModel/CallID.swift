/// The time-ordered id of a call or an approval request: a UUID version 7 (RFC 9562 §5.7).
///
/// Written as the usual 36 lower-case characters. Its last 40 bits are its `ReferenceCode`.
package struct CallID: Sendable, Hashable, Comparable {
    /// The upper 64 bits: 48 bits of Unix milliseconds, the version, 12 random bits.
    package let high: UInt64
    /// The lower 64 bits: the variant and 62 random bits.
    package let low: UInt64

    /// Rebuilds an id from its two halves, as they are stored.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new id for something that happened at `time`.
    package init(at time: Timestamp, using random: inout some RandomNumberGenerator) {
        self.init(at: time, random.next(), random.next())
    }

    /// A new id for something that happened at `time`, with random bits from the system.
    package init(at time: Timestamp) {
        let (first, second) = RandomPool.shared.next()
        self.init(at: time, first, second)
    }

    /// A new id for something that happened at `time`, greater than `newest`. If the clock was set back, its time is
    /// that of `newest` (RFC 9562 §6.2 allows ids to run ahead of the clock).
    package init(at time: Timestamp, after newest: CallID?) {
        let id = CallID(at: time)
        guard let newest, id.high <= newest.high else {
            self = id
            return
        }
        // Counts in the 12 random bits, and carries into the time. At the end of the range the order is lost.
        let next = ((newest.high >> 16) << 12 | newest.high & 0x0FFF).addingReportingOverflow(1).partialValue
        let milliseconds = min(next >> 12, 0xFFFF_FFFF_FFFF)
        high = milliseconds << 16 | 0x7000 | next & 0x0FFF
        low = id.low
    }

    private init(at time: Timestamp, _ first: UInt64, _ second: UInt64) {
        let milliseconds = UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | 0x7000 | first & 0x0FFF
        low = 0x8000_0000_0000_0000 | second & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// The time in the id, to the millisecond.
    package var time: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }

    /// The short form of the id, which a person can read out.
    package var code: ReferenceCode { ReferenceCode(value: low & ReferenceCode.mask) }

    package static func < (left: CallID, right: CallID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension CallID: LosslessStringConvertible {
    package var description: String {
        var text = ""
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append("-") }
            text.append(Self.hex[Int(byte >> 4)])
            text.append(Self.hex[Int(byte & 15)])
        }
        return text
    }

    /// Reads the 36-character form in either case; nil if the text is not a version 7 UUID.
    package init?(_ text: String) {
        var nibbles: [UInt8] = []
        nibbles.reserveCapacity(32)
        guard text.utf8.count == 36 else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            switch (index, byte) {
            case (8, _), (13, _), (18, _), (23, _): guard byte == UInt8(ascii: "-") else { return nil }
            case (_, 0x30...0x39): nibbles.append(byte - 0x30)
            case (_, 0x61...0x66): nibbles.append(byte - 0x61 + 10)
            case (_, 0x41...0x46): nibbles.append(byte - 0x41 + 10)
            default: return nil
            }
        }
        let high = nibbles[..<16].reduce(0 as UInt64) { $0 << 4 | UInt64(truncatingIfNeeded: $1) }
        let low = nibbles[16...].reduce(0 as UInt64) { $0 << 4 | UInt64(truncatingIfNeeded: $1) }
        guard high >> 12 & 15 == 7, low >> 62 == 2 else { return nil }
        self.init(high: high, low: low)
    }

    private var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(truncatingIfNeeded: $0))) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(truncatingIfNeeded: $0))) }
    }

    private static let hex = Array("0123456789abcdef")
}

extension CallID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = CallID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a call id: \(text)")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
