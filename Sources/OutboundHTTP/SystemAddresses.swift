import CHostAddresses
import GatehouseModel
import Glibc

/// The blocking call of the system's resolver.
///
/// It is made in C, because several C modules redeclare its types, depending on what is built with this one.
enum SystemAddresses {
    private static let limit = 16

    static func lookUp(_ name: String) -> Result<[IPAddress], OutboundFailure> {
        var code: Int32 = 0
        let found = [host_address](unsafeUninitializedCapacity: limit) { addresses, count in
            var filled: Int32 = 0
            code = host_addresses_get(name, addresses.baseAddress, Int32(truncatingIfNeeded: limit), &filled)
            count = Int(filled)
        }
        guard code == 0 else {
            let why = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failure(OutboundFailure(.nameNotFound, "\(name) cannot be looked up: \(why)"))
        }
        return .success(found.compactMap(IPAddress.init))
    }
}

extension IPAddress {
    fileprivate init?(_ address: host_address) {
        self.init(bytes: withUnsafeBytes(of: address.bytes) { Array($0.prefix(Int(address.length))) })
    }
}
