import Foundation

/// Carries a control request to a daemon and its reply back: a Unix socket, or a fake in tests.
///
/// `ControlClient` does everything above it: JSON, problems, keys, retries, event lines.
package protocol ControlTransport: Sendable {
    /// Sends one request and returns as soon as the head of the reply is received.
    ///
    /// - Throws: `ControlError` if there was no reply. A reply with an error status is a reply.
    func exchange(_ request: WireRequest) async throws(ControlError) -> WireReply
}

/// A control request as sent by a transport.
package struct WireRequest: Sendable {
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// A body of unknown length; sent chunked.
        case stream(ByteStream)
    }

    /// The entry of the route table; a fake switches on it.
    package var route: Route
    /// Values for the `{…}` parts of the route's path, not percent-encoded.
    package var pathValues: [String]
    /// Not percent-encoded.
    package var query: [(name: String, value: String)]
    /// Names in lower case.
    package var headers: [String: String]
    package var body: Body
    /// How long to wait for the head of the reply.
    package var patience: Duration

    package init(
        route: Route,
        pathValues: [String] = [],
        query: [(name: String, value: String)] = [],
        headers: [String: String] = [:],
        body: Body = .none,
        patience: Duration = .seconds(30)
    ) {
        self.route = route
        self.pathValues = pathValues
        self.query = query
        self.headers = headers
        self.body = body
        self.patience = patience
    }

    /// Path and query, percent-encoded: `/v1/lists/partners/entries?limit=5`.
    package var target: String {
        var values = pathValues[...]
        let path = route.path.split(separator: "/").map { part in
            part.hasPrefix("{") ? PercentEncoding.encode(values.popFirst() ?? "") : String(part)
        }
        let items = query.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
        return "/" + path.joined(separator: "/") + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }
}

/// The reply to a `WireRequest`.
package struct WireReply: Sendable {
    package var status: Int
    /// Names in lower case; the last value of a repeated one.
    package var headers: [String: String]
    package var body: ByteStream

    package init(status: Int, headers: [String: String] = [:], body: ByteStream) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A reply with `value` as its JSON; for fakes.
    package static func json(_ value: some Encodable, status: Int = 200) throws -> WireReply {
        let bytes = try Array(ControlJSON.encoder().encode(value))
        return WireReply(status: status, headers: ["content-type": "application/json"], body: .bytes(bytes))
    }

    /// An error reply; for fakes.
    package static func problem(_ problem: Problem) throws -> WireReply {
        var reply = try json(problem, status: problem.status)
        reply.headers["content-type"] = "application/problem+json"
        return reply
    }
}

/// Percent-encodes path parts and query items (RFC 3986 §2.1): everything but unreserved characters.
package enum PercentEncoding {
    package static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + String(byte >> 4, radix: 16, uppercase: true)
                encoded += String(byte & 15, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
