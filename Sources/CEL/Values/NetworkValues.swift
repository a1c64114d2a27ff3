import IPAddresses

/// An IP address, `net.IP` of the network extension. An IPv4 address mapped into IPv6 is the IPv4 address.
final class NetworkAddress: OpaqueValue {
    static let typeName = TypeName("net.IP")

    let address: IPAddress
    var typeName: TypeName { Self.typeName }
    var text: String? { Self.text(of: address) }

    init(_ address: IPAddress) { self.address = address.unmapped }

    /// Reads `192.0.2.1` or `2001:db8::1`.
    ///
    /// - Throws: `Failure.invalid` for a zone, for the dotted form of a mapped address, and for anything else.
    convenience init(_ text: String) throws(Failure) {
        self.init(
            try Self.address(text, zone: "IP Address with zone value is not allowed") { () throws(Failure) in
                throw .invalid("IP Address '\(text.clipped)' parse error during conversion from string")
            }
        )
    }

    /// - Parameters:
    ///   - zone: the message for an address with a zone.
    ///   - fault: throws the failure for a text that is no address.
    static func address(
        _ text: String,
        zone: String,
        _ fault: () throws(Failure) -> Never
    ) throws(Failure) -> IPAddress {
        if text.contains("%") { throw .invalid(zone) }
        guard let address = IPAddress(text) else { try fault() }
        if text.contains("."), text.contains(":"), address.unmapped != address {
            throw .invalid("IPv4-mapped IPv6 address is not allowed")
        }
        return address
    }

    func isEqual(to other: any OpaqueValue) -> Bool { (other as? NetworkAddress)?.address == address }
    func contains(_ value: Value) -> Bool? { nil }
    func field(_ name: String) -> Value? { nil }

    /// The canonical text: RFC 5952 for IPv6.
    static func text(of address: IPAddress) -> String {
        guard address.family == .v6 else { return address.description }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: address.bits >> UInt128(112 - 16 * $0)) }
        // The longest run of at least two zero groups, the first of equal ones, is written as two colons.
        var (best, run) = (0..<0, 0..<0)
        for (index, group) in groups.enumerated() {
            run = group == 0 ? (run.upperBound == index ? run.lowerBound : index)..<index + 1 : index + 1..<index + 1
            if run.count > max(1, best.count) { best = run }
        }
        let words = groups.map { String($0, radix: 16) }
        guard !best.isEmpty else { return words.joined(separator: ":") }
        return words[..<best.lowerBound].joined(separator: ":") + "::"
            + words[best.upperBound...].joined(separator: ":")
    }
}

/// A block of IP addresses, `net.CIDR` of the network extension: an address, whose bits beyond the prefix are kept, and
/// the length of its prefix.
final class NetworkBlock: OpaqueValue {
    static let typeName = TypeName("net.CIDR")

    let address: IPAddress
    /// From 0 to the width of the family.
    let length: Int
    var typeName: TypeName { Self.typeName }
    var text: String? { "\(NetworkAddress.text(of: address))/\(length)" }

    init(_ address: IPAddress, length: Int) {
        self.address = address
        self.length = length
    }

    /// Reads `192.0.2.0/24` or `2001:db8::/32`.
    ///
    /// - Throws: `Failure.invalid` for a zone, for a mapped address, and for anything else.
    convenience init(_ text: String) throws(Failure) {
        let fault = Failure.invalid("network address parse error during conversion from string: '\(text.clipped)'")
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let address = try NetworkAddress.address(
            String(parts[0]),
            zone: "CIDR with zone value is not allowed"
        ) { () throws(Failure) in throw fault }
        guard parts.count == 2, let length = Int(parts[1]), String(length) == parts[1],
            (0...address.family.width).contains(length)
        else { throw fault }
        guard address.unmapped == address else { throw .invalid("IPv4-mapped IPv6 address is not allowed") }
        self.init(address, length: length)
    }

    var network: IPNetwork { IPNetwork(family: address.family, bits: address.bits, length: length) }

    func holds(_ other: IPAddress) -> Bool { network.contains(other) }

    func holds(_ other: NetworkBlock) -> Bool { other.length >= length && holds(other.address) }

    func isEqual(to other: any OpaqueValue) -> Bool {
        (other as? NetworkBlock).map { $0.address == address && $0.length == length } ?? false
    }
    func contains(_ value: Value) -> Bool? { nil }
    func field(_ name: String) -> Value? { nil }
}

extension Value {
    var networkAddress: IPAddress? {
        if case .opaque(let object) = self { (object as? NetworkAddress)?.address } else { nil }
    }

    var networkBlock: NetworkBlock? {
        if case .opaque(let object) = self { object as? NetworkBlock } else { nil }
    }
}
