import GatehouseModel
import PolicyEngine
import Testing

/// A policy with lists and rules for judging calls.
struct RuleBench {
    static let frame = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { file = "entra.password" }
        [[queue]]
        name = "guests"
        [[queue]]
        name = "staff"
        [[endpoint]]
        name = "start"
        dialect = "entra-b2b"
        step = "post-federation"
        credentials = ["entra"]
        [[endpoint]]
        name = "form"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests", unless = 'claims.email.domain() in list("partners")' }
        [[list]]
        name = "friends"
        effect = "allow"
        [[list]]
        name = "foes"
        effect = "deny"
        [[list]]
        name = "freemail"
        effect = "approve"
        queue = "guests"
        [[list]]
        name = "partners"
        effect = "none"

        """

    let snapshot: PolicySnapshot
    let now = Timestamp(milliseconds: 1_700_000_000_000)

    init(_ rules: String, entries: [String: [String]] = [:], tables: TableSet = TableSet()) throws {
        let document = try PolicyDocument.parse(Self.frame + rules, file: "p")
        var indexes: [String: EntryIndex] = [:]
        for (list, notations) in entries {
            var records = EntryRecords()
            for (place, notation) in notations.enumerated() {
                records.append(try EntryPattern(notation), id: Int64(place + 1))
            }
            indexes[list] = EntryIndex(records)
        }
        snapshot = PolicySnapshot(document: document, revision: 1, indexes: indexes, tables: tables)
    }

    /// A rule in TOML.
    static func rule(_ name: String, _ when: String, _ then: String, _ more: String = "") -> String {
        "[[rule]]\nname = \"\(name)\"\nwhen = '''\(when)'''\nthen = \"\(then)\"\n\(more)\n"
    }

    func judge(
        _ email: String? = "ada@b.example",
        _ attributes: [String: JSONValue] = [:],
        at endpoint: String = "form",
        locales: [String] = []
    ) -> Judgement {
        let claims = Claims(
            email: email,
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "1")],
            locales: locales,
            attributes: attributes
        )
        return snapshot.judgement(on: claims, call: facts(endpoint), at: now)
    }

    func facts(_ endpoint: String) -> CallFacts {
        let step: Step = endpoint == "form" ? .postAttributeCollection : .postFederation
        return CallFacts(endpoint: endpoint, step: step, dialect: .entraB2B, ip: "192.0.2.7", time: now)
    }
}

@Suite struct `Rules` {
    typealias Bench = RuleBench

    @Test func `rules decide in order, and evaluation stops at the rule that ends the run`() throws {
        let bench = try Bench(
            Bench.rule("one", "claims.a == 1", "block")
                + Bench.rule("two", "claims.a <= 2", "approve", "queue = \"staff\"")
                + Bench.rule("three", "true", "allow") + Bench.rule("four", "true", "block")
        )
        #expect(bench.judge(nil, ["a": 2]).verdict == .ask(queue: "staff", by: .rule("two")))
        let third = bench.judge(nil, ["a": 3])
        #expect(third.verdict == .allowed(by: .rule("three")))
        #expect(third.considered.filter { $0.subject == .rule }.map(\.name) == ["one", "two", "three"])
        #expect(third.considered.filter { $0.subject == .rule }.map(\.result) == [.passed, .passed, .decided])
        #expect(third.ruleHits == ["three"])
    }

    @Test func `the trace shows the condition that matched and the values it read`() throws {
        let bench = try Bench(Bench.rule("one", #"claims.country == "SE" && claims.age < 18"#, "block"))
        let line = try #require(bench.judge(nil, ["country": "SE", "age": 17]).considered.last)
        #expect(line.reads.map(\.path) == ["claims.country", "claims.age"])
        #expect(line.reads.map(\.value) == ["\"SE\"", "17"])
        #expect(line.effect == "block")
    }

    @Test func `a rule applies only to calls of its endpoints`() throws {
        let bench = try Bench(Bench.rule("one", "true", "block", "endpoints = [\"start\"]"))
        #expect(bench.judge(at: "start").verdict == .blocked(by: .rule("one"), message: StockMessages.denied))
        #expect(bench.judge(at: "form").verdict == .undecided)
        #expect(!bench.judge(at: "form").considered.contains { $0.subject == .rule })
    }

    @Test func `changed claims are visible in the answer and to later rules`() throws {
        let bench = try Bench(
            Bench.rule("tidy", "has(claims.name)", "set", "set = { name = 'claims.name.trim().titleCase()', n = '1' }")
                + Bench.rule("look", #"claims.name == "Ada Lovelace" && claims.n == 1"#, "tag", "tags = [\"ada\"]")
        )
        let judgement = bench.judge(nil, ["name": "  ADA LOVELACE"])
        #expect(judgement.verdict == .undecided)
        #expect(judgement.changes == ["name": "Ada Lovelace", "n": 1])
        #expect(judgement.tags == ["ada"])
        let line = try #require(judgement.considered.first { $0.name == "tidy" })
        #expect(line.result == .applied)
        #expect(line.changes.map(\.path) == ["claims.n", "claims.name"])
        #expect(line.changes.map(\.value) == ["1", "\"Ada Lovelace\""])
    }

    static let mapQuestions = [
        "size(claims) == 6 && claims.size() > 5",
        "claims.exists(k, k.startsWith('extension_') && claims[k] == 'gold')",
        "claims.all(k, v, type(v) == string || k in ['identities', 'n'])",
        "claims.filter(k, k == 'email') == ['email']",
        "claims.transformMap(k, v, k == 'n', v) == {'n': 3}",
        "identities[0] == {'signInType': 'federated', 'issuer': 'google.com', 'issuerAssignedId': '1'}",
        "identities.all(i, size(i) == 3 && 'issuer' in i && i.exists(k, i[k] == 'google.com'))",
        "call.exists(k, k == 'endpoint') && 'ip' in call && !('x' in call)",
        "claims == claims && claims != {'a': 1} && !(claims == call)",
    ]

    @Test(arguments: mapQuestions)
    func `claims, identities and the call can be used as maps`(question: String) throws {
        let bench = try Bench(Bench.rule("one", question, "tag", "tags = [\"yes\"]"))
        let judgement = bench.judge(
            "ada@b.example",
            ["city": "Lyon", "extension_1_tier": "gold", "n": 3],
            locales: ["fr", "en"]
        )
        #expect(judgement.tags == ["yes"], "\(judgement.notes)")
    }

    @Test func `a rule that iterates over thousands of claims has no value, in bounded time`() throws {
        let bench = try Bench(Bench.rule("one", "claims.exists(a, claims.exists(b, claims.exists(c, false)))", "block"))
        let many = Dictionary(uniqueKeysWithValues: (0..<2000).map { ("c\($0)", JSONValue.int(Int64($0))) })
        let judgement = bench.judge("ada@b.example", many)
        #expect(judgement.verdict == .undecided)
        #expect(judgement.notes.contains { $0.contains("takes too many steps") })
    }

    @Test func `a claim that already has the value is not changed`() throws {
        let bench = try Bench(Bench.rule("tidy", "true", "set", "set = { name = 'claims.name.trim()' }"))
        #expect(bench.judge(nil, ["name": "Ada"]).changes.isEmpty)
    }

    @Test(arguments: [
        ("null", "it is null, which no answer may hold"),
        ("0.0 / 0.0", "it is no number"),
        ("{1: 2}", "it is a map, which no claim can hold; make it text with string()"),
        ("claims.none", "1:7: no such key: 'none'"),
        ("[1]", "it is a list of something else than texts of at most 4096 bytes"),
    ])
    func `a value that an answer cannot carry is never set`(expression: String, remark: String) throws {
        let bench = try Bench(Bench.rule("r", "true", "set", "set = { a = '\(expression)' }"))
        let judgement = bench.judge(nil, at: "start")
        #expect(judgement.changes.isEmpty)
        #expect(judgement.notes == ["rule \"r\": a was not set: \(remark)"])
    }

    @Test func `a shadow rule is recorded and changes nothing`() throws {
        let bench = try Bench(
            Bench.rule("trial", "true", "block", "mode = \"shadow\"")
                + Bench.rule("try", "true", "set", "mode = \"shadow\"\nset = { a = '1' }")
                + Bench.rule("off", "true", "block", "mode = \"off\"")
        )
        let judgement = bench.judge(nil)
        #expect(judgement.verdict == .undecided)
        #expect(judgement.changes.isEmpty)
        let rules = judgement.considered.filter { $0.subject == .rule }
        #expect(rules.map(\.name) == ["trial", "try"])
        #expect(rules.map(\.result) == [.shadowed, .shadowed])
        #expect(rules.last?.changes == [Trace.Reading(path: "claims.a", value: "1")])
        #expect(judgement.ruleHits == ["trial", "try"])
    }

    @Test func `a rule without a value does not match, and a note says why`() throws {
        let bench = try Bench(Bench.rule("r", "claims.age < 18", "block") + Bench.rule("s", "claims.age", "block"))
        let judgement = bench.judge(nil, ["age": "old"], at: "start")
        #expect(judgement.verdict == .undecided)
        #expect(judgement.considered.filter { $0.subject == .rule }.map(\.result) == [.unknown, .unknown])
        #expect(
            judgement.notes == [
                "rule \"r\": 1:12: '<' does not take string, int",
                "rule \"s\": 1:7: this must be true or false, it is string",
            ]
        )
    }

    @Test func `a validation error has a message in the person's language`() throws {
        let bench = try Bench(
            Bench.rule("r", "true", "invalid", "field = \"postalCode\"\nmessage = { default = \"No.\", fr = \"Non.\" }")
        )
        guard case .invalid(let by, let message, let field) = bench.judge().verdict else {
            Issue.record("not invalid")
            return
        }
        #expect(by == .rule("r"))
        #expect(field == "postalCode")
        let values = MessageValues(code: ReferenceCode(value: 1), claims: Claims())
        #expect(message.text(for: ["fr-CA"], values: values) == "Non.")
        #expect(message.text(for: ["sv"], values: values) == "No.")
    }

    // MARK: - Lists

    @Test func `rules are not evaluated after a deny list decided`() throws {
        let bench = try Bench(Bench.rule("r", "true", "allow"), entries: ["foes": ["b.example"]])
        let judgement = bench.judge()
        #expect(judgement.verdict == .blocked(by: .list("foes"), message: StockMessages.denied))
        #expect(!judgement.considered.contains { $0.subject == .rule })
    }

    @Test func `rules can block, but not ask about, a person on an allow list`() throws {
        let bench = try Bench(
            Bench.rule("bad", "claims.a == 1", "block") + Bench.rule("ask", "true", "approve", "queue = \"staff\""),
            entries: ["friends": ["b.example"]]
        )
        #expect(
            bench.judge("ada@b.example", ["a": 1]).verdict == .blocked(by: .rule("bad"), message: StockMessages.denied)
        )
        let other = bench.judge("ada@b.example", ["a": 2])
        #expect(other.verdict == .allowed(by: .list("friends")))
        #expect(other.considered.last?.result == .overridden)
    }

    @Test func `rules can only change claims for a person on an approve list`() throws {
        let bench = try Bench(
            Bench.rule("block", "true", "block") + Bench.rule("set", "true", "set", "set = { a = '1' }"),
            entries: ["freemail": ["b.example"]]
        )
        let judgement = bench.judge()
        #expect(judgement.verdict == .ask(queue: "guests", by: .list("freemail")))
        #expect(judgement.changes == ["a": 1])
    }

    @Test(arguments: [
        (#"claims.email in list("partners")"#, "ada@b.example", "ada@b.example in partners"),
        (#"claims.email in list("partners")"#, "eve@c.example", "*.example in partners"),
        (#"claims.email.domain() in list("partners")"#, "eve@c.example", "*.example in partners"),
        (#"identities[0].issuer in list("partners")"#, nil, "issuer:google.com in partners"),
        (#"claims in list("partners")"#, "ada@b.example", "ada@b.example in partners"),
    ])
    func `rules can look up values in lists`(when: String, email: String?, entry: String) throws {
        let bench = try Bench(
            Bench.rule("r", when, "tag", "tags = [\"t\"]"),
            entries: ["partners": ["ada@b.example", "*.example", "issuer:google.com"]]
        )
        let judgement = bench.judge(email, at: "start")
        let line = try #require(judgement.considered.first { $0.subject == .rule })
        #expect(line.result == .applied)
        #expect(line.entry == entry)
        #expect(judgement.hits.map(\.list) == ["partners"])
    }

    @Test func `a typed text is never read as the notation of an entry`() throws {
        let bench = try Bench(
            Bench.rule("r", #"claims.x in list("partners")"#, "tag", "tags = [\"t\"]"),
            entries: ["partners": ["issuer:google.com", ".b.example"]]
        )
        #expect(bench.judge(nil, ["x": "issuer:google.com"]).tags.isEmpty)
        #expect(bench.judge(nil, ["x": "google.com"]).tags == ["t"])
        #expect(bench.judge(nil, ["x": ".b.example"]).tags.isEmpty)
    }

    @Test func `an unless condition skips approval`() throws {
        let bench = try Bench("", entries: ["partners": ["b.example"]])
        let spared = bench.judge()
        #expect(spared.isExemptFromAsking)
        #expect(spared.considered.last?.effect == "unless")
        #expect(spared.considered.last?.entry == "b.example in partners")
        #expect(!bench.judge("x@c.example").isExemptFromAsking)
        let unknown = bench.judge(nil)
        #expect(!unknown.isExemptFromAsking)
        #expect(unknown.notes == ["unless: 1:7: no such key: 'email'"])
    }

    @Test func `rules can read the facts of the call`() throws {
        let condition = #"""
            call.endpoint == "form" && call.step == "post-attribute-collection" && call.dialect == "entra-b2b"
            && call.locale == "fr-CA" && call.client == "app" && call.ip == "192.0.2.7"
            && call.time == timestamp("2023-11-14T22:13:20Z") && identities[0].issuerAssignedId == "1"
            """#
        let bench = try Bench(Bench.rule("r", condition, "tag", "tags = [\"t\"]"))
        let judgement = bench.judge("a@b.example", ["client_id": "app"], locales: ["fr-CA"])
        #expect(judgement.notes.isEmpty)
        #expect(judgement.tags == ["t"])
    }

    @Test func `a long trace names only the rules that matched`() throws {
        let many = (0..<40).map { Bench.rule("r\($0)", $0 == 7 ? "true" : "false", "tag", "tags = [\"t\"]") }.joined()
        let judgement = try Bench(many).judge()
        #expect(judgement.considered.filter { $0.subject == .rule }.map(\.name) == ["r7"])
        #expect(judgement.notes == ["39 more rules did not match"])
    }

    @Test func `a costly rule cannot delay a call`() throws {
        let costly =
            "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, "
            + "[1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, a + b + c + d + e > 0)))))"
        let judgement = try Bench(Bench.rule("r", costly, "block")).judge()
        #expect(judgement.verdict == .undecided)
        #expect(judgement.notes.first?.hasSuffix("the evaluation takes too many steps") == true)
    }
}

@Suite struct `Title case` {
    @Test(arguments: [
        ("ada lovelace", "Ada Lovelace"), ("ANNA-LENA", "Anna-Lena"), ("o'neill", "O'Neill"), ("McDonald", "McDonald"),
        ("it's", "It's"), ("ßmith", "Ssmith"), ("élan vital", "Élan Vital"), ("", ""), ("ILJA", "Ilja"),
    ])
    func `names are converted to title case`(text: String, tidy: String) throws {
        let bench = try RuleBench(RuleBench.rule("r", "true", "set", "set = { n = 'claims.n.titleCase()' }"))
        let judgement = bench.judge(nil, ["n": .string(text)])
        #expect((judgement.changes["n"] ?? .string(text)) == .string(tidy))
    }
}
