import NIOCore
import NIOEmbedded
import NIOTLS
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `The guard of a connection` {
    @Test(arguments: ["", "P", "POST /known HT"])
    func `a newcomer that makes no request in time is disconnected`(first: String) throws {
        var limits = IntakeLimits()
        limits.request = .seconds(8)
        let connection = try DoorConnection(limits: limits)
        connection.send(first)
        connection.pass(7)
        #expect(!connection.isClosed)
        connection.pass(6)
        #expect(connection.isClosed)
    }

    @Test func `an idle connection is kept longer once a call of it was authenticated`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request())
        #expect(connection.statuses == [200])
        connection.pass(59)
        #expect(!connection.isClosed)
        connection.pass(3)
        #expect(connection.isClosed)
    }

    @Test func `a connection is welcomed once`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request("/stranger"))
        #expect(connection.welcomes == 0)
        for _ in 0..<3 { connection.send(DoorConnection.request()) }
        #expect(connection.welcomes == 1)
    }

    @Test func `a newcomer whose calls are refused again and again is disconnected`() throws {
        let connection = try DoorConnection()
        for _ in 0..<5 where !connection.isClosed {
            connection.send(DoorConnection.request("/stranger"))
            connection.pass(4)
        }
        #expect(connection.isClosed)
        #expect(connection.answers.last?.headers["connection"] == "close")
        #expect(connection.statuses == [401, 401, 401, 401])
    }

    @Test(arguments: ["head", "body"])
    func `a request that arrives too slowly is disconnected`(part: String) throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request())
        if part == "body" { connection.send("POST /known HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n") }
        let slow = String(repeating: "a", count: 60)
        let request = Array("POST /known HTTP/1.1\r\nHost: gate.example\r\nX-Slow: \(slow)")
        var seconds = 0
        while !connection.isClosed, seconds < 60 {
            connection.send(part == "head" ? String(request[seconds]) : "P")
            connection.pass(1)
            seconds += 1
        }
        #expect((5...7).contains(seconds))
        #expect(connection.statuses == [200])
    }

    @Test func `a connection is not closed while a call is answered, however long it was idle before`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request())
        connection.pass(58)
        connection.journey.hold()
        connection.send(DoorConnection.request())
        connection.pass(90)
        #expect(!connection.isClosed)
        connection.journey.release()
        #expect(connection.statuses == [200, 200])
        connection.pass(50)
        #expect(!connection.isClosed)
    }

    @Test func `a request that was sent ahead gets its full time`() throws {
        let connection = try DoorConnection()
        connection.journey.hold()
        let next = DoorConnection.request(body: "{\"n\": 2}")
        connection.send(DoorConnection.request() + next.dropLast(3))
        connection.pass(30)
        #expect(!connection.isClosed)
        connection.journey.release()
        connection.pass(3)
        connection.send(String(next.suffix(3)))
        #expect(connection.statuses == [200, 200])
    }

    @Test func `a client that does not read its answer is disconnected`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request())
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.pass(4)
        #expect(!connection.isClosed)
        connection.pass(3)
        #expect(connection.isClosed)
    }

    @Test func `a client that reads its answer late may stay`() throws {
        let connection = try DoorConnection()
        connection.send(DoorConnection.request())
        for isWritable in [false, true] {
            connection.channel.isWritable = isWritable
            connection.channel.pipeline.fireChannelWritabilityChanged()
            connection.pass(4)
        }
        #expect(!connection.isClosed)
    }

    @Test func `a client that does not end its TLS handshake is disconnected`() throws {
        let connection = try DoorConnection(isTLS: true)
        connection.pass(4)
        #expect(!connection.isClosed)
        connection.pass(3)
        #expect(connection.isClosed)
    }

    @Test func `the time of a newcomer counts from the connection, not from the handshake`() throws {
        let connection = try DoorConnection(isTLS: true)
        connection.pass(4)
        connection.channel.pipeline.fireUserInboundEventTriggered(
            TLSUserEvent.handshakeCompleted(negotiatedProtocol: "http/1.1")
        )
        connection.pass(4)
        #expect(!connection.isClosed)
        connection.pass(4)
        #expect(connection.isClosed)
    }

    @Test func `a connection knows whether it is idle and since when`() throws {
        let connection = try DoorConnection()
        let start = connection.channel.eventLoop.now
        #expect(connection.activity.idleSince == start)
        connection.journey.hold()
        connection.send(DoorConnection.request())
        #expect(connection.activity.idleSince == nil)
        connection.pass(2)
        connection.journey.release()
        #expect(connection.activity.idleSince == start + .seconds(2))
    }
}
