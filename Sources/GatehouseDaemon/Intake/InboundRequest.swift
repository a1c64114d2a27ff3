package import GatehouseModel
package import NIOCore
package import NIOHTTP1

/// One complete HTTP request at the connector door, not yet authenticated.
package struct InboundRequest: Sendable {
    package var method: String
    /// The path without its query.
    package var path: String
    /// The `Authorization` header, if there is exactly one.
    package let authorization: String?
    /// The `Content-Type` header; the last one if there are several.
    package let contentType: String?
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
        headers: HTTPHeaders,
        body: ByteBuffer,
        client: String,
        received: Timestamp,
        start: NIODeadline
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        var (authorization, authorizations): (String?, Int) = (nil, 0)
        var contentType: String?
        for (name, value) in headers {
            // Compares lengths first: most fields are neither, and comparing without regard to case is slow.
            if name.utf8.count == 13, name.lowercased() == "authorization" {
                authorization = value
                authorizations += 1
            } else if name.utf8.count == 12, name.lowercased() == "content-type" {
                contentType = value
            }
        }
        self.authorization = authorizations == 1 ? authorization : nil
        self.contentType = contentType
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
