import Foundation
import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

@Suite struct `An edit of rules` {
    static let text = """
        # The policy of the shop.

        [[queue]]
        name = "guests"

        # --- what people type ---

        # Since 2026-03: the post wants it.
        [[rule]]
        name = "postal code"   # asked for by Anna
        when = 'claims.country == "Sweden"'
        then = "invalid"
        field = "postalCode"
        message = { default = "Enter a postal code.", sv = "Ange ett postnummer." }

        [[rule]]
        name = "tidy"
        when = 'true'
        then = "set"
        # names only
        [rule.set]
        givenName = 'claims.givenName.trim()'

        # --- lists ---

        [[list]]
        name = "partners"
        effect = "allow"
        """

    static let postal = RuleDefinition(
        name: "postal code",
        when: "claims.country == \"Sweden\"",
        then: .invalid,
        field: "postalCode",
        message: ["default": "Enter a postal code.", "sv": "Ange ett postnummer."]
    )
    static let fresh = RuleDefinition(name: "new", when: "claims.x == 'a'", then: .block, mode: .shadow)

    func edited(_ edits: RuleEdit..., text: String = text) throws -> String { try RuleEdit.apply(edits, to: text) }

    /// The lines that an edit removed and those that it added.
    func difference(_ after: String, _ before: String = text) -> [String] {
        let (old, new) = (
            before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
            after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        )
        return LineDiff(old, new, shownOld: old, shownNew: new).lines.compactMap { line in
            switch line.side {
            case .same: nil
            case .removed: "-" + line.text
            case .added: "+" + line.text
            }
        }
    }

    @Test func `an edit changes only the line of the member that differs`() throws {
        var rule = Self.postal
        rule.when = "claims.country in [\"Sweden\", \"Åland\"]"
        #expect(
            difference(try edited(.put(rule, replacing: "postal code", before: nil))) == [
                "-when = 'claims.country == \"Sweden\"'", "+when = 'claims.country in [\"Sweden\", \"Åland\"]'",
            ]
        )
    }

    @Test func `an edit adds and removes members in their usual places`() throws {
        var rule = Self.postal
        rule.mode = .shadow
        rule.field = nil
        #expect(
            difference(try edited(.put(rule, replacing: "postal code", before: nil)))
                == ["-field = \"postalCode\"", "+mode = \"shadow\""]
        )
    }

    @Test func `an edit keeps the comment after a changed name`() throws {
        var rule = Self.postal
        rule.name = "post code"
        #expect(
            difference(try edited(.put(rule, replacing: "postal code", before: nil))) == [
                "-name = \"postal code\"   # asked for by Anna", "+name = \"post code\"   # asked for by Anna",
            ]
        )
    }

    @Test func `an edit changes one claim in a separate table`() throws {
        let rule = RuleDefinition(name: "tidy", when: "true", then: .set, set: ["givenName": "claims.givenName"])
        #expect(
            difference(try edited(.put(rule, replacing: "tidy", before: nil))) == [
                "-givenName = 'claims.givenName.trim()'", "+givenName = 'claims.givenName'",
            ]
        )
    }

    @Test func `a new rule is written after the last one and before what follows`() throws {
        #expect(
            difference(try edited(.put(Self.fresh, replacing: nil, before: nil))) == [
                "+[[rule]]", "+name = \"new\"", "+when = \"claims.x == 'a'\"", "+then = \"block\"",
                "+mode = \"shadow\"", "+",
            ]
        )
    }

    @Test func `a new rule is written before another, whose comments stay with it`() throws {
        let text = try edited(.put(Self.fresh, replacing: nil, before: "postal code"))
        #expect(text.contains("# --- what people type ---\n\n[[rule]]\nname = \"new\""))
        #expect(
            text.contains("mode = \"shadow\"\n\n# Since 2026-03: the post wants it.\n[[rule]]\nname = \"postal code\"")
        )
    }

    @Test func `a removed rule takes along only its own comment`() throws {
        let text = try edited(.remove("postal code"))
        #expect(!text.contains("Since 2026-03"))
        #expect(text.contains("# --- what people type ---\n\n[[rule]]\nname = \"tidy\""))
        let both = try edited(.remove("tidy"), .remove("postal code"))
        #expect(both.contains("# --- what people type ---"))
        #expect(both.contains("# --- lists ---\n\n[[list]]"))
    }

    @Test func `a moved rule takes along its comment`() throws {
        let text = try edited(.move("postal code", before: nil))
        let tidy = try #require(text.range(of: "name = \"tidy\""))
        let postal = try #require(
            text.range(of: "# Since 2026-03: the post wants it.\n[[rule]]\nname = \"postal code\"")
        )
        #expect(tidy.lowerBound < postal.lowerBound)
        #expect(text.contains("# --- lists ---\n\n[[list]]"))
        #expect(try edited(.move("postal code", before: "tidy"), text: text) == Self.text)
    }

    @Test func `a rule can be added to a policy that has none`() throws {
        #expect(try edited(.put(Self.fresh, replacing: nil, before: nil), text: "") == Self.fresh.toml())
        let text = try edited(.put(Self.fresh, replacing: nil, before: nil), text: "# c\n[[queue]]\nname = \"a\"")
        #expect(text == "# c\n[[queue]]\nname = \"a\"\n\n" + Self.fresh.toml())
    }

    @Test func `an edit of a missing or duplicate rule is refused`() throws {
        #expect(throws: RuleEditProblem.unknownRule("nothing")) { try edited(.remove("nothing")) }
        #expect(throws: RuleEditProblem.unknownRule("nothing")) { try edited(.move("tidy", before: "nothing")) }
        #expect(throws: RuleEditProblem.nameTaken("tidy")) {
            try edited(.put(RuleDefinition(name: "tidy", when: "true", then: .block), replacing: nil, before: nil))
        }
    }

    @Test(arguments: [
        "rule = [{ name = \"a\", when = \"true\", then = \"block\" }]\n",
        "[[rule]]\nname = \"a\"\nwhen = \"true\"\nthen = \"set\"\n[[list]]\nname = \"l\"\n[rule.set]\nx = \"1\"\n",
    ])
    func `an edit is refused if a rule is not in one piece`(text: String) {
        let error = #expect(throws: RuleEditProblem.self) { try edited(.remove("a"), text: text) }
        if case .unsuitable? = error { return }
        Issue.record("\(String(describing: error))")
    }
}

