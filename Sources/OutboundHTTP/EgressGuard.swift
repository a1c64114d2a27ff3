package import GatehouseModel

/// Decides which addresses requests may be sent to.
///
/// Everything that is not a public unicast address is blocked unless an exception allows it, so that a name
/// in an outsider's DNS cannot make the daemon connect to its own machine, its network or a cloud's metadata service.
/// Sources: the IANA IPv4 and IPv6 special-purpose address registries.
package struct EgressGuard: Sendable, Hashable {
    /// The exceptions.
    package var allowed: [IPNetwork]

    package init(allowed: [IPNetwork]) { self.allowed = allowed }

    /// Allows every address, for a command line that a user runs with their own rights.
    package static let open = EgressGuard(allowed: ["0.0.0.0/0", "::/0"].compactMap { try? IPNetwork(notation: $0) })

    /// Why the address is blocked; nil if it may be called.
    ///
    /// An IPv6 address that embeds an IPv4 address is blocked if either is. An exception must name the address that
    /// would be connected.
    package func reason(against address: IPAddress) -> String? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        for (block, reason) in Self.closed where block.contains(address) { return reason }
        for inner in address.embedded {
            for (block, reason) in Self.closed where block.contains(inner) { return "stands for \(inner), \(reason)" }
        }
        // Only 2000::/3 is public unicast; the rest of IPv6 is special or unassigned.
        if address.family == .v6, address.bits >> 125 != 0b001, address.embedded.isEmpty {
            return "not a public address"
        }
        return nil
    }

    private static let closed: [(IPNetwork, String)] =
        [
            ("169.254.169.254/32", "a cloud's metadata service"),
            ("169.254.170.2/32", "a cloud's metadata service"),
            ("100.100.100.200/32", "a cloud's metadata service"),
            ("168.63.129.16/32", "a cloud's metadata service"),
            ("fd00:ec2::/32", "a cloud's metadata service"),
            ("fd20:ce::254/128", "a cloud's metadata service"),
            ("0.0.0.0/8", "an unspecified address"),
            ("127.0.0.0/8", "a loopback address"),
            ("10.0.0.0/8", "a private address"),
            ("172.16.0.0/12", "a private address"),
            ("192.168.0.0/16", "a private address"),
            ("169.254.0.0/16", "a link-local address"),
            ("100.64.0.0/10", "an address behind a carrier's NAT"),
            ("192.0.0.0/24", "reserved by IETF protocols"),
            ("192.0.2.0/24", "an address for documentation"),
            ("198.51.100.0/24", "an address for documentation"),
            ("203.0.113.0/24", "an address for documentation"),
            ("192.88.99.0/24", "a relay of 6to4"),
            ("198.18.0.0/15", "an address for benchmarks"),
            ("224.0.0.0/4", "a multicast address"),
            ("240.0.0.0/4", "a reserved or broadcast address"),
            ("::/128", "an unspecified address"),
            ("::1/128", "a loopback address"),
            ("fc00::/7", "a private address"),
            ("fe80::/10", "a link-local address"),
            ("fec0::/10", "a site-local address"),
            ("ff00::/8", "a multicast address"),
            ("64:ff9b:1::/48", "a private translation of IPv4"),
            ("100::/64", "an address that discards"),
            ("2001:db8::/32", "an address for documentation"),
            ("3fff::/20", "an address for documentation"),
            ("2001:2::/48", "an address for benchmarks"),
            ("2001:10::/28", "an identifier and no address"),
            ("2001:20::/28", "an identifier and no address"),
            ("5f00::/16", "a segment routing identifier"),
        ]
        .compactMap { text, reason in (try? IPNetwork(notation: text)).map { ($0, reason) } }
}
