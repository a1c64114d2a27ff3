import NIOHTTP1

/// What the control door grants its callers. Times and sizes are the last that is still accepted.
package struct ControlLimits: Sendable {
    /// Connections at once.
    package var connections = 512
    /// Connections of one user other than root.
    package var connectionsPerUser = 64
    /// Event streams at once.
    package var streams = 64
    /// Event streams of one user.
    package var streamsPerUser = 8
    /// All header fields of a request, bytes.
    package var headerBytes = 16_384
    /// Header fields of a request.
    package var headerFields = 64
    /// From a request's head to its end.
    package var requestTime: Duration = .seconds(10)
    /// The same for an import.
    package var importTime: Duration = .seconds(600)
    /// How long a connection may be silent between requests, or take for a request's head.
    package var idleTime: Duration = .seconds(15)
    /// How long a caller may leave an answer unread.
    package var stallTime: Duration = .seconds(30)
    /// Between signs of life in an event stream.
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
