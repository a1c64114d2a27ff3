import Glibc

/// The source of a call, as far as sources are distinguished: an IPv4 address, or the /64 network of an IPv6 address,
/// because one host can use any address in its /64.
struct RefusalSource: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// - Parameter client: an address without port, as text; anything else is its own source, cut to 64 bytes.
    init(_ client: String) {
        let plain = client.prefix { $0 != "%" }
        var address = in6_addr()
        guard plain.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, String(plain), &address) == 1 else {
            description = String(decoding: client.utf8.prefix(64), as: UTF8.self)
            return
        }
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        if bytes.starts(with: Self.mapped) {
            description = bytes[12...].map(String.init).joined(separator: ".")
            return
        }
        let groups = stride(from: 0, to: 8, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        description = groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }

    /// `::ffff:0:0/96`: IPv4 addresses mapped into IPv6 (RFC 4291 §2.5.5.2).
    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
}
