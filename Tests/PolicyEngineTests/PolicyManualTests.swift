import Foundation
import PolicyEngine
import Testing

@Suite struct `The policy's manual` {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "man/gatehouse-policy.5")

    /// The examples of the page, joined.
    private static func examples() throws -> String {
        var lines: [Substring] = []
        var isExample = false
        for line in try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ) {
            switch line {
            case ".Bd -literal -offset indent": isExample = true
            case ".Ed":
                isExample = false
                lines.append("")
            case let line where isExample: lines.append(line)
            default: break
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test func `the examples in the policy's manual form one valid policy`() throws {
        let policy = try PolicyDocument.parse(try Self.examples(), file: "gatehouse-policy.5")
        #expect(policy.endpoints.count == 2)
        #expect(policy.rules.count == 3)
        #expect(policy.flows.count == 1)
        #expect(policy.tables.count == 1)
    }

    @Test(arguments: [
        "credential", "queue", "endpoint", "list", "table", "claim", "rule", "connector", "flow",
    ])
    func `the policy's manual has an example of each part`(part: String) throws {
        #expect(try Self.examples().contains("[[\(part)]]"))
    }
}
