import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Everybody to whom the settings give a role can open the control socket of the real daemon.
@Suite(.enabled(if: getuid() == 0, "only root can become other users"))
struct `The control socket for several groups` {
    /// Groups and a user that every Debian has, in the form of the design's own example.
    private static let control = """
        viewers = ["group:games"]
        approvers = ["group:news", "user:mail"]
        admins = ["group:backup"]
        """

    /// Who tries, as `setpriv` arguments, and the role that the daemon gives.
    private static let callers: [(arguments: [String], role: String?)] = [
        (["--reuid", "nobody", "--regid", "games", "--clear-groups"], "viewer"),
        (["--reuid", "nobody", "--regid", "nogroup", "--groups", "news"], "approver"),
        (["--reuid", "mail", "--regid", "nogroup", "--clear-groups"], "approver"),
        (["--reuid", "nobody", "--regid", "nogroup", "--groups", "games,backup"], "admin"),
        (["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"], nil),
        (["--reuid", "daemon", "--regid", "mail", "--clear-groups"], nil),
    ]

    @Test func `each user and group with a role can open the socket, and nobody else, after a restart too`()
        async throws
    {
        let daemon = try RunningDaemon()
        let text = try String(contentsOfFile: daemon.settingsFile, encoding: .utf8)
        let socket = "socket = \"control.sock\"\n"
        try daemon.directory.write(text.replacing(socket, with: socket + Self.control + "\n"), to: "gatehouse.toml")
        for _ in 0..<2 {
            try await daemon.start()
            for (arguments, role) in Self.callers {
                #expect(try await whoami(arguments, daemon.socket) == role, "\(arguments)")
            }
            #expect(daemon.running?.standardError.contains("can open the control socket") == false)
            try await daemon.stop()
        }
    }

    /// The caller's role; nil if the socket cannot be opened.
    private func whoami(_ arguments: [String], _ socket: String) async throws -> String? {
        let curl = ["curl", "-s", "--unix-socket", socket, "http://local/v1/whoami"]
        let result = try await Program.run("/usr/bin/setpriv", arguments + curl)
        return result.json?["role"]?.string
    }
}
