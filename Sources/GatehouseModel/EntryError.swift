/// Why a text is not a list entry.
package enum EntryError: Error, Sendable, Hashable {
    case empty
    case tooLong(bytes: Int)
    case badEmail(String, AddressFault)
    case badDomain(String, DomainFault)
    case badIssuer(String)
    case badNetwork(String, IPNetwork.Fault)
    case badPattern(String, reason: String)
    case badValue(String)
    /// A claim that has an entry kind of its own.
    case notAValue(String)
}

extension EntryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty:
            "the entry is empty; write an address, a domain, .domain, *.domain, issuer:name, "
                + "192.0.2.0/24, /pattern/ or value:claim=text"
        case .tooLong(let bytes):
            "the entry has \(bytes) bytes; at most \(EntryPattern.lengthLimit) are accepted"
        case .badEmail(let text, let fault):
            "\"\(text)\" is not an e-mail address: \(fault); write it as name@domain.example"
        case .badDomain(let text, let fault):
            "\"\(text)\" is not a domain: \(fault); "
                + "write b.example, .b.example (with everything below) or *.b.example (below only)"
        case .badIssuer(let text):
            "\"\(text)\" names no identity provider; write issuer:google.com"
        case .badNetwork(let text, let fault):
            Self.description(of: fault, in: text)
        case .badPattern(let text, let reason):
            "\(text) is no pattern: \(reason); write RE2 syntax between slashes, as in /^x[0-9]+@/"
        case .badValue(let text):
            "\"\(text)\" compares no claim; write value:country=SE"
        case .notAValue(let text):
            "\"\(text)\" cannot be compared as a value; write the address, the domain or issuer:name itself"
        }
    }

    private static func description(of fault: IPNetwork.Fault, in text: String) -> String {
        switch fault {
        case .malformed:
            "\"\(text)\" is no IP address or block of them; write 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7"
        case .badLength(let most):
            "\"\(text)\" has no usable prefix length; write a number up to \(most) after the slash, as in 192.0.2.0/24"
        case .hostBits(let block, let address):
            "\"\(text)\" has bits beyond its prefix; write \(block.notation) for the block or \(address.address) "
                + "for the one address"
        }
    }
}
