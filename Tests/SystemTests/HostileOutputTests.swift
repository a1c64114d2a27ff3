import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Runs every command that prints a reply, against a daemon whose texts are all hostile.
@Suite struct `What gatehouse prints` {
    private static let id = "K7Q2-9MXD"

    /// Every command that reads, and the changes whose reply is printed.
    static let commands: [[String]] = [
        ["status"], ["whoami"], ["traffic", "list"], ["traffic", "show", id, "--why"],
        ["traffic", "show", id, "--bodies"],
        ["traffic", "follow", id], ["approvals", "list"], ["approvals", "show", id], ["approvals", "take", id],
        ["approvals", "release", id], ["approvals", "approve", id], ["approvals", "deny", id, "--reason", "r"],
        ["approvals", "comment", id, "text"], ["approvals", "undo", id], ["lists", "list"], ["lists", "show", "x"],
        ["lists", "add", "x", "b.example"], ["lists", "remove", "x", "b.example"], ["lists", "export", "x"],
        ["lists", "check", "b.example"], ["lists", "impact", "b.example"], ["rules", "list"], ["rules", "show", "x"],
        ["rules", "test", "x", "--call", id], ["tables", "list"], ["tables", "show", "x"],
        ["tables", "lookup", "x", "k"],
        ["tables", "export", "x"], ["flows", "list"], ["flows", "show", "x"], ["flows", "sign-ups", "list"],
        ["flows", "sign-ups", "show", id], ["flows", "export"], ["accounts", "list"], ["accounts", "show", "x"],
        ["accounts", "enable", "x"], ["accounts", "disable", "x"], ["accounts", "export"], ["connectors", "list"],
        ["connectors", "show", "x"], ["connectors", "probe", "x"], ["connectors", "force", "x", "--reason", "r"],
        ["endpoints", "list"], ["endpoints", "show", "x"], ["policy", "show"], ["policy", "check", "-"],
        ["policy", "diff", "-"], ["policy", "history"], ["policy", "draft", "list"], ["policy", "draft", "show", "x"],
        ["policy", "apply", "-"], ["policy", "rollback", "1"], ["audit", "list"], ["audit", "verify"],
    ]

    private static func withHostileDaemon(_ work: (HostileDaemon) async throws -> Void) async throws {
        let description = try await withDaemon { daemon in
            try await daemon.withClient { try await $0.send(GetOpenAPI()) }
        }
        let daemon = try HostileDaemon(description)
        defer { daemon.close() }
        try await work(daemon)
    }

    @Test func `no output format prints text that a terminal acts on`() async throws {
        try await Self.withHostileDaemon { daemon in
            var printed = 0
            for command in Self.commands {
                for format in ["table", "json", "jsonl"] where !(command.contains("export") && command[0] != "flows") {
                    let result = try await Program.run(
                        "gatehouse",
                        command + ["-o", format],
                        environment: ["GATEHOUSE_SOCKET": daemon.socket],
                        input: "[[list]]\n"
                    )
                    // The daemon's own problems are hostile too, but every reply must be understood.
                    let isUnderstood = result.status != 8 || (result.output + result.errors).contains("owned")
                    #expect(result.status != 3 && isUnderstood, "\(command): \(result.errors)")
                    let all = result.output + result.errors
                    let hostile = Set(
                        all.unicodeScalars.filter(HostileDaemon.isHostile).map { String($0.value, radix: 16) }
                    )
                    #expect(hostile.isEmpty, "\(command) -o \(format) prints \(hostile): \(all.debugDescription)")
                    printed += all.contains("owned") ? 1 : 0
                }
            }
            // Otherwise no hostile text was printed at all.
            #expect(printed > 2 * Self.commands.count, "\(printed)")
        }
    }

    @Test func `CSV output has no formulas`() async throws {
        try await Self.withHostileDaemon { daemon in
            for command in Self.commands
            where command.last != "-" && command.first != "flows" || command == ["flows", "list"] {
                let result = try await Program.run(
                    "gatehouse",
                    command + ["-o", "csv"],
                    environment: ["GATEHOUSE_SOCKET": daemon.socket]
                )
                guard command.last != "x" || command[1] != "export" else { continue }
                for start in [",=", ",\"=", "\r\n=", "\r\n\"="] {
                    #expect(!result.output.contains(start), "\(command): \(result.output.debugDescription)")
                }
                #expect(!result.output.replacing("\r\n", with: "").hasSuffix("\n"), "\(command) ends lines with LF")
            }
        }
    }

    @Test(arguments: [
        ["traffic", "list", "-o", "csv"], ["approvals", "show", id, "-o", "csv"], ["accounts", "export", "-o", "csv"],
        ["lists", "export", "x"], ["tables", "export", "x"], ["policy", "export"],
        ["policy", "draft", "show", "x", "--text"],
        ["flows", "sign-ups", "show", id], ["approvals", "show", id], ["traffic", "show", id, "--why"],
    ])
    func `output is escaped on a terminal even where a file gets it unchanged`(command: [String]) async throws {
        try await Self.withHostileDaemon { daemon in
            try await withScreen(columns: 120, rows: 36, command, environment: ["GATEHOUSE_SOCKET": daemon.socket]) {
                screen in
                #expect(try await screen.ended() == 0)
                let wire = try await eventually("the output") {
                    let text = String(decoding: screen.wire, as: UTF8.self)
                    return text.contains("owned") ? text : nil
                }
                #expect(!wire.contains("\u{1B}]0;owned"))
                #expect(!wire.contains("\u{1B}[2J\u{9B}"))
                let hostile = wire.unicodeScalars.filter { HostileDaemon.isHostile($0) && $0.value >= 0x7F }
                #expect(hostile.isEmpty, "\(hostile.map { String($0.value, radix: 16) })")
            }
        }
    }

    @Test func `an exported list is unchanged when it is imported again`() async throws {
        try await withDaemon { daemon in
            let comments = ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "＝1", "plain", "-", "a,\"b\""]
            for (number, comment) in comments.enumerated() {
                let added = try await daemon.gatehouse(
                    "lists",
                    "add",
                    "blocked",
                    "d\(number).example",
                    "--comment=\(comment)"
                )
                #expect(added.status == 0, "\(added.errors)")
            }
            let export = try await daemon.gatehouse("lists", "export", "blocked")
            #expect(export.output.contains("'=1+1"))
            #expect(!export.output.contains(",=") && !export.output.contains(",+") && !export.output.contains(",@"))
            let file = daemon.directory.path + "/export.csv"
            try export.output.write(toFile: file, atomically: true, encoding: .utf8)
            let imported = try await daemon.gatehouse("lists", "import", "blocked", file)
            #expect(imported.status == 0, "\(imported.errors)")
            #expect(try await daemon.gatehouse("lists", "export", "blocked").output == export.output)
            let shown = try await daemon.gatehouse("lists", "show", "blocked", "-o", "json")
            #expect(Set(shown.json?.array?.compactMap { $0["comment"]?.string } ?? []) == Set(comments))
        }
    }
}
