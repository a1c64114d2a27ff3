import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The manuals` {
    @Test(arguments: [("gatehouse", "gatehouse.1"), ("gatehoused", "gatehoused.8")])
    func `the manuals have every command and every option`(program: String, page: String) async throws {
        let text = try String(contentsOfFile: Repository.root + "/man/" + page, encoding: .utf8)
        let dump = try await Program.run(program, ["--experimental-dump-help"])
        let command = try #require(dump.json?["command"])
        for wanted in names(in: command, path: []) {
            #expect(text.contains(wanted), "\(page) lacks \(wanted)")
        }
    }

    @Test(arguments: ["gatehouse.1", "gatehouse-console.5", "gatehouse-policy.5", "gatehoused.8"])
    func `every list in the manuals ends in the section where it begins`(page: String) throws {
        let text = try String(contentsOfFile: Repository.root + "/man/" + page, encoding: .utf8)
        var open = 0
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            switch line.prefix(3) {
            case ".Bl": open += 1
            case ".El": open -= 1
            case ".Sh", ".Ss": #expect(open == 0, "\(page):\(number + 1): a list above is not ended")
            default: break
            }
        }
        #expect(open == 0)
    }

    @Test func `an expression's value is printed in the format that is asked for`() async throws {
        let expected = [
            "table": "2  (int)\n", "jsonl": "{\"type\":\"int\",\"value\":2}\n", "csv": "type,value\r\nint,2\r\n",
        ]
        for (format, text) in expected {
            #expect(try await Program.run("gatehouse", ["expr", "1 + 1", "-o", format]).output == text)
        }
    }

    /// The names that a page must have for a command and all its subcommands.
    private func names(in command: JSONValue, path: [String]) -> [String] {
        let options = (command["arguments"]?.array ?? []).compactMap { argument -> String? in
            guard argument["shouldDisplay"]?.isTrue == true, argument["kind"]?.string != "positional" else {
                return nil
            }
            return argument["preferredName"]?["name"]?.string.map { $0.count == 1 ? "Fl \($0)" : "Fl -\($0)" }
        }
        let below = (command["subcommands"]?.array ?? []).filter { $0["commandName"]?.string != "help" }
        let nested = below.flatMap { child -> [String] in
            let name = child["commandName"]?.string ?? ""
            return names(in: child, path: path + [name])
        }
        let own = path.isEmpty || !below.isEmpty ? [] : ["Cm " + path.joined(separator: " ")]
        return own + options + nested
    }
}

@Suite struct `The completions` {
    @Test(arguments: ["bash", "zsh", "fish"])
    func `completions are written for the usual shells`(shell: String) async throws {
        let result = try await Program.run("gatehouse", ["--generate-completion-script", shell])
        #expect(result.status == 0)
        #expect(result.output.contains("approvals"))
    }
}

/// Paths of this repository.
enum Repository {
    /// The top folder, three levels above this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}
