import GatehouseModel
import NIOCore

extension IPAddress {
    /// The address for connecting.
    func socketAddress(port: Int) -> SocketAddress? {
        try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: port)
    }

    /// The IPv4 addresses embedded in this one to which its traffic may be forwarded: IPv4-mapped and -compatible
    /// forms, NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo's client (RFC 4380) and ISATAP (RFC 5214).
    var embedded: [IPAddress] {
        guard family == .v6 else { return [] }
        let bytes = bytes
        let v4: (Int) -> [UInt8] = { Array(bytes[$0..<$0 + 4]) }
        var found: [[UInt8]] = []
        if bytes[..<10].allSatisfy({ $0 == 0 }) {
            if bytes[10] == 0xFF, bytes[11] == 0xFF { found.append(v4(12)) }
            if bytes[10] == 0, bytes[11] == 0 { found.append(v4(12)) }
        }
        // ::ffff:0:a.b.c.d, of the stateless translator (RFC 2765).
        if bytes[..<8].allSatisfy({ $0 == 0 }), bytes[8...11].elementsEqual([0xFF, 0xFF, 0, 0]) {
            found.append(v4(12))
        }
        if bytes[..<4].elementsEqual([0, 0x64, 0xFF, 0x9B]) { found.append(v4(12)) }
        if bytes[..<2].elementsEqual([0x20, 0x02]) { found.append(v4(2)) }
        if bytes[..<4].elementsEqual([0x20, 0x01, 0, 0]) {
            found.append(v4(4))
            found.append(v4(12).map { ~$0 })
        }
        if bytes[8...11].elementsEqual([0, 0, 0x5E, 0xFE]) || bytes[8...11].elementsEqual([2, 0, 0x5E, 0xFE]) {
            found.append(v4(12))
        }
        return found.compactMap(IPAddress.init(bytes:))
    }
}
