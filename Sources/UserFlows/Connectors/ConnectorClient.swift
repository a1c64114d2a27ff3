import Dialects
package import GatehouseModel
import NIOCore
package import OutboundHTTP
import PlainText

/// Calls one connector: encodes the claims in its dialect, retries if there was no complete reply, and interprets the
/// reply.
package struct ConnectorClient: Sendable {
    private let wire: OutboundClient
    private let clock: @Sendable () -> Timestamp

    /// - Parameter clock: decides which client certificates are valid.
    package init(wire: OutboundClient, clock: @escaping @Sendable () -> Timestamp = { .now }) {
        self.wire = wire
        self.clock = clock
    }

    /// Calls the connector; takes at most its time-out times its attempts.
    package func call(_ port: ConnectorPort, claims: Claims, step: Step) async -> ConnectorExchange {
        let connector = port.connector
        let start = NIODeadline.now()
        var exchange = ConnectorExchange(request: connector.dialect.dialect.request(claims, at: step))
        let certificate: ClientCertificate?
        do throws(OutboundFailure) {
            certificate = try port.target.certificate(at: clock())
        } catch {
            exchange.outcome = .failed(ConnectorFailure(error))
            return exchange
        }
        let request = OutboundRequest(
            target: connector.url.target,
            headers: Self.headers(connector.authentication),
            body: exchange.request
        )
        repeat {
            let attempt = await wire.attempt(request, at: port.target, presenting: certificate)
            exchange.attempts += 1
            exchange.take(attempt, connector.dialect, step)
        } while exchange.isWorthRetrying && exchange.attempts <= connector.retries && !Task.isCancelled
        exchange.layers.totalMs = (NIODeadline.now() - start).milliseconds
        return exchange
    }

    /// The headers of each call, including the connector's credentials.
    package static func headers(_ authentication: Connector.Authentication) -> [(name: String, value: String)] {
        var headers = [(name: "content-type", value: jsonMediaType), (name: "accept", value: jsonMediaType)]
        switch authentication {
        case .basic(let username, let password):
            headers.append(("authorization", "Basic " + Base64.encode("\(username):\(password)".utf8)))
        case .bearer(let token):
            headers.append(("authorization", "Bearer " + token))
        case .none, .certificates:
            break
        }
        return headers
    }

    /// Interprets a reply: checks the rules for every reply first, then those of the dialect.
    package static func reading(
        of response: OutboundResponse,
        _ dialect: DialectName,
        _ step: Step
    ) -> ConnectorReply.Outcome {
        if (300..<400).contains(response.status) {
            let place = response.location.map { " to \(URLMask.covered($0).prefix(200))" } ?? ""
            return .failed(
                ConnectorFailure(
                    .redirect,
                    "HTTP \(response.status) redirects\(place); connectors are not followed elsewhere: correct the URL"
                )
            )
        }
        if let encoding = response.contentEncoding {
            return .failed(
                ConnectorFailure(
                    .contract(.bodyIsJSON),
                    "the body is compressed (\(encoding.prefix(32))), which nobody asked for; send it as it is"
                )
            )
        }
        let reply = WireReply(status: response.status, contentType: response.contentType, body: response.body)
        switch dialect.dialect.reading(of: reply, at: step) {
        case .continue(let claims): return .continue(claims: claims)
        case .block(let message): return .block(message: message)
        case .invalid(let message): return .invalid(message: message)
        case .failure(let breach): return .failed(ConnectorFailure(breach))
        }
    }
}

/// One call of a connector, with everything that was recorded about it.
package struct ConnectorExchange: Sendable {
    package var outcome: ConnectorReply.Outcome = .failed(ConnectorFailure(.outbound(.connection), "nothing was tried"))
    package var attempts = 0
    /// The body that was sent.
    package var request: [UInt8]
    /// Of the last attempt; nil if there was no complete reply.
    package var response: OutboundResponse?
    /// Of the last attempt, with the total over all attempts.
    package var layers = OutboundLayers()

    package init(request: [UInt8]) { self.request = request }

    fileprivate mutating func take(_ attempt: OutboundAttempt, _ dialect: DialectName, _ step: Step) {
        layers = attempt.layers
        switch attempt.result {
        case .success(let response):
            self.response = response
            outcome = ConnectorClient.reading(of: response, dialect, step)
        case .failure(let failure):
            response = nil
            outcome = .failed(ConnectorFailure(failure))
        }
    }

    fileprivate var isWorthRetrying: Bool {
        if case .failed(let failure) = outcome { failure.cause.isWorthRetrying } else { false }
    }
}

extension OutboundLayers {
    /// The times as a `CallTiming`.
    package var timing: CallTiming {
        CallTiming(dnsMs: dnsMs, connectMs: connectMs, tlsMs: tlsMs, firstByteMs: firstByteMs, totalMs: totalMs)
    }
}
