import Glibc

/// The one blocking call of the system's resolver.
enum SystemAddresses {
    static func lookUp(_ name: String) -> Result<[IPAddress], ConnectorFailure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard code == 0 else {
            let why = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failure(ConnectorFailure(.nameNotFound, "\(name) cannot be looked up: \(why)"))
        }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = IPAddress(entry.ai_addr), !found.contains(address), found.count < 16 {
                found.append(address)
            }
            next = entry.ai_next
        }
        return .success(found)
    }
}

extension IPAddress {
    /// The address in what the system's resolver returns; nil for other families.
    fileprivate init?(_ address: UnsafePointer<sockaddr>?) {
        guard let address else { return nil }
        // By place and not by member: which C module the members of these types belong to depends on what else is built.
        let raw = UnsafeRawPointer(address)
        switch Int32(raw.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET: self.init(bytes: Array(UnsafeRawBufferPointer(start: raw + 4, count: 4)))
        case AF_INET6: self.init(bytes: Array(UnsafeRawBufferPointer(start: raw + 8, count: 16)))
        default: return nil
        }
    }
}
