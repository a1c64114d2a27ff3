import GatehouseModel

/// The source of a call, as far as sources are distinguished (`IPNetwork.source`).
struct RefusalSource: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// - Parameter client: an address without port, as text; anything else is its own source, cut to 64 bytes.
    init(_ client: String) {
        guard let source = IPNetwork(address: client)?.source else {
            description = String(decoding: client.utf8.prefix(64), as: UTF8.self)
            return
        }
        description = source.isSingle ? source.address : source.notation
    }
}
