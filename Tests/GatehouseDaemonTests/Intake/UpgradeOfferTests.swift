import TestSupport
import Testing

@testable import GatehouseDaemon

/// Offers to upgrade the protocol are ignored (RFC 9110 §7.8).
@Suite struct `An offer to upgrade` {
    static let offers = [
        "Connection: Upgrade\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
        "Connection: Upgrade, HTTP2-Settings, keep-alive\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nUpgrade: h2c\r\n",
        "connection: keep-alive, uPGRADE\r\nupgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n",
        "CONNECTION:upgrade\r\nUPGRADE:TLS/1.0\r\n",
        "Connection: upgrade\t,x\r\nUpgrade: h2c\r\n",
        "Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nUpgrade: TLS/1.0, websocket\r\n",
        "Upgrade: h2c\r\n",
        "Connection: Upgrade\r\n",
        "Connection: Upgrade\r\nUpgrade:\r\n",
        "Proxy-Connection: upgrade\r\nUpgrade: h2c\r\n",
        "Connection: upgrades\r\nUpgrade: h2c\r\n",
    ]

    @Test(arguments: offers)
    func `an offer to upgrade is ignored, and the connection continues`(offer: String) throws {
        let connection = try DoorConnection()
        for number in 1...3 {
            connection.send(DoorConnection.request("/known/\(number)", more: offer))
            #expect(connection.answers.last?.body == "/known/\(number) {}")
        }
        #expect(connection.statuses == [200, 200, 200])
        #expect(!connection.isClosed)
    }

    @Test(arguments: offers)
    func `an offer to upgrade is ignored if the next request arrives with it`(offer: String) throws {
        let connection = try DoorConnection()
        connection.send(
            DoorConnection.request("/known/1", body: "", more: offer)
                + DoorConnection.request("/known/2", body: "[2]", more: offer)
                + DoorConnection.request("/known/3", body: "[3]")
        )
        #expect(connection.answers.map(\.body) == ["/known/1 ", "/known/2 [2]", "/known/3 [3]"])
    }

    @Test(arguments: 1...40)
    func `an offer to upgrade is ignored however the bytes are split`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var wire = ""
        var expected: [String] = []
        for number in 0..<12 {
            let offer = Bool.random(using: &random) ? Self.offers.randomElement(using: &random) ?? "" : ""
            let body = String(repeating: "x", count: Int.random(in: 0...40, using: &random))
            if Bool.random(using: &random) {
                wire += DoorConnection.request("/known/\(number)", body: body, more: offer)
            } else {
                let chunk = body.isEmpty ? "" : String(body.utf8.count, radix: 16) + "\r\n\(body)\r\n"
                wire += "POST /known/\(number) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\(offer)\r\n"
                wire += chunk + "0\r\n\r\n"
            }
            expected.append("/known/\(number) \(body)")
        }
        let connection = try DoorConnection()
        var rest = Substring(wire)
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...200, using: &random))
            connection.send(String(piece))
            rest = rest.dropFirst(piece.count)
        }
        #expect(connection.answers.map(\.body) == expected)
    }

    @Test func `an offer to upgrade is ignored if the client closes its sending half`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request("/known/1", more: Self.offers[0]) + DoorConnection.request("/known/2"))
        #expect(connection.statuses == [200, 200])
    }

    @Test func `a connection with an offer to upgrade ends if the client asks for that`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request(more: "Connection: close, upgrade\r\nUpgrade: h2c\r\n"))
        #expect(connection.statuses == [200])
        #expect(connection.isClosed)
    }

    @Test func `an offer to upgrade does not hide input that is not HTTP`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request(more: Self.offers[0]) + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        #expect(connection.statuses == [200, 400])
        #expect(connection.isClosed)
    }

    @Test func `CONNECT is answered, and the connection continues`() throws {
        let connection = try DoorConnection()
        connection.send("CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n")
        connection.send(DoorConnection.request())
        #expect(connection.journey.requests.map(\.method) == ["CONNECT", "POST"])
        #expect(connection.statuses == [401, 200])
    }

    @Test(arguments: ["Content-Length: 46", "Transfer-Encoding: chunked"])
    func `CONNECT with a body is answered and the connection ends, because the body could be a request`(
        field: String
    ) throws {
        let connection = try DoorConnection()
        connection.send(
            "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\(field)\r\n\r\n"
                + DoorConnection.request()
        )
        #expect(connection.statuses == [401])
        #expect(connection.isClosed)
    }
}
