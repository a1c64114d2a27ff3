import Foundation
import GatehouseModel
import TestSupport
import Testing

/// A command of the tree that the program describes.
private struct CommandWords: Sendable {
    var path: [String]
    var verbs: [String]
    /// The options that take a value, as typed: `--filter`.
    var options: [String]
    var needsArguments: Bool

    /// All commands, except those that open a screen or start a daemon.
    static func all() async throws -> [CommandWords] {
        let dump = try await Program.run("gatehouse", ["--experimental-dump-help"])
        let tree = try JSONDecoder().decode(JSONValue.self, from: Data(dump.output.utf8))
        let commands = try from(try #require(tree["command"]), path: [])
        #expect(commands.count > 60)
        return commands.filter { !["console", "demo", "help"].contains($0.path.first) }
    }

    private static func from(_ command: JSONValue, path: [String]) throws -> [CommandWords] {
        let inner = (command["subcommands"]?.array ?? []).filter { $0["commandName"]?.string != "help" }
        let arguments = command["arguments"]?.array ?? []
        let own = CommandWords(
            path: path,
            verbs: inner.compactMap { $0["commandName"]?.string },
            options: arguments.filter { $0["kind"]?.string == "option" }.compactMap { option in
                option["names"]?.array?.first { $0["kind"]?.string == "long" }?["name"]?.string.map { "--" + $0 }
            },
            needsArguments: arguments.contains { $0["isOptional"] == .bool(false) }
        )
        return try [own]
            + inner.flatMap { try from($0, path: path + [try #require($0["commandName"]?.string)]) }
    }
}

@Suite struct `The words of the command line` {
    private static let nowhere = ["GATEHOUSE_SOCKET": "/nowhere/control.sock"]

    @Test func `every mistyped noun and verb is told from a mistyped argument, and what was meant`() async throws {
        for command in try await CommandWords.all() {
            for verb in command.verbs where verb.count > 3 {
                let typed = String(verb.dropLast()) + "_"
                let arguments = command.path + [typed, "x"]
                let result = try await Program.run("gatehouse", arguments, environment: Self.nowhere)
                #expect(result.status == 2, "\(arguments)")
                let said =
                    command.path.isEmpty
                    ? "there is no command \"\(typed)\""
                    : "\(command.path.joined(separator: " ")) has no verb \"\(typed)\""
                #expect(result.errors.contains("\(said); did you mean \"\(verb)\"?"), "\(arguments): \(result.errors)")
                #expect(!result.errors.contains("Usage:"), "\(arguments)")
            }
        }
    }

    @Test(arguments: [
        ["lists", "ad", "x"], ["-o", "json", "lists", "ad"], ["lists", "--socket", "/x", "ad", "-o", "csv"],
    ])
    func `lists ad means lists add`(arguments: [String]) async throws {
        let result = try await Program.run("gatehouse", arguments, environment: Self.nowhere)
        #expect(result.status == 2)
        #expect(result.errors.contains("lists has no verb \"ad\"; did you mean \"add\"?"), "\(result.errors)")
    }

    @Test func `the value of every option may begin with a hyphen`() async throws {
        for command in try await CommandWords.all() where command.verbs.isEmpty {
            // Every command has --socket and --output; one of them stands for all.
            let shared = command.path == ["status"] ? [] : ["--socket", "--output"]
            for option in command.options where !shared.contains(option) {
                let arguments = command.path + [option, "-outcome:block or so"]
                let result = try await Program.run("gatehouse", arguments, environment: Self.nowhere, input: "")
                let isTaken = !["Missing value", "Unknown option", "nexpected argument"].contains {
                    result.errors.contains($0)
                }
                #expect(isTaken, "\(arguments): \(result.errors)")
            }
        }
    }

    @Test(arguments: [
        (["lists", "show", "blokced"], "the policy has no list \"blokced\"; did you mean \"blocked\"?"),
        (["endpoints", "show", "shopp"], "there is no endpoint \"shopp\"; did you mean \"shop\"?"),
        (["traffic", "--filter", "outcom:block"], "did you mean outcome?"),
        (["approvals", "--filter", "state:pendin"], "did you mean state:pending?"),
    ])
    func `the daemon says which name was meant`(arguments: [String], hint: String) async throws {
        try await withDaemon { daemon in
            let result = try await daemon.gatehouse(arguments)
            #expect(result.errors.contains(hint), "\(result.errors)")
        }
    }

    @Test(arguments: [["--filter", "--limit", "3"], ["--filter", "-o", "json"], ["--filter"]])
    func `an option that follows is no value`(arguments: [String]) async throws {
        let words = ["traffic", "list"] + arguments
        let result = try await Program.run("gatehouse", words, environment: Self.nowhere)
        #expect(result.status == 2)
        #expect(result.errors.contains("Missing value for '--filter"), "\(result.errors)")
    }

    @Test func `words after a double hyphen stay as they are`() async throws {
        let result = try await Program.run("gatehouse", ["expr", "-o", "jsonl", "--", "-1 - 2"])
        #expect(result.output == "{\"type\":\"int\",\"value\":-3}\n", "\(result.errors)")
    }

    @Test func `a negated filter lists the other calls`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("shop", "ada@a.example")
            let others = try await daemon.gatehouse("traffic", "list", "--filter", "-outcome:block", "-o", "jsonl")
            #expect(others.json?["email"]?.string == "ada@a.example")
            let none = try await daemon.gatehouse("traffic", "--filter", "-outcome:continue", "-o", "jsonl")
            #expect(none.status == 0 && none.output.isEmpty, "\(none.errors)")
        }
    }

    @Test func `every column and every JSON member filters, or says what to write instead`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("request-approval", "ada@a.example")
            for list in [["traffic"], ["approvals"], ["audit"], ["accounts"], ["flows", "sign-ups"]] {
                let csv = try await daemon.gatehouse(list + ["list", "-o", "csv"])
                var names = try #require(csv.output.split(separator: "\r\n").first).split(separator: ",").map(
                    String.init
                )
                let table = try await daemon.gatehouse(list + ["list"])
                let heading = table.output.split(separator: "\n").first ?? ""
                if heading.uppercased() == heading {
                    names += heading.replacing("SENT BACK", with: "SENT_BACK").replacing("SIGN-UP", with: "SIGN_UP")
                        .split(separator: " ").map(String.init)
                }
                for name in names {
                    let result = try await daemon.gatehouse(list + ["list", "--filter", "\(name):x"])
                    #expect(!result.errors.contains("there is no field"), "\(list) \(name): \(result.errors)")
                    #expect([0, 2].contains(result.status), "\(list) \(name): \(result.errors)")
                }
            }
        }
    }

    @Test func `requests and calls are found by their domain in every spelling`() async throws {
        try await withDaemon { daemon in
            // The same address in two spellings would be one request.
            for address in ["ada@bücher.example", "bo@xn--bcher-kva.example", "cy@other.example"] {
                _ = try await daemon.provider.call("request-approval", address)
            }
            for noun in ["traffic", "approvals"] {
                for filter in [
                    "domain:bücher.example", "domain:xn--bcher-kva.example", "email:*@BÜCHER.example",
                    "-domain:other.example",
                ] {
                    let found = try await daemon.gatehouse(noun, "list", "--filter", filter, "-o", "json")
                    #expect(found.json?.array?.count == 2, "\(noun) \(filter): \(found.output) \(found.errors)")
                }
            }
        }
    }
}

