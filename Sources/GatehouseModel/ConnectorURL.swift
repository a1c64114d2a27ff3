/// The URL of a connector, `https://host[:port]/path[?query]`, split into its parts.
package struct ConnectorURL: Sendable, Hashable {
    package var isTLS: Bool
    /// A name in lower case, or an IP address without brackets.
    package var host: String
    package var port: Int
    /// The path and query exactly as configured; starts with `/`.
    package var target: String

    /// The maximum length of a URL, in bytes.
    package static let lengthLimit = 2048

    /// Reads a URL.
    ///
    /// - Throws: `ConnectorURLProblem` if a request line or a `Host` header could not carry the text unchanged.
    package init(_ text: String) throws(ConnectorURLProblem) {
        guard text.utf8.count <= Self.lengthLimit else { throw .tooLong }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#""<>\^`{|}"#.utf8.contains($0) }) else {
            throw .badCharacter
        }
        let lower = text.prefix(8).lowercased()
        if lower.hasPrefix("https://") {
            isTLS = true
        } else if lower.hasPrefix("http://") {
            isTLS = false
        } else {
            throw .scheme
        }
        let rest = text.dropFirst(isTLS ? 8 : 7)
        guard !rest.contains("#") else { throw .fragment }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw .credentials }
        (host, port) = try Self.authority(authority, defaultPort: isTLS ? 443 : 80)
        let path = rest[end...]
        target = path.hasPrefix("/") ? String(path) : "/" + path
    }

    private static func authority(
        _ text: Substring,
        defaultPort: Int
    ) throws(ConnectorURLProblem) -> (host: String, port: Int) {
        var host = text
        var port = defaultPort
        let afterHost = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
        guard let afterHost else { throw .host }
        if let colon = text[afterHost...].lastIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (1...65_535).contains(number)
            else { throw .port }
            port = number
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            let text = host.dropFirst().dropLast()
            guard !text.contains("%"), let address = IPNetwork(address: String(text)), address.family == .v6 else {
                throw .host
            }
            return (address.address, port)
        }
        let name = host.lowercased()
        if !name.contains(":"), let address = IPNetwork(address: name) { return (address.address, port) }
        guard isName(name) else { throw .host }
        return (name, port)
    }

    /// Whether this is a host name of letters, digits, `-` and `_`, as in DNS and certificates. A name whose last label
    /// is all digits is refused, because system resolvers read it as an address in an old notation.
    private static func isName(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, let last = labels.last, last.contains(where: { !$0.isNumber }),
            !last.hasPrefix("0x")
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                    default: false
                    }
                }
        }
    }

    /// The names in the query, as written.
    package var queryNames: [String] {
        guard let question = target.firstIndex(of: "?") else { return [] }
        return target[target.index(after: question)...].split(separator: "&").map { String($0.prefix { $0 != "=" }) }
    }

    /// Whether a value in the query may be a key. Only values of well-known parameters, such as API versions, are
    /// excluded.
    package var mayHoldKey: Bool {
        guard let question = target.firstIndex(of: "?") else { return false }
        return target[target.index(after: question)...].split(separator: "&").contains { !Self.isHarmless($0) }
    }

    /// Whether a query item, `name=value`, is known not to be a key.
    package static func isHarmless(_ item: Substring) -> Bool {
        let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return parts.count == 2 }
        let names: Set<String> = ["api-version", "version", "v", "sv", "sp", "format", "lang", "locale", "ui_locales"]
        return names.contains(parts[0].lowercased()) && parts[1].utf8.count <= 32
    }

    /// The URL with one more query item. Characters that a query cannot carry are percent-encoded; a value copied from
    /// a URL is unchanged.
    package func adding(_ name: String, _ value: String) -> ConnectorURL {
        var url = self
        url.target += (target.contains("?") ? target.hasSuffix("?") || target.hasSuffix("&") ? "" : "&" : "?")
        url.target += name + "=" + Self.encoded(value)
        return url
    }

    private static func encoded(_ value: String) -> String {
        let bytes = Array(value.utf8)
        let isHex = { (at: Int) in at < bytes.count && Character(Unicode.Scalar(bytes[at])).isHexDigit }
        var text = ""
        for (at, byte) in bytes.enumerated() {
            let isKept =
                isUnreserved(byte) || "/:@!$'()*,;=".utf8.contains(byte)
                || byte == UInt8(ascii: "%") && isHex(at + 1) && isHex(at + 2)
            if isKept {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }

    /// Whether RFC 3986 permits the byte unencoded anywhere in a URL.
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    /// The value of the `Host` header.
    package var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isTLS ? 443 : 80) ? name : "\(name):\(port)"
    }
}

extension ConnectorURL: CustomStringConvertible {
    /// The URL without the values of its query, which may be keys.
    package var description: String {
        guard let question = target.firstIndex(of: "?") else { return origin + target }
        let items = target[target.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        let names = items.map { item in
            item.contains("=") ? item.prefix { $0 != "=" } + "=…" : item.isEmpty ? "" : "…"
        }
        return origin + target[...question] + names.joined(separator: "&")
    }

    /// The complete URL, as called.
    package var whole: String { origin + target }

    private var origin: String { (isTLS ? "https://" : "http://") + hostHeader }
}

/// Why a text is not a connector's URL.
package enum ConnectorURLProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case tooLong, badCharacter, scheme, fragment, credentials, host, port

    package var description: String {
        switch self {
        case .tooLong: "it is longer than \(ConnectorURL.lengthLimit) bytes"
        case .badCharacter: "it has a character that a URL cannot; percent-encode it"
        case .scheme: "it does not start with https://"
        case .fragment: "it has a fragment, which is never sent; remove what starts with #"
        case .credentials: "it has a user name in it; write it under authentication"
        case .host: "its host is neither a name nor an address; write an international name in its xn-- form"
        case .port: "its port is no number from 1 to 65535"
        }
    }
}
