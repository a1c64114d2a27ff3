import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `Lists from the command line` {
    @Test func `list entries take effect at once, expire, and can be undone`() async throws {
        try await withDaemon { daemon in
            let preview = try await daemon.gatehouse(
                "lists",
                "add",
                "blocked",
                ".bad.example",
                "--dry-run",
                "-o",
                "json"
            )
            #expect(preview.json?["dry_run"]?.isTrue == true)
            #expect(try await daemon.provider.call("shop", "a@x.bad.example").action == "Continue")

            let added = try await daemon.gatehouse(
                "lists",
                "add",
                "blocked",
                ".bad.example",
                "--expires",
                "30d",
                "--comment",
                "SEC-1",
                "-o",
                "json"
            )
            #expect(added.json?["added"]?[0]?["comment"]?.string == "SEC-1")
            #expect(added.json?["added"]?[0]?["expires"]?.string != nil)
            #expect(try await daemon.provider.call("shop", "b@x.bad.example").action == "ShowBlockPage")

            let change = try #require(added.json?["change"]?.int)
            #expect(try await daemon.gatehouse("lists", "undo", "blocked", String(change)).status == 0)
            #expect(try await daemon.provider.call("shop", "c@x.bad.example").action == "Continue")
        }
    }

    @Test func `lists check says which entry decides for an address`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.gatehouse("lists", "add", "blocked", ".bad.example")
            _ = try await daemon.gatehouse("lists", "add", "friends", "good@x.bad.example")
            let checked = try await daemon.gatehouse("lists", "check", "good@x.bad.example", "-o", "json")
            let deciding = checked.json?.array?.filter { $0["decides"]?.isTrue == true }
            #expect(deciding?.count == 1)
            #expect(deciding?.first?["list"]?.string == "friends")
            #expect(checked.json?.array?.count == 2)
        }
    }

    @Test func `lists are imported whole, previewed first, and exported as they were imported`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write(
                """
                entry,comment,owner,ticket,expires
                .one.example,"with, comma",anna,T-1,
                two.example,,bo,,2099-01-01T00:00:00.000Z
                """,
                to: "bad.csv"
            )
            let preview = try await daemon.gatehouse("lists", "import", "blocked", file, "--dry-run", "-o", "json")
            #expect(preview.json?["added"]?.int == 2)
            #expect(try await daemon.gatehouse("lists", "show", "blocked", "-o", "json").json?.array?.isEmpty == true)

            #expect(try await daemon.gatehouse("lists", "import", "blocked", file).status == 0)
            let exported = try await daemon.gatehouse("lists", "export", "blocked")
            #expect(exported.output.contains(".one.example,\"with, comma\",anna,T-1,"))
            let again = try await Program.run(
                "gatehouse",
                ["lists", "import", "blocked", "-", "-o", "json"],
                environment: ["GATEHOUSE_SOCKET": daemon.socket],
                input: exported.output
            )
            #expect(again.json?["unchanged"]?.int == 2)
        }
    }

    @Test func `lists import refuses a file with a bad line as a whole and names the line`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write("good.example\nnot an entry\n.also.example\n@@\n", to: "bad.txt")
            let result = try await daemon.gatehouse("lists", "import", "blocked", file)
            #expect(result.status == 2)
            #expect(result.errors.contains("\(file):2:"))
            #expect(result.errors.contains("\(file):4:"))
            #expect(try await daemon.gatehouse("lists", "show", "blocked", "-o", "json").json?.array?.isEmpty == true)
        }
    }

    @Test func `lists import removes entries that the file lacks on request`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.gatehouse("lists", "add", "blocked", "old.example", "kept.example")
            let file = try daemon.directory.write("kept.example\nnew.example\n", to: "new.txt")
            let result = try await daemon.gatehouse("lists", "import", "blocked", file, "--replace", "-o", "json")
            #expect(result.json?["removed"]?.int == 1)
            #expect(result.json?["added"]?.int == 1)
        }
    }
}
