import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Runs `docs/connect-entra.md`: its files are checked, its commands run, and its answers compared.
@Suite struct `Connecting Entra as the documentation says` {
    /// A fenced part of the page: ` ```sh check ` has the words `sh` and `check`.
    private struct Part {
        var words: [String]
        var text: String
        var language: String { words.first ?? "" }
    }

    private static func parts() throws -> [Part] {
        let page = try String(contentsOfFile: Repository.root + "/docs/connect-entra.md", encoding: .utf8)
        var parts: [Part] = []
        var open: Part?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let part = open {
                    parts.append(part)
                    open = nil
                } else {
                    open = Part(words: line.dropFirst(3).split(separator: " ").map(String.init), text: "")
                }
            } else {
                open?.text += line + "\n"
            }
        }
        return parts
    }

    private static var anyCode: Regex<Substring> { /[0-9A-Z]{4}-[0-9A-Z]{4}/ }

    @Test func `the commands of the page run, and the answers are those that it shows`() async throws {
        let parts = try Self.parts()
        let policy = try #require(parts.first { $0.words == ["toml", "policy.toml"] }).text
        try await withDaemon(policy: policy) { daemon in
            var code = "K7Q2-9MXD"
            var output = ""
            var commands = 0
            for part in parts {
                switch part.language {
                case "sh" where part.words.count == 1:
                    output = try await run(part.text, daemon, code)
                    commands += 1
                case "json":
                    let shown = try #require(try? JSONDecoder().decode(JSONValue.self, from: Data(part.text.utf8)))
                    let got = try? JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
                    if let found = output.firstMatch(of: Self.anyCode) { code = String(found.output) }
                    #expect(Self.withoutCode(got) == Self.withoutCode(shown), "\(output)")
                case "output": #expect(output == part.text)
                default: break
                }
            }
            #expect(commands == 7)
        }
    }

    /// Runs a command of the page in the daemon's directory.
    private func run(_ command: String, _ daemon: RunningDaemon, _ code: String) async throws -> String {
        let script = command.replacing("https://gate.example.com", with: "http://\(daemon.address)")
            .replacing("/etc/gatehouse/", with: daemon.directory.path + "/")
            .replacing("K7Q2-9MXD", with: code)
        let path = Program.builtDirectory + ":/usr/bin:/bin"
        let result = try await Program.run(
            "/bin/sh",
            ["-e", "-c", script],
            environment: ["GATEHOUSE_SOCKET": daemon.socket, "PATH": path]
        )
        #expect(result.status == 0, "\(command)\n\(result.errors)")
        return result.output
    }

    private static func withoutCode(_ answer: JSONValue?) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = answer.flatMap { try? encoder.encode($0) }.map { String(decoding: $0, as: UTF8.self) }
        return text?.replacing(anyCode, with: "CODE") ?? "no JSON"
    }

    @Test func `the settings of the page are valid, with the groups that it names`() async throws {
        let parts = try Self.parts()
        let settings = try #require(parts.first { $0.words == ["toml", "gatehouse.toml"] }).text
        let policy = try #require(parts.first { $0.words == ["toml", "policy.toml"] }).text
        let check = try #require(parts.first { $0.words == ["sh", "check"] }).text
        let directory = try TemporaryDirectory()
        // Groups that every system has, in place of the page's.
        let groups = ["ops": "games", "approvers": "news", "gatehouse-admins": "backup"]
        var text = settings.replacing("/run/gatehouse/", with: "").replacing("/var/lib/gatehouse", with: "state")
        for (name, group) in groups { text = text.replacing("group:\(name)\"", with: "group:\(group)\"") }
        try directory.write(text, to: "gatehouse.toml")
        try directory.write(policy, to: "policy.toml")
        try directory.write("a password\n", to: "entra.password")
        let result = try await Program.run(
            "/bin/sh",
            ["-e", "-c", check.replacing("/etc/gatehouse/", with: directory.path + "/")],
            environment: ["PATH": Program.builtDirectory + ":/usr/bin:/bin"]
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect((result.output + result.errors).contains("2 endpoints"))
    }

    @Test func `the page's own listener is a table of the settings`() throws {
        let tls = try #require(try Self.parts().first { $0.words == ["toml", "tls.toml"] }).text
        #expect(tls.contains("[server]\n"))
        #expect(tls.contains("[server.tls]\ncertificate = "))
    }
}
