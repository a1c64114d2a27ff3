package import NIOCore

/// An HTTP answer, rendered in one piece so that a call costs one write.
package struct HTTPAnswer: Sendable, Hashable {
    package var status: Int
    package var contentType: String
    /// Further header lines, each ending in CR LF; never outside text.
    package var headers: String
    package var body: [UInt8]
    /// Whether it answers a call that was authenticated.
    package var isToKnownCaller = false

    package init(status: Int, contentType: String = "application/json", headers: String = "", body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// Appends the whole response (RFC 9112) to `buffer`.
    package func render(into buffer: inout ByteBuffer, keepAlive: Bool) {
        buffer.reserveCapacity(minimumWritableBytes: 192 + headers.utf8.count + body.count)
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(Self.statusLine(status))
        buffer.writeStaticString("\r\nContent-Type: ")
        buffer.writeString(contentType)
        buffer.writeStaticString("\r\nContent-Length: ")
        buffer.writeString(String(body.count))
        buffer.writeStaticString("\r\nCache-Control: no-store\r\n")
        buffer.writeString(headers)
        if keepAlive {
            buffer.writeStaticString("\r\n")
        } else {
            buffer.writeStaticString("Connection: close\r\n\r\n")
        }
        buffer.writeBytes(body)
    }

    private static func statusLine(_ status: Int) -> String {
        switch status {
        case 200: "200 OK"
        case 400: "400 Bad Request"
        case 401: "401 Unauthorized"
        case 404: "404 Not Found"
        case 405: "405 Method Not Allowed"
        case 408: "408 Request Timeout"
        case 413: "413 Content Too Large"
        case 415: "415 Unsupported Media Type"
        case 431: "431 Request Header Fields Too Large"
        case 500: "500 Internal Server Error"
        case 503: "503 Service Unavailable"
        default: "\(status) Status"
        }
    }
}
