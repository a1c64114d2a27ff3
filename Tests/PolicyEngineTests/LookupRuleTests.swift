import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

@Suite struct `Rules that look into tables` {
    typealias Bench = RuleBench
    private static let customers = "[[table]]\nname = \"customers\"\nkey = \"email\"\n"
    private static let gold = #"lookup("customers", claims.email).tier == "gold""#

    private static func rows(_ rows: [[String]]) throws -> ReferenceTable {
        var builder = TableBuilder(columns: ["email", "tier"], key: 0, keyKind: .email)
        for row in rows { try builder.append(row.map { ArraySlice($0.utf8) }) }
        return builder.finish()
    }

    private let tables: TableSet

    init() throws { tables = TableSet(["customers": try Self.rows([["ada@b.example", "gold"]])]) }

    private func bench(_ when: String, _ then: String = "block", _ more: String = "") throws -> Bench {
        try Bench(Self.customers + Bench.rule("r", when, then, more), tables: tables)
    }

    @Test func `a rule decides by the person's row and its trace shows the values read`() throws {
        let judgement = try bench(Self.gold).judge("Ada@B.example")
        #expect(judgement.ruleHits == ["r"])
        let reads = judgement.considered.last?.reads ?? []
        #expect(reads.last == Trace.Reading(path: #"lookup("customers", …).tier"#, value: #""gold""#))
    }

    @Test func `a rule does not match without a row, and its trace says why`() throws {
        let judgement = try bench(Self.gold).judge("eve@b.example")
        #expect(judgement.ruleHits == [])
        #expect(judgement.notes.last?.hasSuffix(#"the table "customers" has no row with this key"#) == true)
        #expect(judgement.considered.last?.result == .unknown)
        #expect(judgement.considered.last?.reads.last?.value == nil)
    }

    @Test(arguments: [
        #"!has(lookup("customers", claims.email).tier)"#,
        #"lookup("customers", claims.email).?tier.orValue("none") == "none""#,
    ])
    func `a rule can test that a row is absent`(when: String) throws {
        #expect(try bench(when).judge("eve@b.example").ruleHits == ["r"])
        #expect(try bench(when).judge("ada@b.example").ruleHits == [])
    }

    @Test func `a rule sees replaced rows from the next call on`() throws {
        let bench = try bench(Self.gold)
        #expect(bench.judge("eve@b.example").ruleHits == [])
        tables.replace("customers", with: try Self.rows([["eve@b.example", "gold"]]))
        #expect(bench.judge("eve@b.example").ruleHits == ["r"])
        tables.replace("customers", with: nil)
        #expect(bench.judge("eve@b.example").notes.last?.hasSuffix(#"the table "customers" has no rows yet"#) == true)
    }

    @Test func `a rule sets claims from a row`() throws {
        let bench = try bench("true", "set", #"set = { tier = 'lookup("customers", claims.email).tier' }"#)
        #expect(bench.judge("ada@b.example").changes == ["tier": "gold"])
        #expect(bench.judge("eve@b.example").changes == [:])
    }

    @Test func `a trial of a rule reads tables as an enforced rule does`() throws {
        let bench = try bench("false")
        let rule = RuleDefinition(name: "t", when: Self.gold, then: .block)
        let trial = try RuleTrial(rule, under: bench.snapshot)
        let result = trial.result(on: Claims(email: "ada@b.example"), call: bench.facts("form"), at: bench.now)
        #expect(result.matches)
        #expect(result.reads.map(\.value).contains(#""gold""#))
    }

    @Test func `a table lists the rules and unless conditions that use it`() throws {
        let unless = #"unless = 'has(lookup("customers", claims.email).tier)'"#
        let frame = Bench.frame.replacing(#"unless = 'claims.email.domain() in list("partners")'"#, with: unless)
        let text = frame + Self.customers + Bench.rule("r", Self.gold, "block") + Bench.rule("s", "true", "allow")
        let document = try PolicyDocument.parse(text, file: "p")
        let users = document.ruleSet.users(ofTable: "customers")
        #expect(users.map(\.name) == ["r", "unless of form"])
        #expect(users.map(\.columns) == [["tier"], ["tier"]])
        let empty = PolicySnapshot(document: document, revision: 1, indexes: [:])
        #expect(empty.ruleWarnings.first == ["the table customers has no rows yet"])
    }

    @Test(arguments: [
        (#"lookup("custmers", claims.email).tier == "x""#, #"did you mean "customers"?"#),
        (#"lookup(claims.email, claims.email).tier == "x""#, "the name of a table, in quotes"),
        (#"lookup("customers", claims.email).teir == "x""#, #"did you mean "tier"?"#),
        (#"lookup("customers", 7).tier == "x""#, "lookup"),
    ])
    func `a rule that names an unknown table or column is refused with a suggestion`(when: String, detail: String) {
        let text = Bench.frame + Self.customers + Bench.rule("r", when, "block")
        let reading = PolicyDocument.read(text, file: "p", columns: ["customers": ["email", "tier"]])
        #expect(reading.problems.count == 1)
        #expect(reading.problems.first?.description.contains(detail) == true, "\(reading.problems)")
    }

    @Test func `a rule is checked against the columns in the policy before any import`() {
        let table = Self.customers + #"columns = ["email", "tier"]"# + "\n"
        let when = #"lookup("customers", claims.email).teir == "x""#
        let problems = PolicyDocument.read(Bench.frame + table + Bench.rule("r", when, "block"), file: "p").problems
        #expect(problems.first?.description.contains(#"has no column "teir""#) == true, "\(problems)")
    }
}
