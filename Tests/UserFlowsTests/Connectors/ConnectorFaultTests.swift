import GatehouseModel
import NIOCore
import OutboundHTTP
import Synchronization
import TestSupport
import Testing
import UserFlows

@Suite struct `A hostile connector` {
    let fixture = ClientFixture()
    static let proceed = #"{"version":"1.0.0","action":"Continue"}"#

    @Test func `a connector that hangs is given up after its time-out, twice`() async throws {
        let endpoint = try await TestEndpoint { _, _ in }
        let start = ContinuousClock.now
        let exchange = try await fixture.call(endpoint.url(), timeout: .milliseconds(200), retries: 1)
        #expect(exchange.fault == "timeout")
        #expect(exchange.attempts == 2)
        #expect(ContinuousClock.now - start >= .milliseconds(400))
    }

    @Test func `a connector that replies very slowly gets no more time than one that hangs`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            let slow = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
            peer.drip(slow + String(repeating: " ", count: 5000), every: .milliseconds(2))
        }
        let exchange = try await fixture.call(endpoint.url(), timeout: .milliseconds(400))
        #expect(exchange.fault == "timeout")
        #expect(try #require(exchange.layers.totalMs) >= 400)
    }

    @Test func `a connection reset is reported by name`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reset() }
        let exchange = try await fixture.call(endpoint.url(), retries: 1)
        #expect(["connection", "reply-cut"].contains(exchange.fault))
        #expect(exchange.attempts == 2)
    }

    @Test func `a reply that ends early is reported by name`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
            peer.close()
        }
        let exchange = try await fixture.call(endpoint.url())
        #expect(exchange.fault == "reply-cut")
        #expect(exchange.sentence.contains("in the middle of its reply"))
    }

    @Test func `a reply of a hundred megabytes is cut off at once`() async throws {
        let sent = Atomic(0)
        let piece = [UInt8](repeating: 0x20, count: 64 << 10)
        let endpoint = try await TestEndpoint { _, peer in
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n")
            for _ in 0..<1600 {
                peer.send(piece) { sent.add(piece.count, ordering: .relaxed) }
            }
        }
        let exchange = try await fixture.call(endpoint.url(), retries: 1)
        #expect(exchange.fault == "reply-too-large")
        #expect(exchange.attempts == 1)
        // Only what was already in the sockets' buffers.
        #expect(sent.load(ordering: .relaxed) < 32 << 20)
    }

    @Test func `a reply of endless chunks is cut off`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            peer.flood(Array(String(repeating: "1\r\n \r\n", count: 500).utf8))
        }
        #expect(try await fixture.call(endpoint.url()).fault == "reply-too-large")
    }

    @Test func `a reply with an endless head is cut off`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.send("HTTP/1.1 200 OK\r\n")
            peer.flood(Array("X-Filler: \(String(repeating: "x", count: 4000))\r\n".utf8))
        }
        #expect(try await fixture.call(endpoint.url()).fault == "reply-too-large")
    }

    @Test func `interim replies are accepted`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.send(String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", count: 5))
            peer.send("HTTP/1.1 100 Continue\r\n\r\n")
            peer.reply(200, Self.proceed)
        }
        #expect(try await fixture.call(endpoint.url()).outcome == .continue(claims: [:]))
    }

    @Test func `endless interim replies are cut off`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.flood(Array(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 200).utf8))
        }
        #expect(try await fixture.call(endpoint.url()).fault == "reply-too-large")
    }

    @Test func `a connector that speaks another protocol is reported by name`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.send("220 mail.b.example ESMTP\r\n") }
        #expect(try await fixture.call(endpoint.url()).fault == "not-http")
    }

    @Test func `a redirect to the metadata service is not followed`() async throws {
        let endpoint = try await TestEndpoint(Flaw.redirect.behaviour)
        let exchange = try await fixture.call(
            endpoint.url(),
            authentication: .basic(username: Flaw.username, password: Flaw.password)
        )
        #expect(exchange.fault == "redirect")
        #expect(exchange.sentence.contains("169.254.169.254"))
        #expect(endpoint.seen.count == 1)
    }

    @Test func `a compressed reply is not decompressed`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.reply(200, "\u{1F}bomb", headers: ["Content-Encoding: gzip"])
        }
        let exchange = try await fixture.call(endpoint.url())
        #expect(exchange.fault == "body-is-json")
        #expect(exchange.sentence.contains("gzip"))
        #expect(endpoint.seen.first?.header("accept-encoding") == nil)
    }

    @Test func `a connector that is not listening is reported by name`() async throws {
        let endpoint = try await TestEndpoint { _, _ in }
        let url = endpoint.url()
        try await endpoint.stop()
        let exchange = try await fixture.call(url, retries: 1)
        #expect(exchange.fault == "connection")
        #expect(exchange.attempts == 2)
    }

    @Test func `a second, unrequested reply is ignored`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            let blocks = #"{"version":"1.0.0","action":"ShowBlockPage","userMessage":"x"}"#
            peer.send(TestEndpoint.Peer.reply(200, Self.proceed) + TestEndpoint.Peer.reply(200, blocks))
        }
        let port = try fixture.port(endpoint.url())
        for _ in 0..<20 {
            let exchange = await fixture.client.call(port, claims: fixture.claims, step: .postFederation)
            #expect(exchange.outcome == .continue(claims: [:]))
        }
        #expect(endpoint.connections == 20)
    }

    @Test func `a reply followed by garbage is accepted only once`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.send(TestEndpoint.Peer.reply(200, Self.proceed) + "and there is more to say")
        }
        let port = try fixture.port(endpoint.url())
        for _ in 0..<20 {
            let exchange = await fixture.client.call(port, claims: fixture.claims, step: .postFederation)
            #expect(exchange.outcome == .continue(claims: [:]))
        }
        #expect(endpoint.connections == 20)
    }
}

