/// A provider's call as a dialect sees it.
package struct InboundCall {
    package var method: String
    package var path: String
    /// The headers of `DialectFacts.headers` that the request has once, by name in lower case.
    package var headers: [String: String]
    /// The client's IP address, without the port.
    package var client: String
    /// Valid only while the call is read.
    package var body: UnsafeRawBufferPointer

    package init(
        method: String = "POST",
        path: String = "",
        headers: [String: String] = [:],
        client: String = "",
        body: UnsafeRawBufferPointer
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.client = client
        self.body = body
    }
}
