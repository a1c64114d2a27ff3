import NIOCore

/// The source of a connection for its share of the connector door: an IPv4 address or an IPv6 /64.
struct SourceNetwork: Sendable, Hashable {
    private enum Family: Sendable, Hashable { case four, six, other }

    private let family: Family
    /// The address, or its first 64 bits.
    private let bits: UInt64

    /// - Parameter address: nil and addresses of other families all count as the same source.
    init(_ address: SocketAddress?) {
        switch address {
        case .some(let four) where four.protocol == .inet:
            self.init(.four, Self.number(Self.bytes(of: four, from: 4, count: 4)))
        case .some(let six) where six.protocol == .inet6:
            let bytes = Self.bytes(of: six, from: 8, count: 16)
            let isMapped = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            self.init(isMapped ? .four : .six, Self.number(isMapped ? bytes.suffix(4) : bytes.prefix(8)))
        default:
            self.init(.other, 0)
        }
    }

    private init(_ family: Family, _ bits: UInt64) {
        self.family = family
        self.bits = bits
    }

    /// A part of the address as the system lays it out (ip(7), ipv6(7)).
    private static func bytes(of address: SocketAddress, from offset: Int, count: Int) -> [UInt8] {
        address.withSockAddr { pointer, size in
            Array(UnsafeRawBufferPointer(start: pointer, count: size).dropFirst(offset).prefix(count))
        }
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
    }
}
