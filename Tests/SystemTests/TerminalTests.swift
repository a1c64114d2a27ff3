import Foundation
import GatehouseModel
import TestSupport
import Testing

/// The real program in a real terminal, on a real daemon.
@Suite(.serialized) struct `The console in a terminal` {
    static let sizes = [(80, 24), (120, 36)]

    @Test(arguments: sizes)
    func `the console approves the oldest request with two keys`(columns: Int, rows: Int) async throws {
        try await withDaemon { daemon in
            let email = "mireille@atelier.example"
            _ = try await daemon.provider.call("request-approval", email, ["displayName": "Mireille"])
            try await withConsole(daemon, columns, rows) { screen in
                try await screen.shows("LIVE")
                try await screen.press("2")
                try await screen.shows("Mireille")
                try await screen.presses("a", until: "u takes it back")
                _ = try await eventually("the approval, as the daemon sees it") {
                    let listed = try await daemon.gatehouse("approvals", "list", "-o", "json")
                    return listed.json?[0]?["state"]?.string == "approved" ? true : nil
                }
            }
            #expect(try await daemon.provider.call("request-approval", email, ["city": "Annecy"]).action == "Continue")
        }
    }

    @Test(arguments: sizes)
    func `the console shows calls as they arrive and fits the terminal`(columns: Int, rows: Int) async throws {
        try await withDaemon { daemon in
            try await withConsole(daemon, columns, rows) { screen in
                try await screen.shows("LIVE")
                _ = try await daemon.provider.call("shop", "ada@a.example")
                let text = try await screen.shows("a.example")
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= rows + 1)
                #expect(lines.allSatisfy { $0.count <= columns })
            }
        }
    }

    @Test func `the console never sends the control characters of a hostile name to the terminal`() async throws {
        try await withDaemon { daemon in
            let names = ["\u{1B}]0;owned\u{7}Anna", "Bo\u{1B}[2J\u{1B}[31m", "Cleo\u{202E}gnp", "Dan\u{9B}31m\u{200B}"]
            for (number, name) in names.enumerated() {
                let claims: [String: JSONValue] = ["displayName": .string(name)]
                _ = try await daemon.provider.call("request-approval", "p\(number)@a.example", claims)
            }
            try await withConsole(daemon, 120, 36) { screen in
                try await screen.shows("LIVE")
                try await screen.press("2")
                try await screen.shows("Cleo")
                for _ in names { try await screen.press("j") }
                try await screen.shows("Dan")
                let wire = String(decoding: screen.wire, as: UTF8.self)
                #expect(!wire.contains("\u{1B}]0;owned"))
                #expect(!wire.contains("\u{1B}[2J\u{1B}[31m"))
                #expect(!wire.unicodeScalars.contains { [0x202E, 0x9B, 0x200B].contains($0.value) })
            }
        }
    }

    @Test func `the console survives being resized and says when the terminal is too small`() async throws {
        try await withDaemon { daemon in
            try await withConsole(daemon, 80, 24) { screen in
                try await screen.shows("LIVE")
                try await screen.resize(columns: 30, rows: 6)
                try await screen.wait(for: "less than the frame") { !$0.contains("Approvals") }
                try await screen.resize(columns: 120, rows: 36)
                try await screen.shows("Approvals")
            }
        }
    }

    @Test func `the console waits for a daemon that has gone and continues when it is back`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        try await withConsole(daemon, 80, 24) { screen in
            try await screen.shows("LIVE")
            try await daemon.stop()
            try await screen.wait(for: "no LIVE") { !$0.contains("LIVE") }
            try await daemon.start()
            try await screen.shows("LIVE")
            _ = try await daemon.provider.call("shop", "back@a.example")
            let text = try await screen.shows("a.example")
            // Positions of different runs are unrelated, so no event counts as missed.
            #expect(!text.contains("missed"), "\(text)")
        }
        try await daemon.stop()
    }

    @Test func `the console without a daemon says what is missing and what to do`() async throws {
        let directory = try TemporaryDirectory()
        let environment = ["LC_ALL": "C.UTF-8", "XDG_STATE_HOME": directory.path]
        let arguments = ["--socket", directory.path + "/nothing.sock"]
        try await withScreen(columns: 80, rows: 24, arguments, environment: environment) { screen in
            let text = try await screen.shows("with --socket")
            #expect(text.contains("NOT CONNECTED"))
            #expect(text.contains("nothing.sock"))
            #expect(try await leave(screen) == 0)
        }
    }

    @Test func `escape with a key right after it, as on a slow line, closes the dialog and runs nothing`()
        async throws
    {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("request-approval", "mireille@atelier.example", ["displayName": "M"])
            try await withConsole(daemon, 80, 24) { screen in
                try await screen.shows("LIVE")
                try await screen.press("2")
                try await screen.shows("mi…@atelier")
                try await screen.presses("d", until: "Deny 1 request")
                try await screen.press("1")
                try await screen.shows("•1")
                try await screen.press("M-y")
                try await screen.shows("nothing was done")
            }
            let listed = try await daemon.gatehouse("approvals", "list", "-o", "json")
            #expect(listed.json?[0]?["state"]?.string == "pending")
        }
    }

    @Test func `the console restores the terminal`() async throws {
        try await withDaemon { daemon in
            try await withConsole(daemon, 80, 24) { screen in
                try await screen.shows("LIVE")
                #expect(try await leave(screen) == 0)
                #expect(String(decoding: screen.wire, as: UTF8.self).contains("\u{1B}[?1049l"))
            }
        }
    }

    @Test func `the console opens on the demo, where people keep signing up`() async throws {
        let directory = try TemporaryDirectory()
        let environment = ["LC_ALL": "C.UTF-8", "TMPDIR": directory.path]
        try await withScreen(columns: 80, rows: 24, ["demo", "--rate", "50"], environment: environment) { screen in
            try await screen.shows("request-approval", within: .seconds(30))
            try await screen.press("2")
            try await screen.shows("waiting")
            #expect(try await leave(screen) == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
        }
    }

    /// Quits the console with keys, and returns the program's exit status.
    private func leave(_ screen: Screen) async throws -> Int32 {
        try await screen.press("q")
        try await screen.shows("Leave the console?")
        try await screen.press("y")
        return try await screen.ended()
    }

    private func withConsole(
        _ daemon: RunningDaemon,
        _ columns: Int,
        _ rows: Int,
        _ work: (Screen) async throws -> Void
    ) async throws {
        let environment = [
            "GATEHOUSE_SOCKET": daemon.socket, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": daemon.directory.path + "/xdg",
            "XDG_CONFIG_HOME": daemon.directory.path + "/xdg",
        ]
        try await withScreen(columns: columns, rows: rows, environment: environment, work)
    }
}
