import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Pastes text where keys are commands, in a real terminal, with one pending request.
@Suite(.serialized) struct `Text pasted into the console` {
    @Test(
        arguments: [
            "ay", "day\ry\r", "\u{1B}[200~ay\r\u{1B}[201~", "\u{1B}[200~x\u{1B}[201~ay\u{1B}[201~", ":approve all\r",
            "\u{1B}[200~:approve all\r\u{1B}[201~", "A\ry\r", "jjjjjja",
        ]
    )
    func `pasted text decides nothing`(text: String) async throws {
        try await withRequest { daemon, screen in
            try await screen.type(text)
            // The pasted text has been handled once a later key has been.
            try await screen.presses("Escape", "3", until: "[3 Lists]")
            #expect(try await state(daemon) == "pending")
        }
    }

    @Test func `a paste without an end mark ends by itself, and keys work again`() async throws {
        try await withRequest { daemon, screen in
            try await screen.type("\u{1B}[200~x")
            try await screen.shows("pasted text goes into prompts only")
            try await screen.press("3")
            try await screen.shows("[3 Lists]")
            try await screen.press("2")
            try await screen.shows("[2 Approvals")
            _ = try await eventually("the approval by a key of its own") {
                try await screen.press("a")
                return try await state(daemon) == "approved" ? true : nil
            }
        }
    }

    @Test func `text pasted into a prompt waits for enter`() async throws {
        try await withRequest { daemon, screen in
            try await screen.press(":")
            try await screen.type("\u{1B}[200~approve\ry\r\u{1B}[201~")
            try await screen.shows(":approve⏎y⏎")
            #expect(try await state(daemon) == "pending")
        }
    }

    @Test func `a denial with its list entry is undone as one`() async throws {
        try await withRequest { daemon, screen in
            try await screen.presses("d", until: "Deny 1 request")
            try await screen.press("1")
            try await screen.shows("•1")
            try await screen.press("Down")
            try await screen.press("y")
            try await screen.shows("u takes it back")
            try await screen.wait(for: "the entry as part of the act") { $0.contains("added to") }
            try await screen.press("u")
            try await screen.shows("taken back; it waits again")
            #expect(try await state(daemon) == "pending")
        }
    }

    private func state(_ daemon: RunningDaemon) async throws -> String? {
        try await daemon.gatehouse("approvals", "list", "-o", "json").json?[0]?["state"]?.string
    }

    private func withRequest(_ work: (RunningDaemon, Screen) async throws -> Void) async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("request-approval", "mireille@atelier.example", ["displayName": "M"])
            let environment = [
                "GATEHOUSE_SOCKET": daemon.socket, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": daemon.directory.path + "/x",
                "XDG_CONFIG_HOME": daemon.directory.path + "/x",
            ]
            try await withScreen(columns: 100, rows: 24, environment: environment) { screen in
                try await screen.shows("LIVE")
                try await screen.press("2")
                try await screen.shows("mi…@atelier")
                try await work(daemon, screen)
            }
        }
    }
}
