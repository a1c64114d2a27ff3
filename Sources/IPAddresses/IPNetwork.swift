/// A block of IP addresses, given by its prefix. A single address is a block with a full-length prefix.
///
/// IPv4 addresses mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) are treated as IPv4 addresses.
package struct IPNetwork: Sendable, Hashable {
    package typealias Family = IPAddress.Family

    package let family: Family
    /// The address, left-aligned; an IPv4 address is in the upper 32 bits. Bits beyond the prefix are 0.
    package let bits: UInt128
    /// The length of the prefix in bits, from 0 to the width of the family.
    package let length: Int

    package init(family: Family, bits: UInt128, length: Int) {
        self.family = family
        self.bits = bits & Self.mask(length)
        self.length = length
    }

    /// A single address.
    package init(_ address: IPAddress) {
        let address = address.unmapped
        self.init(family: address.family, bits: address.bits, length: address.family.width)
    }

    /// Reads one address as written in sockets and claims, ignoring a zone (`%eth0`); nil if the text is not an
    /// address.
    package init?(address text: String) {
        let text = text.firstIndex(of: "%").map { String(text[..<$0]) } ?? text
        guard let address = IPAddress(text) else { return nil }
        self.init(address)
    }

    /// The addresses that count as one source with this one: an IPv4 address alone, an IPv6 address with its /64, because
    /// one host can use any address in its /64.
    package var source: IPNetwork { family == .v4 ? self : widened(to: 64) }

    /// The block of the first `length` bits; unchanged if it is already that large or larger.
    package func widened(to length: Int) -> IPNetwork {
        length >= self.length ? self : IPNetwork(family: family, bits: bits, length: length)
    }

    package static func mask(_ length: Int) -> UInt128 {
        length == 0 ? 0 : ~UInt128(0) << UInt128(128 - length)
    }

    /// The first address, without the prefix.
    package var address: String { IPAddress(family: family, bits: bits).description }

    /// Whether the address lies in the block. An IPv4 address mapped into IPv6 is in no block of IPv4.
    package func contains(_ address: IPAddress) -> Bool {
        address.family == family && address.bits & Self.mask(length) == bits
    }
}

extension IPNetwork {
    /// Why a text is not a block of addresses.
    package enum Fault: Error, Sendable, Hashable {
        case malformed
        case badLength(most: Int)
        /// The address has bits beyond the prefix; the second value is the block that contains it.
        case hostBits(IPNetwork, IPNetwork)
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or one address without a prefix.
    package init(notation text: String) throws(Fault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first))?.unmapped else { throw .malformed }
        let (family, bits) = (address.family, address.bits)
        guard parts.count == 2 else {
            self.init(family: family, bits: bits, length: family.width)
            return
        }
        let isMapped = family == .v4 && first.contains(":")
        let most = isMapped ? 128 : family.width
        guard let length = Int(parts[1]), String(length) == parts[1], (0...most).contains(length) else {
            throw .badLength(most: most)
        }
        guard !isMapped || length >= 96 else { throw .badLength(most: 128) }
        let own = isMapped ? length - 96 : length
        let block = IPNetwork(family: family, bits: bits, length: own)
        guard block.bits == bits else {
            throw .hostBits(block, IPNetwork(family: family, bits: bits, length: family.width))
        }
        self = block
    }

    /// For example `192.0.2.0/24`; the prefix is always included.
    package var notation: String { "\(address)/\(length)" }

    /// Whether the block is a single address.
    package var isSingle: Bool { length == family.width }
}

extension IPNetwork {
    /// The block as a short key for look-ups: the length and 4 or 16 bytes of address.
    package var key: [UInt8] {
        [UInt8(truncatingIfNeeded: length)] + IPAddress(family: family, bits: bits).bytes
    }

    /// Reads a result of `key`; nil for anything else.
    package init?(key: some Collection<UInt8>) {
        guard let length = key.first, let address = IPAddress(bytes: Array(key.dropFirst())),
            length <= address.family.width
        else { return nil }
        self.init(family: address.family, bits: address.bits, length: Int(length))
    }
}
