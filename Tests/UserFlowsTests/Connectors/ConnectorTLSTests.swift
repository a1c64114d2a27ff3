import GatehouseModel
import OutboundHTTP
import TestSupport
import Testing
import UserFlows

@Suite struct `TLS to a connector` {
    static let proceed = #"{"version":"1.0.0","action":"Continue"}"#
    let authority: TestCertificate
    let fixture = ClientFixture(resolver: ChangingResolver([["127.0.0.1"]]))

    init() throws { authority = try TestCertificate.authority() }

    private func endpoint(
        _ name: String,
        signer: TestCertificate? = nil,
        from: Double = -3600,
        to: Double = 3600,
        clientCA: String? = nil,
        onlyOldTLS: Bool = false
    ) async throws -> TestEndpoint {
        let certificate = try TestCertificate(name, names: [name], from: from, to: to, signer: signer ?? authority)
        return try await TestEndpoint(tls: certificate, clientCA: clientCA, onlyOldTLS: onlyOldTLS) { _, peer in
            peer.reply(200, Self.proceed)
        }
    }

    private func call(
        _ endpoint: TestEndpoint,
        _ authentication: Connector.Authentication = .none
    ) async throws -> ConnectorExchange {
        try await fixture.call(
            endpoint.url(scheme: "https", host: "api.b.example"),
            authentication: authentication,
            trusting: authority.pem
        )
    }

    private func client(_ name: String, from: Double = -3600, to: Double = 3600) throws -> ClientCertificate {
        let made = try TestCertificate(name, from: from, to: to, signer: authority)
        return try ClientCertificate(
            file: "\(name).pem",
            chainPEM: Array(made.pem.utf8),
            keyPEM: Array(made.keyPEM.utf8),
            uploaded: nil
        )
    }

    @Test func `TLS verifies the host name although the address is connected`() async throws {
        let exchange = try await call(endpoint("api.b.example"))
        #expect(exchange.outcome == .continue(claims: [:]))
        #expect(exchange.layers.tlsVersion == "TLSv1.3")
        #expect(exchange.layers.tlsMs != nil)
    }

    @Test func `TLS refuses a certificate for another name`() async throws {
        let exchange = try await call(endpoint("other.b.example"))
        #expect(exchange.fault == "tls")
        #expect(exchange.sentence.contains("another name than api.b.example"))
    }

    @Test func `TLS refuses an unknown authority`() async throws {
        let exchange = try await call(endpoint("api.b.example", signer: TestCertificate.authority("Other")))
        #expect(exchange.fault == "tls")
        #expect(exchange.sentence.contains("not trusted"))
    }

    @Test func `TLS refuses an expired certificate`() async throws {
        #expect(try await call(endpoint("api.b.example", from: -7200, to: -3600)).fault == "tls")
    }

    @Test func `TLS refuses versions before 1.2`() async throws {
        let exchange = try await call(endpoint("api.b.example", onlyOldTLS: true))
        #expect(exchange.fault == "tls")
        #expect(exchange.sentence.contains("1.2"))
    }

    @Test func `TLS to a port without TLS is reported by name`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        #expect(try await call(endpoint).fault == "tls")
    }

    @Test func `TLS presents the client certificate`() async throws {
        let endpoint = try await endpoint("api.b.example", clientCA: authority.pem)
        let exchange = try await call(endpoint, .certificates([try client("gate")]))
        #expect(exchange.outcome == .continue(claims: [:]))
    }

    @Test func `TLS without the required client certificate fails by name`() async throws {
        let endpoint = try await endpoint("api.b.example", clientCA: authority.pem)
        let exchange = try await call(endpoint)
        // It depends on the network whether the server's alert arrives before the reset that follows it.
        #expect(["tls", "connection", "reply-cut"].contains(exchange.fault))
        let sentence = exchange.sentence
        #expect(sentence.contains(#/wants? a client certificate/#), "\(sentence)")
        #expect(endpoint.seen.isEmpty)
    }

    @Test func `TLS is not attempted if no client certificate is valid`() async throws {
        let endpoint = try await endpoint("api.b.example", clientCA: authority.pem)
        let exchange = try await call(endpoint, .certificates([try client("gate", from: -7200, to: -3600)]))
        #expect(exchange.fault == "no-certificate")
        #expect(exchange.attempts == 0)
        #expect(endpoint.connections == 0)
    }

    @Test func `TLS switches to the newest certificate as soon as it is valid`() async throws {
        let endpoint = try await endpoint("api.b.example", clientCA: authority.pem)
        let port = try fixture.port(
            endpoint.url(scheme: "https", host: "api.b.example"),
            .certificates([try client("old", to: 7200), try client("new", from: 3600, to: 9000)]),
            .seconds(20),
            0,
            ClientFixture.loopback,
            authority.pem
        )
        #expect(try port.target.certificate(at: .now)?.file == "old.pem")
        #expect(try port.target.certificate(at: .now + .seconds(4000))?.file == "new.pem")
        #expect(try port.target.certificate(at: .now + .seconds(8000))?.file == "new.pem")
        #expect(throws: OutboundFailure.self) { try port.target.certificate(at: .now + .seconds(9001)) }
    }

    @Test func `TLS cannot be set up with the key of another certificate`() throws {
        let one = try TestCertificate("one", signer: authority)
        let other = try TestCertificate("other", signer: authority)
        #expect(throws: OutboundProblem("one.pem and its private key do not belong together")) {
            try ClientCertificate(
                file: "one.pem",
                chainPEM: Array(one.pem.utf8),
                keyPEM: Array(other.keyPEM.utf8),
                uploaded: nil
            )
        }
    }

    @Test(arguments: ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "text"])
    func `TLS cannot be set up with text that is not a certificate`(_ text: String) {
        #expect(throws: OutboundProblem.self) {
            try ClientCertificate(file: "a.pem", chainPEM: Array(text.utf8), keyPEM: [], uploaded: nil)
        }
    }
}
