import CEL
import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

private func table(
    _ rows: [[String]],
    columns: [String] = ["email", "tier"],
    kind: TableKeyKind = .email
) throws -> ReferenceTable {
    var builder = TableBuilder(columns: columns, key: 0, keyKind: kind)
    for row in rows { try builder.append(row.map { ArraySlice($0.utf8) }) }
    return builder.finish()
}

@Suite struct `A reference table` {
    @Test(arguments: [
        (TableKeyKind.email, "Ada@B.Example", ["ada@b.example", " ADA@b.example. ", "ada@B.EXAMPLE"]),
        (.domain, "Bücher.example", ["bücher.example", "xn--bcher-kva.example", "BÜCHER.EXAMPLE."]),
        (.text, " Key 1 ", ["Key 1", " Key 1"]),
    ])
    func `a row is found by its key as the key's kind compares it`(
        kind: TableKeyKind,
        key: String,
        spellings: [String]
    ) throws {
        let table = try table([[key, "gold"]], kind: kind)
        for spelling in spellings { #expect(table.row(spelling) == 0, "\(spelling)") }
        #expect(table.row("other@b.example") == nil)
        #expect(table.cell(0, 1) == "gold")
    }

    @Test func `text keys that differ in case are different`() throws {
        let table = try table([["a", "1"], ["A", "2"]], kind: .text)
        #expect(table.row("A").map { table.cell($0, 1) } == "2")
    }

    @Test func `duplicate and invalid keys are refused`() throws {
        var builder = TableBuilder(columns: ["email"], key: 0, keyKind: .email)
        try builder.append([ArraySlice("a@b.example".utf8)])
        let again = #expect(throws: TableBuilder.Fault.self) { try builder.append([ArraySlice("A@B.example".utf8)]) }
        #expect(again == .duplicate(0))
        let bad = #expect(throws: TableBuilder.Fault.self) { try builder.append([ArraySlice("nobody".utf8)]) }
        #expect(bad == .badKey)
        #expect(builder.finish().count == 1)
    }

    @Test func `a table keeps many rows with all their cells`() throws {
        let long = String(repeating: "å", count: 300)
        let rows = (0..<20_000).map { ["k\($0)", "", "v\($0 % 7)\($0 % 100 == 0 ? long : "")"] }
        let table = try table(rows, columns: ["id", "empty", "value"], kind: .text)
        #expect(table.count == 20_000)
        for number in stride(from: 0, to: 20_000, by: 37) {
            let row = try #require(table.row("k\(number)"))
            #expect(table.values(row) == ["id": "k\(number)", "empty": "", "value": rows[number][2]])
        }
        #expect(table.row("k20000") == nil)
    }

    @Test func `a table takes at most 20 bytes per row beyond its text`() throws {
        let rows = (0..<50_000).map { ["person.\($0)@customer-\($0).example", "gold", "SE"] }
        let table = try table(rows, columns: ["email", "tier", "country"])
        let text = rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count } }
        #expect((table.footprint - text) / rows.count <= 20)
    }

    @Test func `a table can be compared with its previous version`() throws {
        let before = try table([["a@x.example", "1"], ["b@x.example", "2"], ["c@x.example", "3"]])
        let after = try table([["b@x.example", "2"], ["C@x.example", "4"], ["d@x.example", "5"]])
        let difference = after.difference(from: before)
        #expect((difference.added, difference.changed) == (1, 1))
        #expect((difference.unchanged, difference.removed) == (1, 1))
        let wider = try table([["b@x.example", "2", ""]], columns: ["email", "tier", "note"])
        #expect(wider.difference(from: before).changed == 1)
    }
}

@Suite struct `lookup in expressions` {
    private let tables: TableSet
    private let environment: Environment

    init() throws {
        tables = TableSet(["customers": try table([["ada@b.example", "gold"], ["eve@b.example", ""]])])
        let definitions = [PolicyTable(name: "customers", key: "email"), PolicyTable(name: "empty", key: "id")]
        environment = Environment(
            variables: ["claims", TablesObject.variable],
            functions: [Lookup.function(names: definitions.map(\.name))]
        )
    }

    private func evaluate(_ text: String, email: String = "Ada@B.example") throws -> Value {
        try environment.compile(text).evaluate(values(email))
    }

    private func values(_ email: String) -> [String: Value] {
        [
            "claims": .map(["email": .string(email)]),
            TablesObject.variable: .opaque(TablesObject(tables.current)),
        ]
    }

    private func isTrue(_ text: String, email: String = "Ada@B.example") throws -> Bool {
        guard case .bool(let answer) = try evaluate(text, email: email) else { return false }
        return answer
    }

