package import GatehouseModel
package import NIOCore

/// One complete HTTP request at the connector door, not yet authenticated.
package struct InboundRequest: Sendable {
    package var method: String
    /// The path without its query.
    package var path: String
    /// The `Authorization` header, if there is exactly one.
    package var authorization: String?
    /// The `Content-Type` header.
    package var contentType: String?
    /// The headers that a dialect asked for and that came once, by name in lower case.
    package var headers: [String: String]
    package var body: ByteBuffer
    /// The client's IP address, without the port.
    package var client: String
    /// The time at which the request was complete.
    package var received: Timestamp
    /// The same time on the monotonic clock.
    package var start: NIODeadline

    package init(
        method: String,
        path: String,
        authorization: String?,
        contentType: String?,
        headers: [String: String] = [:],
        body: ByteBuffer,
        client: String,
        received: Timestamp,
        start: NIODeadline
    ) {
        self.method = method
        self.path = path
        self.authorization = authorization
        self.contentType = contentType
        self.headers = headers
        self.body = body
        self.client = client
        self.received = received
        self.start = start
    }
}
