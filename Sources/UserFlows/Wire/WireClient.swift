import GatehouseModel
package import NIOCore

/// Sends requests to connectors: resolves, checks, connects, sends and reads, all within one deadline.
///
/// Built directly on NIO, because every layer is timed, bounded and reported by name.
package struct WireClient: Sendable {
    let group: any EventLoopGroup
    private let resolver: any Resolving

    package init(group: any EventLoopGroup, resolver: (any Resolving)? = nil) {
        self.group = group
        self.resolver = resolver ?? SystemResolver(group: group)
    }

    /// Makes one attempt. Never follows a redirect, never decompresses, never reads more than `Line.replyLimit` bytes.
    package func attempt(
        _ request: WireRequest,
        at port: ConnectorPort,
        presenting certificate: ClientCertificate? = nil
    ) async -> WireAttempt {
        let start = NIODeadline.now()
        let deadline = start + TimeAmount(port.connector.timeout)
        var layers = WireLayers()
        let result: Result<WireResponse, ConnectorFailure>
        do throws(ConnectorFailure) {
            result = .success(try await exchange(request, port, certificate, deadline, &layers))
        } catch {
            result = .failure(error)
        }
        layers.totalMs = (NIODeadline.now() - start).milliseconds
        return WireAttempt(layers: layers, result: result)
    }

    private func exchange(
        _ request: WireRequest,
        _ port: ConnectorPort,
        _ certificate: ClientCertificate?,
        _ deadline: NIODeadline,
        _ layers: inout WireLayers
    ) async throws(ConnectorFailure) -> WireResponse {
        while let line = port.takeIdle(certificate) {
            layers.address = line.address
            layers.tlsVersion = line.tlsVersion
            if let response = try await exchange(request, on: line, port, certificate, deadline, &layers) {
                return response
            }
        }
        let line = try await dial(port, certificate, deadline, &layers)
        guard let response = try await exchange(request, on: line, port, certificate, deadline, &layers) else {
            throw ConnectorFailure(.replyCut, "\(port.connector.url.hostHeader) closed the connection at once")
                .hinting(atCertificate: line.tlsVersion != nil && certificate == nil)
        }
        return response
    }

    /// Nil if the connection had been closed before anything was sent.
    private func exchange(
        _ request: WireRequest,
        on line: Line,
        _ port: ConnectorPort,
        _ certificate: ClientCertificate?,
        _ deadline: NIODeadline,
        _ layers: inout WireLayers
    ) async throws(ConnectorFailure) -> WireResponse? {
        let sent = NIODeadline.now()
        let landed: ReplyReader.Landed?
        do throws(ConnectorFailure) {
            landed = try await line.exchange(request, host: port.connector.url.hostHeader, by: deadline)
        } catch {
            throw error.hinting(atCertificate: line.tlsVersion != nil && certificate == nil)
        }
        guard let landed else { return nil }
        layers.firstByteMs = (landed.firstByte - sent).milliseconds
        if landed.isReusable { port.giveBack(line, certificate) }
        return landed.response
    }

    private func dial(
        _ port: ConnectorPort,
        _ certificate: ClientCertificate?,
        _ deadline: NIODeadline,
        _ layers: inout WireLayers
    ) async throws(ConnectorFailure) -> Line {
        let url = port.connector.url
        let dialer = Dialer(url: url, egress: port.egress, resolver: resolver, loop: group.next())
        let addresses = try await dialer.openAddresses(by: deadline, &layers)
        return try await dialer.dial(
            addresses,
            tls: port.context(presenting: certificate),
            by: deadline,
            &layers
        )
    }
}

extension ConnectorFailure {
    /// With TLS 1.3, a server refuses a missing client certificate only after the handshake, often by a plain reset.
    fileprivate func hinting(atCertificate mayBeMissing: Bool) -> ConnectorFailure {
        guard mayBeMissing, cause == .connection || cause == .replyCut else { return self }
        return ConnectorFailure(cause, sentence + "; it may want a client certificate")
    }
}

extension TimeAmount {
    /// The duration as NIO's type.
    init(_ duration: Duration) { self = .milliseconds(duration.wholeMilliseconds) }
}
