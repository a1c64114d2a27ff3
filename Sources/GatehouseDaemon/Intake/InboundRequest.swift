package import GatehouseModel
package import NIOCore
package import NIOHTTP1

/// One complete HTTP request at the connector door, not yet authenticated.
package struct InboundRequest: Sendable {
    package var method: String
    /// The path without its query.
    package var path: String
    /// The `Authorization` header, if there is exactly one.
    package var authorization: String?
    /// The `Content-Type` header.
    package var contentType: String?
    private let headers: HTTPHeaders
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
        headers: HTTPHeaders = [:],
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

    /// The value of a header, whatever the case of its name; nil if the request has none or several.
    package func header(_ name: String) -> String? {
        let values = headers[name]
        return values.count == 1 ? values[0] : nil
    }
}
