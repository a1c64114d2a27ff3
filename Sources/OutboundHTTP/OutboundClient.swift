import GatehouseModel
package import NIOCore

/// Sends HTTP requests: resolves, checks, connects, sends and reads, all within one deadline.
///
/// Built directly on NIO, because every layer is timed, bounded and reported by name.
package struct OutboundClient: Sendable {
    let group: any EventLoopGroup
    private let resolver: any Resolving

    package init(group: any EventLoopGroup, resolver: (any Resolving)? = nil) {
        self.group = group
        self.resolver = resolver ?? SystemResolver(group: group)
    }

    /// Makes one attempt. Never follows a redirect, never decompresses, never reads more than `Line.replyLimit` bytes.
    package func attempt(
        _ request: OutboundRequest,
        at target: OutboundTarget,
        presenting certificate: ClientCertificate? = nil
    ) async -> OutboundAttempt {
        let start = NIODeadline.now()
        let deadline = start + TimeAmount(target.timeout)
        var layers = OutboundLayers()
        let result: Result<OutboundResponse, OutboundFailure>
        do throws(OutboundFailure) {
            result = .success(try await exchange(request, target, certificate, deadline, &layers))
        } catch {
            result = .failure(error)
        }
        layers.totalMs = (NIODeadline.now() - start).milliseconds
        return OutboundAttempt(layers: layers, result: result)
    }

    private func exchange(
        _ request: OutboundRequest,
        _ target: OutboundTarget,
        _ certificate: ClientCertificate?,
        _ deadline: NIODeadline,
        _ layers: inout OutboundLayers
    ) async throws(OutboundFailure) -> OutboundResponse {
        while let line = target.takeIdle(certificate) {
            layers.address = line.address
            layers.tlsVersion = line.tlsVersion
            if let response = try await exchange(request, on: line, target, certificate, deadline, &layers) {
                return response
            }
        }
        let line = try await dial(target, certificate, deadline, &layers)
        guard let response = try await exchange(request, on: line, target, certificate, deadline, &layers) else {
            throw OutboundFailure(.replyCut, "\(target.url.hostHeader) closed the connection at once")
                .hinting(atCertificate: line.tlsVersion != nil && certificate == nil)
        }
        return response
    }

    /// Nil if the connection had been closed before anything was sent.
    private func exchange(
        _ request: OutboundRequest,
        on line: Line,
        _ target: OutboundTarget,
        _ certificate: ClientCertificate?,
        _ deadline: NIODeadline,
        _ layers: inout OutboundLayers
    ) async throws(OutboundFailure) -> OutboundResponse? {
        let sent = NIODeadline.now()
        let landed: ReplyReader.Landed?
        do throws(OutboundFailure) {
            landed = try await line.exchange(request, host: target.url.hostHeader, by: deadline)
        } catch {
            throw error.hinting(atCertificate: line.tlsVersion != nil && certificate == nil)
        }
        guard let landed else { return nil }
        layers.firstByteMs = (landed.firstByte - sent).milliseconds
        if landed.isReusable { target.giveBack(line, certificate) }
        return landed.response
    }

    private func dial(
        _ target: OutboundTarget,
        _ certificate: ClientCertificate?,
        _ deadline: NIODeadline,
        _ layers: inout OutboundLayers
    ) async throws(OutboundFailure) -> Line {
        let url = target.url
        let dialer = Dialer(url: url, egress: target.egress, resolver: resolver, loop: group.next())
        let addresses = try await dialer.openAddresses(by: deadline, &layers)
        return try await dialer.dial(
            addresses,
            tls: target.context(presenting: certificate),
            by: deadline,
            &layers
        )
    }
}

extension OutboundFailure {
    /// With TLS 1.3, a server refuses a missing client certificate only after the handshake, often by a plain reset.
    fileprivate func hinting(atCertificate mayBeMissing: Bool) -> OutboundFailure {
        guard mayBeMissing, cause == .connection || cause == .replyCut else { return self }
        return OutboundFailure(cause, sentence + "; it may want a client certificate")
    }
}

extension TimeAmount {
    /// The duration as NIO's type.
    init(_ duration: Duration) { self = .milliseconds(duration.wholeMilliseconds) }
}
