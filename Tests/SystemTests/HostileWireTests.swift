import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Hostile input at the connector door; each case gets its own clear answer.
@Suite struct `The connector door` {
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var bytes: [UInt8]
        var status: Int
    }

    private static let good = Provider.body("ada@a.example")

    static let refusals: [Case] = [
        Case(
            description: "wrong password",
            bytes: Array(
                Wire.head("POST /endpoints/shop", length: good.count, authorization: "Basic ZW50cmE6bm8=").utf8
            ) + good,
            status: 401
        ),
        Case(
            description: "no credentials",
            bytes: Array(Wire.head("POST /endpoints/shop", length: good.count, authorization: nil).utf8) + good,
            status: 401
        ),
        Case(
            description: "credentials that are no base64",
            bytes: Array(Wire.head("POST /endpoints/shop", length: good.count, authorization: "Basic \u{FF}!!").utf8)
                + good,
            status: 401
        ),
        Case(description: "unknown endpoint", bytes: Wire.request("POST /endpoints/none", body: good), status: 404),
        Case(description: "unknown path", bytes: Wire.request("POST /", body: good), status: 404),
        Case(description: "wrong method", bytes: Wire.request("PUT /endpoints/shop", body: good), status: 405),
        Case(
            description: "wrong media type",
            bytes: Array(Wire.head("POST /endpoints/shop", length: good.count, type: "text/plain").utf8) + good,
            status: 415
        ),
        Case(
            description: "announces ten megabytes",
            bytes: Array(Wire.head("POST /endpoints/shop", length: 10 << 20).utf8),
            status: 413
        ),
        Case(description: "not JSON", bytes: Wire.request(body: Array("email=a".utf8)), status: 400),
        Case(description: "not an object", bytes: Wire.request(body: Array("[1]".utf8)), status: 400),
        Case(description: "empty body", bytes: Wire.request(body: []), status: 400),
        Case(
            description: "nested deeply",
            bytes: Wire.request(body: Array(repeating: 0x5B, count: 60_000)),
            status: 400
        ),
        Case(
            description: "no UTF-8",
            bytes: Wire.request(body: Array("{\"email\":\"".utf8) + [0xFF, 0x22, 0x7D]),
            status: 400
        ),
        Case(
            description: "no host",
            bytes: Array(Wire.head("POST /endpoints/shop", length: good.count, host: nil).utf8) + good,
            status: 400
        ),
        Case(
            description: "two lengths",
            bytes: Wire.request(body: good, more: ["Content-Length: 5"]),
            status: 400
        ),
    ]

    @Test(arguments: refusals)
    func `the connector door answers refused requests and continues`(wrong: Case) async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        connection.send(wrong.bytes)
        let (bytes, _) = await connection.read(within: .seconds(15)) { RawAnswer($0) != nil }
        let answer = try #require(RawAnswer(bytes), "no answer to: \(wrong)")
        #expect(answer.status == wrong.status)
        if answer.status == 401 { #expect(answer.headers["www-authenticate"]?.hasPrefix("Basic") == true) }
        #expect(try await daemon.provider.call("shop", "after@a.example").status == 200)
    }

    @Test func `the connector door says what was wrong in a problem document`() async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        connection.send(Wire.request(body: Array("nonsense".utf8)))
        let (bytes, _) = await connection.read { RawAnswer($0) != nil }
        let answer = try #require(RawAnswer(bytes))
        #expect(answer.headers["content-type"]?.hasPrefix("application/problem+json") == true)
        let problem = try JSONDecoder().decode(JSONValue.self, from: Data(answer.body.utf8))
        #expect(problem["status"]?.int == 400)
    }

    @Test func `the connector door refuses an endless header field`() async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        connection.send("POST /endpoints/shop HTTP/1.1\r\nHost: gate.example\r\nX-Long: ")
        let filler = Array(repeating: UInt8(ascii: "x"), count: 65_536)
        for _ in 0..<64 where connection.send(filler) {}
        let (bytes, closed) = await connection.read(within: .seconds(15))
        #expect(closed)
        #expect(RawAnswer(bytes).map { (400...499).contains($0.status) } ?? true)
    }

    @Test func `the connector door answers pipelined calls in order`() async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        let second = Wire.request("POST /endpoints/none", body: Self.good)
        connection.send(Wire.request(body: Self.good) + second + Wire.request(body: Self.good))
        let (bytes, _) = await connection.read { RawAnswer.all(in: $0).count >= 3 }
        #expect(RawAnswer.all(in: bytes).map(\.status) == [200, 404, 200])
    }

    @Test(arguments: ["h2c", "websocket", "TLS/1.0, h2c"])
    func `the connector door ignores an offer to upgrade and reads the next call`(protocols: String) async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        let offer = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: \(protocols)", "HTTP2-Settings: AAMAAABkAAQ"]
        for _ in 0..<3 {
            connection.send(Wire.request(body: Self.good, more: offer))
            let (bytes, closed) = await connection.read { RawAnswer($0) != nil }
            #expect(RawAnswer(bytes)?.status == 200)
            #expect(!closed)
        }
    }

    @Test func `the connector door closes a client that sends one byte from time to time`() async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        connection.send(Wire.head("POST /endpoints/shop", length: 1_000))
        let dripping = Task {
            // Sends a byte every tenth of a second for as long as the other end accepts it.
            while connection.send("x"), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(100)) }
        }
        let (_, closed) = await connection.read(within: .seconds(20))
        dripping.cancel()
        #expect(closed)
    }

    @Test func `the connector door closes a client that sends nothing after its first line`() async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        connection.send("POST /endpoints/shop HTTP/1.1\r\n")
        #expect(await connection.read(within: .seconds(20)).closed)
    }
}

/// One daemon for all cases that cannot affect each other.
enum SharedDaemon {
    private static let starting = Task {
        let daemon = try RunningDaemon()
        try await daemon.start()
        return daemon
    }

    static func daemon() async throws -> RunningDaemon { try await starting.value }
}
