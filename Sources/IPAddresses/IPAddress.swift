import Foundation

/// An IPv4 or IPv6 address, exactly as written: an IPv4 address mapped into IPv6 stays an IPv6 address.
package struct IPAddress: Sendable, Hashable {
    package enum Family: UInt8, Sendable, Hashable {
        case v4 = 4
        case v6 = 6

        /// The number of bits in an address.
        package var width: Int { self == .v4 ? 32 : 128 }
    }

    package let family: Family
    /// The address, left-aligned: an IPv4 address is in the upper 32 bits, and the other bits are 0.
    package let bits: UInt128

    package init(family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Parses `192.0.2.1` or `2001:db8::1`, without a zone. Nil for anything else, such as the old notation `127.1`.
    package init?(_ text: String) {
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var v4: UInt32 = 0
        var v6: UInt128 = 0
        // glibc accepts only four decimal numbers without leading zeros, so none can be read as octal.
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(family: .v4, bits: UInt128(UInt32(bigEndian: v4)) << 96)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(family: .v6, bits: UInt128(bigEndian: v6))
        } else {
            return nil
        }
    }

    /// - Parameter bytes: 4 or 16 bytes, most significant first; nil for any other number.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        let family: Family = bytes.count == 4 ? .v4 : .v6
        let bits = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        self.init(family: family, bits: bits << UInt128(128 - family.width))
    }

    /// 4 or 16 bytes, most significant first.
    package var bytes: [UInt8] { withUnsafeBytes(of: bits.bigEndian) { Array($0.prefix(family.width / 8)) } }

    /// The IPv4 address that is mapped into this one (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2); otherwise itself.
    package var unmapped: IPAddress {
        family == .v6 && bits >> 32 == 0xFFFF ? IPAddress(family: .v4, bits: bits << 96) : self
    }
}

extension IPAddress: CustomStringConvertible {
    /// `192.0.2.1`, `2001:db8::1`.
    package var description: String {
        var bytes = bytes
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 1)
        let domain = family == .v4 ? AF_INET : AF_INET6
        guard inet_ntop(domain, &bytes, &text, socklen_t(truncatingIfNeeded: text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
