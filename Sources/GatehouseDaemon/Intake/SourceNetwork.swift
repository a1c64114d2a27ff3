import GatehouseModel
import NIOCore

/// The source of a connection for its share of the connector door.
struct SourceNetwork: Sendable, Hashable {
    private let network: IPNetwork?

    /// - Parameter address: nil and addresses of other families all count as the same source.
    init(_ address: SocketAddress?) {
        let bytes: [UInt8] =
            switch address?.protocol {
            case .inet: Self.bytes(of: address, from: 4, count: 4)
            case .inet6: Self.bytes(of: address, from: 8, count: 16)
            default: []
            }
        network = IPAddress(bytes: bytes).map { IPNetwork($0).source }
    }

    /// A part of the address as the system lays it out (ip(7), ipv6(7)).
    private static func bytes(of address: SocketAddress?, from offset: Int, count: Int) -> [UInt8] {
        address?.withSockAddr { pointer, size in
            Array(UnsafeRawBufferPointer(start: pointer, count: size).dropFirst(offset).prefix(count))
        } ?? []
    }
}
