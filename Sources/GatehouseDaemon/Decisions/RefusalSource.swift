import GatehouseModel

/// The source of a call, as far as sources are distinguished: an IPv4 address, or the /64 network of an IPv6 address,
/// because one host can use any address in its /64.
struct RefusalSource: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// - Parameter client: an address without port, as text; anything else is its own source, cut to 64 bytes.
    init(_ client: String) {
        guard let address = IPNetwork(address: client) else {
            description = String(decoding: client.utf8.prefix(64), as: UTF8.self)
            return
        }
        description = address.family == .v4 ? address.address : address.widened(to: 64).notation
    }
}
