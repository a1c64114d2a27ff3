/// One HTTP/1.1 request as it goes out. `Host`, `Content-Length` and `User-Agent` are added.
package struct WireRequest: Sendable {
    package var method: String
    /// Path and query.
    package var target: String
    /// In order; names and values must be fit for a header.
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

/// A whole HTTP reply, bounded.
package struct WireResponse: Sendable, Hashable {
    package var status: Int
    package var contentType: String?
    /// Of a redirect, as it came.
    package var location: String?
    /// Anything but `identity`.
    package var contentEncoding: String?
    package var body: [UInt8]
}

/// What is known of one attempt, layer by layer; what was not reached is nil or empty.
package struct WireLayers: Sendable, Hashable {
    /// What the name resolved to; empty on a connection that was open already.
    package var addresses: [IPAddress] = []
    /// What was connected.
    package var address: IPAddress?
    /// `TLSv1.3`.
    package var tlsVersion: String?
    /// Milliseconds; nil for what did not happen, as on a connection that was open already.
    package var dnsMs: Double?
    package var connectMs: Double?
    package var tlsMs: Double?
    package var firstByteMs: Double?
    package var totalMs: Double?

    package init() {}
}

/// One attempt: how far it came, and what came of it.
package struct WireAttempt: Sendable {
    package var layers: WireLayers
    package var result: Result<WireResponse, ConnectorFailure>
}