@Suite struct `Every format of every command` {
    /// Commands that read, without arguments or with these.
    private static let reads = [
        ["status"], ["whoami"], ["clock"], ["traffic"], ["approvals"], ["lists"], ["lists", "show", "blocked"],
        ["lists", "check", "a.throwaway.example"], ["lists", "impact", "b.example"], ["rules"], ["tables"], ["flows"],
        ["flows", "sign-ups"], ["flows", "export"], ["accounts"], ["connectors"], ["endpoints"],
        ["endpoints", "show", "shop"], ["policy"], ["policy", "history"], ["policy", "draft"], ["audit"],
        ["audit", "verify"], ["expr", "1 + 1"], ["expr", "\"a,\\n\\\"b\""], ["expr", "[1, {'a': null}]"],
        ["expr", "--functions"],
    ]

    private static func records(_ csv: String) -> [[String]]? {
        guard csv.hasSuffix("\r\n") else { return nil }
        var records: [[String]] = [[""]]
        var isQuoted = false
        for scalar in csv.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: records[records.count - 1].append("")
            case "\r" where !isQuoted: continue
            case "\n" where !isQuoted: records.append([""])
            default: records[records.count - 1][records[records.count - 1].count - 1].unicodeScalars.append(scalar)
            }
        }
        return Array(records.dropLast())
    }

    @Test func `json is one document, jsonl one object a line, and csv has equal records that end in CR LF`()
        async throws
    {
        try await withDaemon { daemon in
            _ = try await daemon.gatehouse("lists", "add", "blocked", ".throwaway.example", "--comment", "-why, \"so\"")
            _ = try await daemon.provider.call("request-approval", "ada@a.example")
            for command in Self.reads {
                let json = try await daemon.gatehouse(command + ["-o", "json"])
                #expect(json.status == 0, "\(command): \(json.errors)")
                let document = try? JSONDecoder().decode(JSONValue.self, from: Data(json.output.utf8))
                #expect(document?.array != nil || document?.object != nil, "\(command): \(json.output)")

                let lines = try await daemon.gatehouse(command + ["-o", "jsonl"])
                for line in lines.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                    let object = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
                    #expect(object?.object != nil, "\(command): \(line)")
                }

                let csv = try await daemon.gatehouse(command + ["-o", "csv"])
                let records = Self.records(csv.output)
                #expect(records != nil, "\(command): \(csv.output.debugDescription)")
                #expect(Set(records?.map(\.count) ?? []).count <= 1, "\(command): \(csv.output.debugDescription)")
            }
        }
    }

    @Test func `CSV of one thing has the same columns whatever it lacks`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("request-approval", "ada@a.example", ["displayName": "Ada"])
            _ = try await daemon.provider.call("request-approval", "bo@b.example")
            _ = try await daemon.provider.call("shop", "cy@c.example")
            let requests = try await daemon.gatehouse("approvals", "list", "-o", "json").json?.array ?? []
            let codes = requests.compactMap { $0["code"]?.string }
            try #require(codes.count == 2)
            _ = try await daemon.gatehouse("approvals", "deny", codes[0], "--reason", "-no", "--message", "sorry")
            let calls = try await daemon.gatehouse("traffic", "list", "-o", "json").json?.array ?? []
            for (noun, codes) in [("approvals", codes), ("traffic", calls.compactMap { $0["code"]?.string })] {
                var headers: Set<String> = []
                for code in codes {
                    let shown = try await daemon.gatehouse(noun, "show", code, "-o", "csv")
                    headers.insert(shown.output.split(separator: "\r\n").first.map(String.init) ?? "none")
                }
                #expect(headers.count == 1, "\(noun): \(headers)")
            }
        }
    }

    @Test(arguments: [60, 40])
    func `tables fit the terminal, and are whole in a pipe`(columns: Int) async throws {
        try await withDaemon { daemon in
            let long = String(repeating: "a-long-name-", count: 4) + "@"
            _ = try await daemon.provider.call("request-approval", long + "a-very-long-domain-name.example")
            for command in [
                ["traffic"], ["approvals"], ["lists"], ["rules"], ["endpoints"], ["connectors"], ["flows"], ["audit"],
                ["policy", "history"], ["tables"], ["accounts"],
            ] {
                let environment = ["GATEHOUSE_SOCKET": daemon.socket, "TERM": "xterm"]
                try await withScreen(columns: columns, rows: 30, command, environment: environment) { screen in
                    let status = try await screen.ended()
                    #expect(status == 0)
                    let text = String(decoding: screen.wire, as: UTF8.self)
                        .replacing(/\u{1B}\[[0-9;]*m/, with: "")
                    for line in text.split(whereSeparator: \.isNewline) {
                        #expect(line.count <= columns, "\(command): \(line)")
                    }
                }
                let piped = try await daemon.gatehouse(command)
                #expect(!piped.output.contains("…"), "\(command): \(piped.output)")
            }
        }
    }
}
