import GatehouseModel
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Opens connections, only to addresses that have been checked.
struct Dialer: Sendable {
    let url: ConnectorURL
    let egress: EgressGuard
    let resolver: any Resolving
    let loop: any EventLoop

    /// The maximum number of addresses tried per attempt.
    private static let addressLimit = 4

    /// Resolves the name, unless it is an address, and removes blocked addresses.
    func openAddresses(
        by deadline: NIODeadline,
        _ layers: inout OutboundLayers
    ) async throws(OutboundFailure) -> [IPAddress] {
        if let address = url.address {
            layers.addresses = [address]
        } else {
            let start = NIODeadline.now()
            defer { layers.dnsMs = (NIODeadline.now() - start).milliseconds }
            layers.addresses = try await resolver.addresses(of: url.host, by: deadline)
        }
        guard !layers.addresses.isEmpty else {
            throw OutboundFailure(.nameNotFound, "\(url.host) has no address")
        }
        var reasons: [String] = []
        var open: [IPAddress] = []
        for address in layers.addresses {
            if let reason = egress.reason(against: address) {
                reasons.append("\(address) is \(reason)")
            } else {
                open.append(address)
            }
        }
        guard !open.isEmpty else {
            let why = reasons.prefix(3).joined(separator: ", ")
            throw OutboundFailure(
                .addressClosed,
                "\(url.host) may not be called: \(why); if it is meant, add the address to allow"
            )
        }
        return open
    }

    /// Connects to the first address that answers.
    func dial(
        _ addresses: [IPAddress],
        tls: NIOSSLContext?,
        by deadline: NIODeadline,
        _ layers: inout OutboundLayers
    ) async throws(OutboundFailure) -> Line {
        let tried = addresses.prefix(Self.addressLimit)
        var last: OutboundFailure?
        for (position, address) in tried.enumerated() {
            let left = deadline - .now()
            guard left > .zero else { break }
            // Leaves time for the next address if this one does not answer.
            let share = position == tried.count - 1 ? left : .nanoseconds(left.nanoseconds / 2)
            layers.address = address
            do throws(OutboundFailure) {
                return try await connect(address, tls, share, deadline, &layers)
            } catch {
                last = error
                guard error.cause == .connection || error.cause == .timeout else { throw error }
            }
        }
        throw last ?? OutboundFailure(.timeout, "there was no time left to connect to \(url.host)")
    }

    private func connect(
        _ address: IPAddress,
        _ tls: NIOSSLContext?,
        _ share: TimeAmount,
        _ deadline: NIODeadline,
        _ layers: inout OutboundLayers
    ) async throws(OutboundFailure) -> Line {
        guard let target = address.socketAddress(port: url.port) else {
            throw OutboundFailure(.connection, "\(address) cannot be connected")
        }
        let host = url.host
        let start = NIODeadline.now()
        let handshake = loop.makePromise(of: TLSVersion?.self)
        let waiter = NIOLoopBoundBox.makeEmptyBox(valueType: Handshake.self, eventLoop: loop)
        let ends = NIOLoopBoundBox.makeEmptyBox(valueType: (ReplyReader, ReplyBound).self, eventLoop: loop)
        let name = url.address == nil ? host : nil
        do {
            let channel = try await ClientBootstrap(group: loop)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .connectTimeout(share)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls {
                            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
                            let watcher = Handshake(handshake, host: host)
                            waiter.value = watcher
                            try pipeline.addHandler(watcher)
                        } else {
                            handshake.succeed(nil)
                        }
                        let bound = ReplyBound(limit: Line.replyLimit)
                        let reader = ReplyReader(host: host)
                        try pipeline.addHandler(bound)
                        try pipeline.addHandler(HTTPRequestEncoder())
                        try pipeline.addHandler(
                            ByteToMessageHandler(
                                HTTPResponseDecoder(limitConfiguration: Line.headLimits)
                            )
                        )
                        try pipeline.addHandler(reader)
                        ends.value = (reader, bound)
                    }
                }
                .connect(to: target).get()
            let connected = NIODeadline.now()
            layers.connectMs = (connected - start).milliseconds
            let late = loop.scheduleTask(deadline: deadline) { waiter.value?.giveUp(channel) }
            defer { late.cancel() }
            let version = try await handshake.futureResult.get()
            if tls != nil {
                layers.tlsMs = (NIODeadline.now() - connected).milliseconds
                layers.tlsVersion = version.map(\.word)
            }
            return try await loop.submit { [tlsVersion = layers.tlsVersion] in
                guard let (reader, bound) = ends.value else { throw ChannelError.ioOnClosedChannel }
                return Line(
                    channel,
                    to: address,
                    tlsVersion: tlsVersion,
                    reader: NIOLoopBound(reader, eventLoop: channel.eventLoop),
                    bound: NIOLoopBound(bound, eventLoop: channel.eventLoop)
                )
            }.get()
        } catch {
            // A promise must always be completed, and the handshake never completes it if the connection itself failed.
            handshake.fail(error)
            throw OutboundFault.failure(for: error, host: url.address == nil ? "\(host) (\(address))" : host)
        }
    }
}

extension ConnectorURL {
    /// The host as an address, if it is one.
    var address: IPAddress? { IPAddress(host) }
}

extension TimeAmount {
    /// Milliseconds with three decimals.
    package var milliseconds: Double { Double(nanoseconds / 1000) / 1000 }
}

extension TLSVersion {
    /// The version in OpenSSL's spelling.
    var word: String {
        switch self {
        case .tlsv1: "TLSv1"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }
}
