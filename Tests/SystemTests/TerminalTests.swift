import Foundation
import GatehouseModel
import TestSupport
import Testing

/// The console as a person has it: the real program in a real terminal, on a real daemon.
@Suite(.serialized) struct `The console in a terminal` {
    static let sizes = [(80, 24), (120, 36)]

    @Test(arguments: sizes)
    func `approves the oldest request with two keys`(columns: Int, rows: Int) async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call(
                "request-approval",
                "mireille@atelier.example",
                ["displayName": "Mireille"]
            )
            let screen = try await console(daemon, columns, rows)
            try await screen.shows("Traffic")
            try await screen.press("2")
            try await screen.shows("Mireille")
            try await screen.press("a")
            _ = try await eventually("the approval, as the daemon sees it") {
                let listed = try await daemon.gatehouse("approvals", "list", "-o", "json")
                return listed.json?[0]?["state"]?.string == "approved" ? true : nil
            }
            #expect(try await daemon.provider.call("request-approval", "mireille@atelier.example").action == "Continue")
        }
    }

    @Test(arguments: sizes)
    func `shows calls as they come and fits the terminal`(columns: Int, rows: Int) async throws {
        try await withDaemon { daemon in
            let screen = try await console(daemon, columns, rows)
            try await screen.shows("LIVE")
            _ = try await daemon.provider.call("shop", "ada@a.example")
            let text = try await screen.shows("a.example")
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= rows + 1)
            #expect(lines.allSatisfy { $0.count <= columns })
        }
    }

    @Test func `never sends what a hostile name holds`() async throws {
        try await withDaemon { daemon in
            let names = ["\u{1B}]0;owned\u{7}Anna", "Bo\u{1B}[2J\u{1B}[31m", "Cleo\u{202E}gnp", "Dan\u{9B}31m\u{200B}"]
            for (number, name) in names.enumerated() {
                _ = try await daemon.provider.call(
                    "request-approval",
                    "p\(number)@a.example",
                    ["displayName": .string(name)]
                )
            }
            let screen = try await console(daemon, 120, 36)
            try await screen.shows("LIVE")
            try await screen.press("2")
            try await screen.shows("Cleo")
            for _ in names { try await screen.press("j") }
            try await screen.shows("Dan")
            let wire = String(decoding: screen.wire, as: UTF8.self)
            #expect(!wire.contains("\u{1B}]0;owned"))
            #expect(!wire.contains("Bo\u{1B}"))
            #expect(!wire.unicodeScalars.contains { [0x202E, 0x9B, 0x200B].contains($0.value) })
        }
    }

    @Test func `survives being resized and says when the terminal is too small`() async throws {
        try await withDaemon { daemon in
            let screen = try await console(daemon, 80, 24)
            try await screen.shows("LIVE")
            try await screen.resize(columns: 30, rows: 6)
            try await screen.wait(for: "less than the frame") { !$0.contains("Approvals") }
            try await screen.resize(columns: 120, rows: 36)
            try await screen.shows("Approvals")
        }
    }

    @Test func `waits for a daemon that went away and goes on when it is back`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        let screen = try await console(daemon, 80, 24)
        try await screen.shows("LIVE")
        try await daemon.stop()
        try await screen.wait(for: "no LIVE") { !$0.contains("LIVE") }
        try await daemon.start()
        try await screen.shows("LIVE")
        _ = try await daemon.provider.call("shop", "back@a.example")
        try await screen.shows("a.example")
        try await daemon.stop()
    }

    @Test func `leaves the terminal as it was`() async throws {
        try await withDaemon { daemon in
            let screen = try await console(daemon, 80, 24)
            try await screen.shows("LIVE")
            try await leave(screen)
            #expect(try await screen.ended() == 0)
            #expect(String(decoding: screen.wire, as: UTF8.self).contains("\u{1B}[?1049l"))
        }
    }

    @Test func `opens on the demo, where people go on signing up`() async throws {
        let directory = try TemporaryDirectory()
        let environment = ["LC_ALL": "C.UTF-8", "TMPDIR": directory.path]
        let screen = try await Screen(columns: 80, rows: 24, ["demo", "--rate", "50"], environment: environment)
        try await screen.shows("request-approval", within: .seconds(30))
        try await screen.press("2")
        try await screen.shows("waiting")
        try await leave(screen)
        #expect(try await screen.ended() == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }

    private func leave(_ screen: Screen) async throws {
        try await screen.press("q")
        try await screen.shows("Leave the console?")
        try await screen.press("y")
    }

    private func console(_ daemon: RunningDaemon, _ columns: Int, _ rows: Int) async throws -> Screen {
        let environment = [
            "GATEHOUSE_SOCKET": daemon.socket, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": daemon.directory.path + "/xdg",
        ]
        return try await Screen(columns: columns, rows: rows, [], environment: environment)
    }
}
