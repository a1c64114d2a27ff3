/// A block of addresses: `127.0.0.0/8`, `fd00::/8`.
package struct AddressBlock: Sendable, Hashable {
    package let base: IPAddress
    package let length: Int

    /// Parses `ADDRESS/LENGTH` or a single address. Nil for anything else, and if bits beyond the length are set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let longest = address.bytes.count * 8
        var length = longest
        if parts.count == 2 {
            guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(parts[1]), number <= longest
            else { return nil }
            length = number
        }
        self.base = address
        self.length = length
        guard Self.masked(address.bytes, to: length) == address.bytes else { return nil }
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == base.bytes.count && Self.masked(address.bytes, to: length) == base.bytes
    }

    private static func masked(_ bytes: [UInt8], to length: Int) -> [UInt8] {
        bytes.enumerated().map { position, byte in
            let kept = min(max(length - position * 8, 0), 8)
            return kept == 0 ? 0 : byte & ~UInt8(truncatingIfNeeded: (1 << (8 - kept)) - 1)
        }
    }
}

extension AddressBlock: CustomStringConvertible {
    package var description: String { "\(base)/\(length)" }
}