/// Random documents and edits, the same ones each time.
private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % sides
    }

    mutating func pick<T>(_ items: [T]) -> T { items[roll(items.count)] }
}

@Suite struct `Any edit of rules` {
    private static let texts = [
        "true", "claims.a == 'x'", "claims.a == \"x\"", "a'b\"c\\d", "'''", "line one &&\n  line two", "é\u{202E}\u{1}",
        "# no comment", "[[rule]]", "\"\"\"", "x = 1", " ", "tab\there", "\\", "'", "''", "{default}",
    ]

    private static func rule(_ dice: inout Dice, named name: String) -> RuleDefinition {
        var rule = RuleDefinition(name: name, when: dice.pick(texts), then: dice.pick(RuleAction.allCases))
        rule.mode = dice.pick(RuleMode.allCases)
        if dice.roll(2) == 0 { rule.endpoints = ["one", dice.pick(texts)] }
        if dice.roll(3) == 0 { rule.field = dice.pick(texts) }
        if dice.roll(3) == 0 { rule.queue = "guests" }
        if dice.roll(2) == 0 { rule.set = ["givenName": dice.pick(texts), "a b": dice.pick(texts)] }
        if dice.roll(3) == 0 { rule.tags = ["t", dice.pick(texts)] }
        if dice.roll(2) == 0 { rule.message = ["default": dice.pick(texts)] }
        if dice.roll(3) == 0 { rule.message["fr-CA"] = dice.pick(texts) }
        if dice.roll(3) == 0 { rule.comment = dice.pick(texts) }
        return rule
    }

    private static let others = [
        "[[list]]\nname = \"l\"\neffect = \"none\"\n",
        "# [[rule]] is not one\n[[queue]]\nname = 'q'\ntext = \"\"\"\n[[rule]]\n\"\"\"\n",
        "[x.y]\nz = [\n  [1],\n  # ]\n  [2] ]\n",
    ]

    private static func document(_ dice: inout Dice) -> (text: String, rules: [RuleDefinition], kept: [String]) {
        var (text, rules, kept) = ("", [RuleDefinition](), [String]())
        if dice.roll(2) == 0 { text = "# head\n\n" }
        var unused = others
        for number in 0..<dice.roll(7) {
            if dice.roll(2) == 0 { text += dice.pick(["# above\n", "# far\n\n", "\n"]) }
            if dice.roll(3) == 0, let other = unused.popLast() {
                text += other
                kept.append(other)
            } else {
                let rule = rule(&dice, named: "r\(number)")
                rules.append(rule)
                text += rule.toml()
            }
            if dice.roll(2) == 0 { text += "\n" }
        }
        if dice.roll(4) == 0, text.hasSuffix("\n") { text.removeLast() }
        return (text, rules, kept)
    }

    @Test(arguments: 0..<400)
    func `any edit produces the intended rules and leaves all other text unchanged`(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 7919 &+ 17)
        let (start, startRules, kept) = Self.document(&dice)
        var (text, rules) = (start, startRules)
        for step in 0..<6 {
            let name = rules.isEmpty ? nil : dice.pick(rules).name
            let other = rules.isEmpty ? nil : dice.pick(rules).name
            switch (dice.roll(4), name) {
            case (0, let name?):
                let rule = Self.rule(&dice, named: dice.roll(2) == 0 ? name : "n\(step)")
                text = try RuleEdit.apply([.put(rule, replacing: name, before: nil)], to: text)
                rules = rules.map { $0.name == name ? rule : $0 }
            case (1, let name?):
                text = try RuleEdit.apply([.remove(name)], to: text)
                rules.removeAll { $0.name == name }
            case (2, let name?):
                let before = dice.roll(3) == 0 ? nil : other
                text = try RuleEdit.apply([.move(name, before: before)], to: text)
                if before != name, let from = rules.firstIndex(where: { $0.name == name }) {
                    let rule = rules.remove(at: from)
                    rules.insert(rule, at: rules.firstIndex { $0.name == before } ?? rules.count)
                }
            default:
                let rule = Self.rule(&dice, named: "new\(step)")
                let before = dice.roll(2) == 0 ? nil : other
                text = try RuleEdit.apply([.put(rule, replacing: nil, before: before)], to: text)
                rules.insert(rule, at: rules.firstIndex { $0.name == before } ?? rules.count)
            }
            let read = (try TOMLDocument(text, file: "t").values["rule"]?.array ?? []).map {
                RuleDefinition(members: $0.table ?? [:])
            }
            #expect(read == rules)
            for other in kept { #expect(text.contains(other.dropLast())) }
        }
    }
}
