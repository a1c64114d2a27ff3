import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `A connection of the connector door` {
    @Test func `requests that are sent ahead are answered in order`() throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        connection.send((1...5).map { DoorConnection.request("/known/\($0)") }.joined())
        #expect(connection.journey.requests.map(\.path) == ["/known/1"])
        connection.journey.release()
        #expect(connection.answers.map(\.body) == (1...5).map { "/known/\($0) {}" })
    }

    @Test(arguments: [(16, false), (17, true)])
    func `a connection that sends too many requests ahead is closed`(ahead: Int, closes: Bool) throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        connection.send(DoorConnection.request())
        connection.send(String(repeating: DoorConnection.request(), count: ahead))
        #expect(connection.isClosed == closes)
        connection.journey.release()
        #expect(connection.statuses.count == (closes ? 0 : ahead + 1))
    }

    @Test func `a connection that sends a body ahead in very many pieces is closed`() throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        connection.send(DoorConnection.request())
        connection.send("POST /known HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<200 { connection.send("1\r\nx\r\n") }
        #expect(connection.isClosed)
    }

    @Test(arguments: ["100-continue", "100-Continue"])
    func `a client that asks first is told to continue before it sends the body`(expectation: String) throws {
        let connection = try DoorConnection()
        connection.send("POST /known HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: \(expectation)\r\n\r\n")
        #expect(connection.statuses == [100])
        connection.send("{}")
        #expect(connection.statuses == [100, 200])
    }

    @Test func `a client is not told to send a body that will be refused`() throws {
        let connection = try DoorConnection()
        connection.send("POST /known HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n")
        #expect(connection.statuses == [413])
        #expect(connection.isClosed)
    }

    @Test(arguments: [131_072, 131_073])
    func `a body is accepted up to its limit, with or without an announced length`(size: Int) throws {
        let fits = size <= IntakeLimits().body
        let body = String(repeating: "x", count: size)
        let announced = try DoorConnection()
        announced.send(DoorConnection.request(body: body))
        #expect(announced.statuses == [fits ? 200 : 413])
        let pieces = try DoorConnection()
        pieces.send("POST /known HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        pieces.send(String(size, radix: 16) + "\r\n" + body + "\r\n0\r\n\r\n")
        #expect(pieces.statuses == [fits ? 200 : 413])
        #expect(pieces.isClosed == !fits)
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "POST /known HTTP/1.1\r\nno colon\r\n\r\n", "POST /known HTTP/3.0\r\nHost: a\r\n\r\n",
        "POST /known HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}",
    ])
    func `input that is not HTTP is answered and counted, and the connection ends`(bytes: String) throws {
        let connection = try DoorConnection()
        connection.send(bytes)
        #expect(connection.statuses == [400])
        #expect(connection.journey.malformed == 1)
        #expect(connection.isClosed)
    }

    @Test func `header fields that are too large are answered with an error`() throws {
        let connection = try DoorConnection()
        let fields = (0..<20).map { "X-\($0): " + String(repeating: "x", count: 2_000) + "\r\n" }.joined()
        connection.send(DoorConnection.request(more: fields))
        #expect(connection.statuses == [431])
        #expect(connection.isClosed)
    }

    @Test func `input that is not HTTP after a request gets no second answer, and the connection ends`() throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        connection.send(DoorConnection.request())
        connection.send("nonsense\r\n\r\n")
        connection.journey.release()
        #expect(connection.statuses.count <= 1)
        #expect(connection.isClosed)
    }

    @Test func `a request without a host is refused`() throws {
        let connection = try DoorConnection()
        connection.send("POST /known HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        #expect(connection.journey.refusals == [.malformed("the request has no Host header (RFC 9112 §3.2)")])
        #expect(connection.statuses == [400])
    }

    @Test func `a request with two Authorization headers has no credentials`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request(more: "Authorization: Basic YQ==\r\n"))
        connection.send(DoorConnection.request(more: "Authorization: Basic YQ==\r\nauthorization: Basic Yg==\r\n"))
        #expect(connection.journey.requests.map(\.authorization) == ["Basic YQ==", nil])
    }

    @Test func `the path has no query`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request("/known?a=b?c"))
        #expect(connection.journey.requests.map(\.path) == ["/known"])
    }

    @Test(arguments: [("Connection: close\r\n", true), ("Connection: keep-alive\r\n", false), ("", false)])
    func `the connection continues or ends as the client asks`(field: String, closes: Bool) throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request(more: field))
        #expect(connection.isClosed == closes)
        #expect((connection.answers.first?.headers["connection"] == "close") == closes)
    }

    @Test func `a client that has closed its sending half is answered before the connection ends`() throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        connection.send(DoorConnection.request("/known/1") + DoorConnection.request("/known/2"))
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(!connection.isClosed)
        connection.journey.release()
        #expect(connection.answers.map(\.body) == ["/known/1 {}", "/known/2 {}"])
        #expect(connection.isClosed)
    }

    @Test(arguments: ["", "POST /kn", "POST /known HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{"])
    func `the connection ends if a client closes its sending half during a request`(begun: String) throws {
        let connection = try DoorConnection()
        connection.send(begun)
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(connection.isClosed)
        #expect(connection.statuses == (begun.isEmpty ? [] : [400]))
    }

    @Test func `the connection ends at once when the daemon stops and no request has begun`() throws {
        let connection = try DoorConnection()
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(connection.isClosed)
    }

    @Test(arguments: [true, false])
    func `a request that has begun is answered when the daemon stops`(isComplete: Bool) throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        let request = DoorConnection.request()
        connection.send(isComplete ? request : String(request.dropLast()))
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(!connection.isClosed)
        if !isComplete { connection.send(String(request.suffix(1))) }
        connection.journey.release()
        #expect(connection.answers.map { $0.headers["connection"] } == ["close"])
        #expect(connection.isClosed)
    }

    @Test func `an answer for a client that has gone is dropped`() throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        connection.send(DoorConnection.request())
        connection.channel.close(promise: nil)
        connection.journey.release()
        #expect(connection.sent.isEmpty)
    }
}
