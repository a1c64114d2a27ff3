package import NIOCore

/// The bounds of the connector door. None is a policy: they are what a provider's call never reaches.
package struct IntakeLimits: Sendable, Hashable {
    /// The largest body, bytes.
    package var body = 128 * 1024
    /// One header field, bytes.
    package var headerField = 8 * 1024
    /// All header fields together, bytes.
    package var headers = 32 * 1024
    /// How many header fields.
    package var headerCount = 64
    /// Connections at once.
    package var connections = 2048
    /// Calls being answered at once.
    package var calls = 4096
    /// Requests that a client may send ahead on one connection.
    package var pipelined = 16
    /// From the first byte of a request to its last.
    package var request: TimeAmount = .seconds(5)
    /// A connection that asks nothing, once a call of it was authenticated.
    package var idle: TimeAmount = .seconds(60)
    /// How long a connection may take for its first authenticated call.
    package var newcomer: TimeAmount = .seconds(10)
    /// A TLS handshake.
    package var handshake: TimeAmount = .seconds(5)
    /// A client that does not take its answer.
    package var write: TimeAmount = .seconds(5)

    package init() {}
}
