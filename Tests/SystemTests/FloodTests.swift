import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Connections that only take places, and a daemon that has few of them.
@Suite(.serialized, .timeLimit(.minutes(3))) struct `A flood of connections` {
    /// Few enough that a few hundred connections fill the door.
    private static let few = "128:128"

    private static func crowd(
        _ count: Int,
        on daemon: RunningDaemon,
        saying text: String = ""
    ) throws -> [RawConnection] {
        try (0..<count).map { _ in
            let connection = try RawConnection(port: daemon.port)
            if !text.isEmpty { connection.send(text) }
            return connection
        }
    }

    /// A connection with an authenticated call.
    private static func established(_ daemon: RunningDaemon) async throws -> RawConnection {
        let connection = try RawConnection(port: daemon.port)
        #expect(await call(connection) == 200)
        return connection
    }

    private static func call(_ connection: RawConnection) async -> Int? {
        connection.send(Wire.request(body: Provider.body("ada@a.example")))
        let (bytes, _) = await connection.read { RawAnswer($0) != nil }
        return RawAnswer(bytes)?.status
    }

    @Test(arguments: ["", "POST /endpoints/shop HTTP/1.1\r\n", Wire.head("POST /endpoints/shop", length: 100)])
    func `a flood of connections keeps no provider out, new or established`(text: String) async throws {
        try await withDaemon(openFiles: Self.few) { daemon in
            let established = try await Self.established(daemon)
            var flood: [RawConnection] = []
            for _ in 0..<5 {
                flood += try Self.crowd(100, on: daemon, saying: text)
                #expect(try await daemon.provider.call("shop", "new@a.example").status == 200)
                #expect(await Self.call(established) == 200)
            }
            withExtendedLifetime(flood) {}
        }
    }

    @Test func `a flood of connections is reported in the status with its remedy, in a few log lines`() async throws {
        try await withDaemon(openFiles: Self.few) { daemon in
            let flood = try Self.crowd(400, on: daemon)
            let degraded = try await eventually("a degraded status") {
                let degraded = try await daemon.withClient { try await $0.send(GetStatus()) }.degraded
                return degraded.isEmpty ? nil : degraded
            }
            #expect(degraded.contains { $0.contains("connector door is full") && $0.contains("LimitNOFILE") })
            withExtendedLifetime(flood) {}
            _ = try await eventually("the end of the trouble") {
                daemon.running?.standardError.contains("over: ") == true ? true : nil
            }
            _ = try await eventually("a status without complaints") {
                try await daemon.withClient { try await $0.send(GetStatus()) }.degraded.isEmpty ? true : nil
            }
            let lines = daemon.running?.standardError.split(separator: "\n") ?? []
            #expect(lines.count { $0.contains("connector door is full") } <= 3)
        }
    }

    @Test func `a flood at the control socket closes idle connections, and the status still works`() async throws {
        try await withDaemon(openFiles: Self.few) { daemon in
            var flood: [SocketConnection] = []
            for _ in 0..<3 {
                for _ in 0..<100 { flood.append(try SocketConnection(path: daemon.socket)) }
                #expect(try await daemon.gatehouse("status").status == 0)
            }
            #expect(try await daemon.provider.call("shop", "new@a.example").status == 200)
            withExtendedLifetime(flood) {}
        }
    }

    @Test func `descriptors that a flood takes are free again when the flood ends`() async throws {
        try await withDaemon(openFiles: Self.few) { daemon in
            let before = try Self.descriptors(of: daemon)
            var flood = try Self.crowd(400, on: daemon)
            #expect(try Self.descriptors(of: daemon) <= 128)
            flood.removeAll()
            #expect(try await daemon.provider.call("shop", "new@a.example").status == 200)
            _ = try await eventually("the descriptors to be free again") {
                try Self.descriptors(of: daemon) <= before + 8 ? true : nil
            }
        }
    }

    private static func descriptors(of daemon: RunningDaemon) throws -> Int {
        let identifier = try #require(daemon.running?.identifier)
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count
    }
}

@Suite(.timeLimit(.minutes(3))) struct `The limit of open files` {
    @Test func `the limit of open files is raised as far as possible, and logged`() async throws {
        try await withDaemon(openFiles: "100:3000") { daemon in
            let log = try #require(daemon.running?.standardError)
            #expect(log.contains("limit of open files raised from=100 to=3000"), "\(log)")
        }
    }

    @Test(arguments: [8, 20, 40, 64])
    func `a limit of open files that is too low is refused with the number needed`(limit: Int) async throws {
        let daemon = try RunningDaemon(openFiles: "\(limit):\(limit)")
        let program = try daemon.launch()
        #expect(try await program.ended() == 69)
        let text = program.standardError
        #expect(text.contains("the limit of open files is \(limit), and at least "), "\(text)")
        #expect(text.contains("LimitNOFILE"), "\(text)")
    }

    @Test(arguments: Array(stride(from: 66, through: 108, by: 6)))
    func `a low limit of open files never ends the daemon with a signal`(limit: Int) async throws {
        let daemon = try RunningDaemon(openFiles: "\(limit):\(limit)")
        let program = try daemon.launch()
        let outcome: Int32 = try await eventually("a start or an end") {
            if program.standardError.contains(" ready ") { return 0 }
            return program.isRunning ? nil : try await program.ended()
        }
        #expect(outcome == 0 || outcome == 69, "\(program.standardError)")
        program.send(SIGTERM)
        #expect(try await program.ended() == outcome)
    }
}
