package import NIOCore

/// The limits of the connector door. A provider's calls stay far below all of them, so no setting is needed.
package struct IntakeLimits: Sendable, Hashable {
    /// The maximum size of a body, in bytes.
    package var body = 128 * 1024
    /// The maximum size of one header field, in bytes.
    package var headerField = 8 * 1024
    /// The maximum size of all header fields together, in bytes.
    package var headers = 32 * 1024
    /// The maximum number of header fields.
    package var headerCount = 64
    /// The maximum number of simultaneous connections.
    package var connections = 2048
    /// The maximum number of calls being answered at once.
    package var calls = 4096
    /// The maximum number of requests that a client may send ahead on one connection.
    package var pipelined = 16
    /// The time from the first byte of a request to its last.
    package var request: TimeAmount = .seconds(5)
    /// The time that a connection may be idle after a call of it was authenticated.
    package var idle: TimeAmount = .seconds(60)
    /// The time within which a connection must make its first authenticated call.
    package var newcomer: TimeAmount = .seconds(10)
    /// The time for a TLS handshake.
    package var handshake: TimeAmount = .seconds(5)
    /// The time within which a client must read its answer.
    package var write: TimeAmount = .seconds(5)

    package init() {}
}
