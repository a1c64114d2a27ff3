import ControlProtocol

/// The path and query of a request, percent-decoded.
struct ControlTarget: Sendable {
    /// The parts between the slashes.
    var parts: [String]
    var query: [(name: String, value: String)]

    /// The maximum length of a target in bytes: enough for a filter of 1 KiB with every byte encoded.
    static let limit = 8192

    init(_ text: String) throws(Problem) {
        guard text.utf8.count <= Self.limit, text.hasPrefix("/") else {
            throw Problem(.malformed, "the request's path must begin with / and have at most \(Self.limit) bytes")
        }
        let halves = text.dropFirst().split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var parts: [String] = []
        for part in halves[0].split(separator: "/", omittingEmptySubsequences: false) {
            parts.append(try Self.decode(part, plusIsSpace: false))
        }
        var query: [(name: String, value: String)] = []
        for item in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(pair[0], plusIsSpace: true)
            query.append((name, try Self.decode(pair.count > 1 ? pair[1] : "", plusIsSpace: true)))
        }
        self.parts = parts
        self.query = query
    }

    private static func decode(_ text: Substring, plusIsSpace: Bool) throws(Problem) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw Problem(.malformed, "a % in the request's path is not followed by two hexadecimal digits")
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !decoded.utf8.contains(0) else {
            throw Problem(.malformed, "the request's path is no UTF-8 text")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
