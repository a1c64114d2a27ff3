import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The curl examples of the documentation` {
    @Test func `the curl examples work as written`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let call = try await harness.journalCall()
            let approval = try await harness.ask()
            let variables = [
                "SOCKET": harness.socketPath, "CALL": call.code.description, "APPROVAL": approval.code.description,
                "PATH": "/usr/bin:/bin",
            ]
            let blocks = try Self.blocks()
            #expect(blocks.count == 10)
            for block in blocks {
                let output = try await Self.run("set -e\n" + block, variables)
                #expect(!output.contains("tag:gatehouse"), "\(block)\n\(output)")
                #expect(output.utf8.last == UInt8(ascii: "\n"), "\(block)\n\(output)")
            }
        }
    }

    /// The `sh` blocks of the page.
    private static func blocks() throws -> [String] {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/control-protocol.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        return text.components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    private static func run(_ script: String, _ variables: [String: String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.environment = variables
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: output.fileHandleForReading.readDataToEndOfFile())
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
