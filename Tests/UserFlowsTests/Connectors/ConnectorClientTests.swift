import Dialects
import GatehouseModel
import NIOPosix
import OutboundHTTP
import TestSupport
import Testing
import UserFlows

/// What the tests of connectors share.
struct ClientFixture {
    let claims = Claims(
        email: "ada@b.example",
        identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "42")],
        locales: ["fr-FR"],
        attributes: ["displayName": "Ada", "city": "", "state": .null]
    )
    static let loopback = ["127.0.0.1/32"].compactMap { try? IPNetwork(notation: $0) }

    var resolver: (any Resolving)?

    func call(
        _ url: String,
        step: Step = .postAttributeCollection,
        authentication: Connector.Authentication = .none,
        timeout: Duration = .seconds(20),
        retries: Int = 0,
        allowed: [IPNetwork] = ClientFixture.loopback,
        trusting pem: String? = nil
    ) async throws -> ConnectorExchange {
        let port = try port(url, authentication, timeout, retries, allowed, pem)
        return await client.call(port, claims: claims, step: step)
    }

    var client: ConnectorClient {
        ConnectorClient(wire: OutboundClient(group: MultiThreadedEventLoopGroup.singleton, resolver: resolver))
    }

    func port(
        _ url: String,
        _ authentication: Connector.Authentication = .none,
        _ timeout: Duration = .seconds(20),
        _ retries: Int = 0,
        _ allowed: [IPNetwork] = ClientFixture.loopback,
        _ pem: String? = nil
    ) throws -> ConnectorPort {
        try ConnectorPort(
            Connector(
                name: "api",
                url: try ConnectorURL(url),
                dialect: .entraB2B,
                authentication: authentication,
                timeout: timeout,
                retries: retries,
                allowed: allowed,
                trustedPEM: pem.map { Array($0.utf8) }
            )
        )
    }
}

extension ConnectorExchange {
    /// The name of the failure; nil if there is none.
    var fault: String? {
        if case .failed(let failure) = outcome { failure.cause.name } else { nil }
    }

    var sentence: String {
        if case .failed(let failure) = outcome { failure.sentence } else { "" }
    }
}

@Suite struct `A connector` {
    let fixture = ClientFixture()
    static let proceed = #"{"version":"1.0.0","action":"Continue","city":"Annecy"}"#

    @Test func `a connector is called with the claims that have values, exactly as documented`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let exchange = try await fixture.call(
            endpoint.url("/sign-ups?code=k3y"),
            authentication: .basic(username: "entra", password: "a:b ü")
        )
        #expect(exchange.outcome == .continue(claims: ["city": "Annecy"]))
        let seen = try #require(endpoint.seen.first)
        #expect(seen.method == "POST")
        #expect(seen.target == "/sign-ups?code=k3y")
        #expect(seen.header("content-type") == "application/json")
        #expect(seen.header("host") == "127.0.0.1:\(endpoint.port)")
        #expect(seen.header("authorization") == "Basic ZW50cmE6YTpiIMO8")
        #expect(
            seen.text
                == #"{"email":"ada@b.example","identities":[{"issuer":"google.com","issuerAssignedId":"42","#
                + #""signInType":"federated"}],"displayName":"Ada","ui_locales":"fr-FR"}"#
        )
    }

    @Test func `a connector with a bearer token receives it`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        _ = try await fixture.call(endpoint.url(), authentication: .bearer(token: "t0k3n"))
        #expect(endpoint.seen.first?.header("authorization") == "Bearer t0k3n")
    }

    @Test func `a connection is kept for the next call`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let port = try fixture.port(endpoint.url())
        let first = await fixture.client.call(port, claims: fixture.claims, step: .postFederation)
        let second = await fixture.client.call(port, claims: fixture.claims, step: .postFederation)
        #expect(endpoint.connections == 1)
        #expect(first.layers.connectMs != nil)
        #expect(second.layers.connectMs == nil)
        #expect(second.layers.firstByteMs != nil)
    }

    @Test func `a connection that the connector closes is not used again`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.reply(200, Self.proceed, headers: ["Connection: close"])
            peer.close()
        }
        let port = try fixture.port(endpoint.url())
        for _ in 0..<2 {
            let exchange = await fixture.client.call(port, claims: fixture.claims, step: .postFederation)
            #expect(exchange.fault == nil)
        }
        #expect(endpoint.connections == 2)
    }

    @Test func `a call without a reply is retried once`() async throws {
        let endpoint = try await TestEndpoint { seen, peer in
            if seen.number == 1 { peer.close() } else { peer.reply(200, Self.proceed) }
        }
        let exchange = try await fixture.call(endpoint.url(), retries: 1)
        #expect(exchange.attempts == 2)
        #expect(exchange.outcome == .continue(claims: ["city": "Annecy"]))
        #expect(endpoint.seen.map(\.text).first == endpoint.seen.map(\.text).last)
    }

    @Test func `a call with a wrong reply is not retried`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(500, "{}") }
        let exchange = try await fixture.call(endpoint.url(), retries: 3)
        #expect(exchange.attempts == 1)
        #expect(exchange.fault == "status-is-200-or-400")
    }

    @Test(
        arguments: [
            (Flaw.validationUnder200, "validation-under-400"), (.validationWithoutStatus, "validation-status-is-400"),
            (.continueUnder400, "continue-under-200"), (.missingVersion, "version-present"),
            (.missingAction, "action-present"), (.wrongCase, "action-known"), (.legacyAllow, "action-known"),
            (.html, "content-type-is-json"), (.noContentType, "content-type-is-json"),
            (.status500, "status-is-200-or-400"), (.status409, "status-is-200-or-400"),
            (.blockWithoutMessage, "block-has-user-message"), (.trailingComma, "body-is-json"),
            (.array, "body-is-object"), (.duplicateMember, "body-is-json"), (.notUTF8, "body-is-json"),
            (.redirect, "redirect"), (.gzip, "body-is-json"),
        ]
    )
    func `a reply that breaks the contract is reported with the rule`(_ flaw: Flaw, _ rule: String) async throws {
        let endpoint = try await TestEndpoint(flaw.behaviour)
        let exchange = try await fixture.call(
            endpoint.url(),
            authentication: .basic(username: Flaw.username, password: Flaw.password)
        )
        #expect(exchange.fault == rule)
        #expect(exchange.attempts == 1)
    }
}
