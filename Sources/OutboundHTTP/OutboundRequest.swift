package import GatehouseModel

/// An HTTP/1.1 request to send. `Host`, `Content-Length` and `User-Agent` are added.
package struct OutboundRequest: Sendable {
    package var method: String
    /// Path and query.
    package var target: String
    /// In order. Names and values must be valid in a header.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        method: String = "POST",
        target: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// A complete HTTP reply of bounded size.
package struct OutboundResponse: Sendable, Hashable {
    package var status: Int
    package var contentType: String?
    /// The `Location` of a redirect, as received.
    package var location: String?
    /// The content encoding, if it is not `identity`.
    package var contentEncoding: String?
    package var body: [UInt8]
}

/// The details of one attempt, layer by layer. Layers that were not reached are nil or empty.
package struct OutboundLayers: Sendable, Hashable {
    /// The addresses that the name resolved to; empty if an open connection was used.
    package var addresses: [IPAddress] = []
    /// The address that was connected.
    package var address: IPAddress?
    /// `TLSv1.3`.
    package var tlsVersion: String?
    /// In milliseconds; nil for steps that did not happen, such as on a connection that was already open.
    package var dnsMs: Double?
    package var connectMs: Double?
    package var tlsMs: Double?
    package var firstByteMs: Double?
    package var totalMs: Double?

    package init() {}
}

/// One attempt: how far it came, and its result.
package struct OutboundAttempt: Sendable {
    package var layers: OutboundLayers
    package var result: Result<OutboundResponse, OutboundFailure>
}
