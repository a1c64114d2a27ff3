import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The policy from the command line` {
    @Test func `an exported policy is the applied one and can be applied again`() async throws {
        try await withDaemon { daemon in
            let exported = try await daemon.gatehouse("policy", "export")
            #expect(exported.output == SamplePolicies.guests)
            let file = try daemon.directory.write(
                exported.output + "\n\n[[list]]\nname = \"more\"\neffect = \"none\"\n",
                to: "more.toml"
            )
            let applied = try await daemon.gatehouse("policy", "apply", file, "--comment", "one more", "-o", "json")
            #expect(applied.json?["revision"]?.int == 2)
            #expect(applied.json?["comment"]?.string == "one more")
            let stale = try await daemon.gatehouse("policy", "apply", file, "--base", "1")
            #expect(stale.status == 6)
        }
    }

    @Test func `a policy with an error changes nothing, and the error is located`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write(SamplePolicies.guests + "\ncolour = \"red\"\n", to: "bad.toml")
            let result = try await daemon.gatehouse("policy", "apply", file)
            #expect(result.status == 2)
            #expect(result.errors.contains("colour"))
            #expect(try await daemon.gatehouse("policy", "show", "-o", "json").json?["revision"]?.int == 1)
        }
    }
}

@Suite struct `The policy's life from the command line` {
    static let blocking = SamplePolicies.guests.replacing("effect = \"allow\"", with: "effect = \"deny\"")

    @Test func `a policy goes from check, diff and simulation to history and back`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.gatehouse("lists", "add", "friends", "b.example")
            for name in ["ada", "bo"] { _ = try await daemon.provider.call("shop", "\(name)@b.example") }
            _ = try await daemon.provider.call("shop", "cy@c.example")
            let file = try daemon.directory.write(Self.blocking, to: "draft.toml")
            #expect(try await daemon.gatehouse("policy", "check", file).status == 0)
            let diff = try await daemon.gatehouse("policy", "diff", file, "-o", "json")
            #expect(diff.json?["parts"]?[0]?["subject"]?.string == "list:friends")
            let simulation = try await daemon.gatehouse("policy", "simulate", file, "-o", "json")
            #expect(simulation.status == 0)
            #expect(simulation.json?["replayed"]?.int == 3)
            #expect(simulation.json?["flips"]?[0]?["calls"]?.int == 2)
            #expect(simulation.json?["flips"]?[0]?["decided_by"]?.string == "list:friends")
            let flips = try await daemon.gatehouse("policy", "simulate", file, "--flips", "-o", "jsonl")
            #expect(flips.output.split(separator: "\n").count == 2)
            let replayed = try await daemon.gatehouse(
                "traffic",
                "replay",
                "--filter",
                "email:ada@*",
                "--policy",
                file,
                "-o",
                "json"
            )
            #expect(replayed.json?[0]?["outcome"]?.string == "block")
            #expect(try await daemon.gatehouse("policy", "apply", file, "--comment", "enough").status == 0)
            #expect(try await daemon.provider.call("shop", "di@b.example").action == "ShowBlockPage")
            let back = try await daemon.gatehouse("policy", "rollback", "1", "-o", "json")
            #expect(back.json?["revision"]?.int == 3)
            #expect(try await daemon.provider.call("shop", "ed@b.example").action == "Continue")
            let history = try await daemon.gatehouse("policy", "history", "-o", "json")
            #expect(history.json?.array?.compactMap { $0["revision"]?.int } == [3, 2, 1])
            #expect(try await daemon.gatehouse("policy", "export", "--revision", "2").output == Self.blocking)
        }
    }

    @Test func `a check reports every problem of a document with its place`() async throws {
        try await withDaemon { daemon in
            let broken =
                SamplePolicies.guests.replacing("effect = \"deny\"", with: "effect = \"dney\"") + "\n[[lsit]]\n"
            let file = try daemon.directory.write(broken, to: "bad.toml")
            let result = try await daemon.gatehouse("policy", "check", file)
            #expect(result.status == 2)
            let place = try #require(
                broken.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
                    $0.contains("dney")
                }
            )
            let sentence = "\(file):\(place + 1):1: effect = \"dney\" does not exist; did you mean \"deny\"?"
            #expect(result.output.contains(sentence))
            #expect(result.output.contains("unknown key \"lsit\""))
        }
    }

    @Test func `the changes of two people are merged`() async throws {
        try await withDaemon { daemon in
            let theirs = try daemon.directory.write(
                SamplePolicies.guests + "\n# theirs\n[[queue]]\nname = \"q\"\n",
                to: "a.toml"
            )
            let mine = try daemon.directory.write(Self.blocking, to: "b.toml")
            let merged = daemon.directory.path + "/merged.toml"
            #expect(try await daemon.gatehouse("policy", "apply", theirs).status == 0)
            let stale = try await daemon.gatehouse("policy", "apply", mine, "--base", "1")
            #expect(stale.status == 6)
            #expect(try await daemon.gatehouse("policy", "diff", mine, "--base", "1", "--merge", merged).status == 0)
            let text = try String(contentsOfFile: merged, encoding: .utf8)
            #expect(text.contains("name = \"q\""))
            #expect(text.contains("name = \"friends\"\neffect = \"deny\""))
        }
    }

    @Test func `drafts are kept beside the policy`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write("# mine\n", to: "draft.toml")
            #expect(try await daemon.gatehouse("policy", "draft", "save", file, "--name", "anna").status == 0)
            #expect(try await daemon.gatehouse("policy", "draft", "save", file, "--name", "anna").status == 0)
            let list = try await daemon.gatehouse("policy", "draft", "list", "-o", "json")
            #expect(list.json?[0]?["edition"]?.int == 2)
            #expect(try await daemon.gatehouse("policy", "draft", "show", "anna", "--text").output == "# mine\n")
            #expect(try await daemon.gatehouse("policy", "draft", "discard", "anna").status == 0)
            #expect(try await daemon.gatehouse("policy", "draft", "show", "anna").status == 5)
        }
    }
}