/// Returns different addresses at each look-up.
final class ChangingResolver: Resolving {
    private let answers: Mutex<[[String]]>
    private let asked = Mutex<[String]>([])

    init(_ answers: [[String]]) { self.answers = Mutex(answers) }

    var names: [String] { asked.withLock(\.self) }

    func addresses(of name: String, by deadline: NIODeadline) async throws(OutboundFailure) -> [IPAddress] {
        asked.withLock { $0.append(name) }
        let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }
        return answer.compactMap { IPAddress($0) }
    }
}

@Suite struct `The address of a connector` {
    static let proceed = #"{"version":"1.0.0","action":"Continue"}"#

    @Test func `a blocked address is not connected`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let exchange = try await ClientFixture().call(endpoint.url(), allowed: [])
        #expect(exchange.fault == "address-closed")
        #expect(exchange.attempts == 1)
        #expect(exchange.sentence.contains("127.0.0.1 is a loopback address"))
        #expect(endpoint.connections == 0)
    }

    @Test func `the address that was checked is connected, even if the DNS answer changes`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let resolver = ChangingResolver([["127.0.0.1"], ["169.254.169.254"]])
        let url = endpoint.url(host: "api.b.example")
        let exchange = try await ClientFixture(resolver: resolver).call(url)
        #expect(exchange.outcome == .continue(claims: [:]))
        #expect(exchange.layers.address == IPAddress("127.0.0.1"))
        #expect(resolver.names == ["api.b.example"])
        #expect(endpoint.seen.first?.header("host") == "api.b.example:\(endpoint.port)")
    }

    @Test func `the address is checked again when the name is resolved again`() async throws {
        let endpoint = try await TestEndpoint { _, peer in
            peer.reply(200, Self.proceed, headers: ["Connection: close"])
            peer.close()
        }
        let fixture = ClientFixture(resolver: ChangingResolver([["127.0.0.1"], ["169.254.169.254"]]))
        let port = try fixture.port(endpoint.url(host: "api.b.example"))
        let client = fixture.client
        let first = await client.call(port, claims: fixture.claims, step: .postFederation)
        let second = await client.call(port, claims: fixture.claims, step: .postFederation)
        #expect(first.fault == nil)
        #expect(second.fault == "address-closed")
        #expect(second.sentence.contains("metadata"))
    }

    @Test func `an open address is used if another one is blocked`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let fixture = ClientFixture(resolver: ChangingResolver([["10.0.0.1", "127.0.0.1"]]))
        let exchange = try await fixture.call(endpoint.url(host: "api.b.example"))
        #expect(exchange.layers.address == IPAddress("127.0.0.1"))
        #expect(exchange.layers.addresses.count == 2)
    }

    @Test func `the next address is used if the first one refuses`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let fixture = ClientFixture(resolver: ChangingResolver([["127.0.0.2", "127.0.0.1"]]))
        let blocks = [try IPNetwork(notation: "127.0.0.0/8")]
        let exchange = try await fixture.call(endpoint.url(host: "api.b.example"), allowed: blocks)
        #expect(exchange.outcome == .continue(claims: [:]))
        #expect(exchange.attempts == 1)
    }

    @Test func `an unknown name is reported by name`() async throws {
        let fixture = ClientFixture(resolver: ChangingResolver([[]]))
        #expect(try await fixture.call("https://api.b.example/").fault == "name-not-found")
    }

    @Test func `the name is resolved by the system's resolver`() async throws {
        let endpoint = try await TestEndpoint { _, peer in peer.reply(200, Self.proceed) }
        let blocks = try ["127.0.0.1/32", "::1/128"].map { try IPNetwork(notation: $0) }
        let exchange = try await ClientFixture().call(endpoint.url(host: "localhost"), allowed: blocks)
        #expect(exchange.fault == nil)
        #expect(exchange.layers.dnsMs != nil)
    }
}