    @Test(arguments: [
        #"lookup("customers", claims.email).tier == "gold""#, #"lookup("customers", claims.email)["tier"] == "gold""#,
        #"has(lookup("customers", claims.email).tier)"#, #"!has(lookup("customers", "x@y.example").tier)"#,
        #"lookup("customers", "x@y.example").?tier.orValue("none") == "none""#,
        #"lookup("customers", claims.email).?tier.orValue("none") == "gold""#,
        #"lookup("customers", "eve@b.example").tier == """#, #"!has(lookup("empty", "x").id)"#,
        #"cel.bind(row, lookup("customers", claims.email), row.tier + row.email) == "goldada@b.example""#,
        #"type(lookup("customers", claims.email)) != string"#,
    ])
    func `a lookup reads a column of the row`(text: String) throws {
        #expect(try isTrue(text))
    }

    @Test(arguments: [
        #"lookup("customers", "x@y.example").tier == "gold""#, #"lookup("customers", claims.email).nothing == "x""#,
        #"lookup("customers", "no address").tier == """#, #"lookup("empty", "x").id == """#,
        #"lookup("customers", claims.missing).tier == """#,
    ])
    func `a lookup has no value if the row or column is missing`(text: String) {
        #expect(throws: ExpressionError.self) { try evaluate(text) }
    }

    @Test func `a lookup in an unknown table is a compile-time error with a suggestion`() {
        let error = #expect(throws: ExpressionError.self) {
            try environment.compile(#"lookup("custmers", claims.email).tier == "gold""#)
        }
        #expect(error?.message == #"there is no table "custmers"; did you mean "customers"?"#)
    }

    @Test(arguments: [
        #"lookup("customers", claims.email).teir == "gold""#, #"has(lookup("customers", claims.email).teir)"#,
        #"lookup("customers", claims.email)["teir"] == "gold""#,
        #"lookup("customers", claims.email).?teir.hasValue()"#,
    ])
    func `a lookup of an unknown column is found before evaluation`(text: String) throws {
        let problem = Lookup.problem(in: try environment.compile(text)) { tables[$0]?.columns }
        #expect(problem?.message == #"the table "customers" has no column "teir"; did you mean "tier"?"#)
        #expect(Lookup.problem(in: try environment.compile(text)) { _ in nil }?.message == nil)
    }

    @Test func `a lookup sees the rows of the newest import`() throws {
        let program = try environment.compile(#"lookup("customers", "ada@b.example").tier"#)
        tables.replace("customers", with: try table([["ada@b.example", "silver"]]))
        guard case .string(let tier) = try program.evaluate(values("")) else { throw NoText() }
        #expect(tier == "silver")
    }

    @Test func `the tables that an expression uses are known`() throws {
        let program = try environment.compile(#"claims.email != "" && lookup("customers", claims.email).tier == "x""#)
        #expect(Set(Lookup.uses(in: program.expression).map(\.table)) == ["customers"])
    }

    private struct NoText: Error {}
}

@Suite struct `A table in the policy` {
    @Test func `a key called email is compared as an address unless the policy says otherwise`() throws {
        let document = try PolicyDocument.parse(
            """
            [[table]]
            name = "customers"
            key = "email"
            columns = ["email", "tier"]

            [[table]]
            name = "sites"
            key = "host"
            key-kind = "domain"

            [[table]]
            name = "staff"
            key = "email"
            key-kind = "text"
            """,
            file: "policy.toml"
        )
        #expect(document.tables.map(\.keyKind) == [.email, .domain, .text])
        #expect(document.table("customers")?.columns == ["email", "tier"])
    }

    @Test(arguments: [
        (#"name = "t""#, #"has no "key""#), (#"name = "t"\#nkey = "" "#, "is empty"),
        (#"name = "t"\#nkey = "a"\#nkey-kind = "mail""#, "key-kind"),
        (#"name = "t"\#nkey = "a"\#ncolumns = ["b"]"#, "not among the columns"),
        (#"name = "t"\#nkey = "a"\#ncolumns = ["a", "a"]"#, "twice"),
        (#"name = "t"\#nkey = "a"\#ncolums = ["a"]"#, #"did you mean "columns"?"#),
        (#"name = "T t"\#nkey = "a""#, "cannot be a name"), (#"name = "t"\#nkey = " a""#, "cannot be a column"),
    ])
    func `a mistake in a table is refused with a remedy`(text: String, remedy: String) {
        let error = #expect(throws: TOMLProblem.self) {
            try PolicyDocument.parse("[[table]]\n\(text)", file: "policy.toml")
        }
        #expect(error?.description.contains(remedy) == true, "\(error?.description ?? "")")
    }
}
