import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `An offer to upgrade at the control socket` {
    @Test(arguments: [
        "Connection: Upgrade\r\nUpgrade: h2c\r\n",
        "Connection: Upgrade, HTTP2-Settings, keep-alive\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
        "connection: UPGRADE\r\nupgrade: websocket, TLS/1.0\r\n",
    ])
    func `an offer to upgrade is ignored, and the connection continues`(offer: String) async throws {
        try await ControlHarness.run(.socket) { harness in
            let connection = try SocketConnection(path: harness.socketPath)
            let request = "GET /v1/status HTTP/1.1\r\nHost: local\r\n\(offer)\r\n"
            connection.send(request + request)
            let first = await connection.read { RawAnswer.all(in: $0).count >= 2 }
            #expect(RawAnswer.all(in: first.bytes).map(\.status) == [200, 200])
            connection.send(request)
            let third = await connection.read { RawAnswer($0) != nil }
            #expect(RawAnswer(third.bytes)?.status == 200)
        }
    }

    @Test func `an offer to upgrade with a body is ignored, and the next request is read`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let connection = try SocketConnection(path: harness.socketPath)
            connection.send(
                "POST /v1/status HTTP/1.1\r\nHost: local\r\nConnection: upgrade\r\nUpgrade: h2c\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    + "GET /v1/status HTTP/1.1\r\nHost: local\r\n\r\n"
            )
            let (bytes, _) = await connection.read { RawAnswer.all(in: $0).count >= 2 }
            #expect(RawAnswer.all(in: bytes).map(\.status) == [405, 200])
        }
    }
}
