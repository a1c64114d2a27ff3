import NIOHTTP1

/// The limits of the control socket, all inclusive.
package struct ControlLimits: Sendable {
    /// The maximum number of connections.
    package var connections = 512
    /// The maximum number of connections of one user other than root.
    package var connectionsPerUser = 64
    /// The maximum number of event streams.
    package var streams = 64
    /// The maximum number of event streams of one user.
    package var streamsPerUser = 8
    /// The maximum size of all header fields of a request, in bytes.
    package var headerBytes = 16_384
    /// The maximum number of header fields of a request.
    package var headerFields = 64
    /// The time from a request's head to its end.
    package var requestTime: Duration = .seconds(10)
    /// The same for an import.
    package var importTime: Duration = .seconds(600)
    /// How long a connection may be silent between requests, or take to send a request's head.
    package var idleTime: Duration = .seconds(15)
    /// How long a caller may leave an answer unread.
    package var stallTime: Duration = .seconds(30)
    /// The interval of heartbeats in an event stream.
    package var heartbeat: Duration = .seconds(5)

    package init() {}

    /// The same bounds of header fields in NIO's terms.
    var headerLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headerBytes
        limits.maxHeaderListSize = headerBytes
        limits.maxHeaderFieldCount = headerFields
        return limits
    }
}
