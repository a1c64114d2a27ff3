import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

@Suite struct `A comparison of policies` {
    func parts(_ old: String, _ new: String) throws -> [String] {
        let comparison = PolicyComparison(
            from: try TOMLDocument(old, file: "a").values,
            to: try TOMLDocument(new, file: "b").values
        )
        return comparison.parts.map { "\($0.subject) \($0.change): \($0.details.joined(separator: "; "))" }
    }

    static let rules = (1...4).map { "[[rule]]\nname = \"r\($0)\"\nwhen = \"true\"\nthen = \"tag\"\ntags = [\"a\"]\n" }

    @Test func `a comparison describes the members that differ in words`() throws {
        let old =
            "[[rule]]\nname = \"r\"\nwhen = 'a'\nthen = \"tag\"\nmode = \"shadow\"\nmessage = { default = \"x y\" }\nendpoints = [\"a\", \"b\"]"
        let new =
            "[[rule]]\nname = \"r\"\nwhen = 'a'\nthen = \"tag\"\nmessage = { default = \"x y\", fr = \"z\" }\nendpoints = [\"b\", \"c\"]\n"
        #expect(
            try parts(old, new) == [
                "rule:r changed: endpoints: added c; removed a; mode removed; it was shadow; message.fr: z"
            ]
        )
    }

    @Test func `a comparison reports added and removed parts`() throws {
        #expect(
            try parts("[[list]]\nname = \"a\"\neffect = \"deny\"", "[[list]]\nname = \"b\"\neffect = \"allow\"")
                == ["list:a removed: ", "list:b added: effect: allow"]
        )
    }

    @Test func `a comparison reports the moved rule, not those it passed`() throws {
        let moved = [Self.rules[3], Self.rules[0], Self.rules[1], Self.rules[2]].joined()
        #expect(try parts(Self.rules.joined(), moved) == ["rule:r4 moved: now before \"r1\""])
    }

    @Test func `a comparison never shows a secret`() throws {
        let credential = { (text: String) in "[[credential]]\nname = \"c\"\npassword = { literal = \"\(text)\" }\n" }
        let told = try parts(credential("hunter2"), credential("hunter3")).joined()
        #expect(told == "credential:c changed: password.literal: another secret (not shown)")
        #expect(try !parts("", credential("hunter2")).joined().contains("hunter2"))
        #expect(try !parts(credential("hunter2"), "").joined().contains("hunter2"))
    }

    @Test func `secrets in the text are masked line by line`() {
        let text =
            "[[credential]]\npassword = { literal = \"hun'ter2\" } # c\n[[credential]]\npassword.literal = '''\nhun\nter'''\n"
        let covered = SecretMask.covered(text)
        #expect(!covered.contains("hun"))
        #expect(covered.contains("password = { literal = \"‹secret›\" } # c\n"))
        #expect(covered.split(separator: "\n", omittingEmptySubsequences: false).count == 7)
        #expect(!SecretMask.covered("[[\npassword = { literal = \"hunter2\"").contains("hunter2"))
    }

    @Test func `a comparison shows three lines around each change`() {
        let old = (1...20).map(String.init)
        var new = old
        new[9] = "ten"
        new.append("21")
        let told = LineDiff(old, new, shownOld: old, shownNew: new).unified().map(\.text)
        #expect(
            told == [
                "@@ -7,7 +7,7 @@", "7", "8", "9", "10", "ten", "11", "12", "13", "@@ -18,3 +18,4 @@", "18", "19", "20",
                "21",
            ]
        )
        #expect(LineDiff(old, old, shownOld: old, shownNew: old).unified() == [])
    }

    @Test(arguments: 0..<50)
    func `both texts can be restored from their comparison`(seed: Int) {
        var state = UInt64(seed) &+ 1
        func draw(_ sides: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % sides
        }
        let old = (0..<draw(40)).map { _ in String(draw(6)) }
        let new = (0..<draw(40)).map { _ in String(draw(6)) }
        let lines = LineDiff(old, new, shownOld: old, shownNew: new).lines
        #expect(lines.filter { $0.side != .added }.map(\.text) == old)
        #expect(lines.filter { $0.side != .removed }.map(\.text) == new)
    }
}

@Suite struct `A merge of policies` {
    static let base = "# head\n\n" + PolicyComparisonRules.all.joined(separator: "\n")

    @Test func `a merge contains the changes of both people`() throws {
        let mine = Self.base.replacing("name = \"r1\"\nwhen = 'a'", with: "name = \"r1\"\nwhen = 'b'")
        let theirs =
            Self.base.replacing("name = \"r3\"\nwhen = 'a'", with: "name = \"r3\"\nwhen = 'c'")
            + "\n[[list]]\nname = \"l\"\n"
        let merge = try PolicyMerge(base: Self.base, mine: mine, theirs: theirs)
        #expect(merge.conflicts == [])
        #expect(merge.text == theirs.replacing("name = \"r1\"\nwhen = 'a'", with: "name = \"r1\"\nwhen = 'b'"))
    }

    @Test func `a merge names the part that both changed`() throws {
        let change = { (text: String) in
            Self.base.replacing("name = \"r2\"\nwhen = 'a'", with: "name = \"r2\"\nwhen = '\(text)'")
        }
        let merge = try PolicyMerge(base: Self.base, mine: change("x"), theirs: change("y"))
        #expect(merge.conflicts == ["rule:r2"])
        #expect(merge.text == nil)
        let same = try PolicyMerge(base: Self.base, mine: change("x"), theirs: change("x"))
        #expect(same.text == change("x"))
    }

    @Test func `a merge detects a renamed part that the other side removed`() throws {
        let renamed = Self.base.replacing("name = \"r2\"", with: "name = \"zip\"")
        let removed = try RuleEdit.apply([.remove("r2")], to: Self.base)
        let other = Self.base.replacing("name = \"r2\"", with: "name = \"post\"")
        #expect(
            try PolicyMerge(base: Self.base, mine: renamed, theirs: removed).conflicts
                == ["rule:zip (was rule:r2, which others removed)"]
        )
        #expect(
            try PolicyMerge(base: Self.base, mine: removed, theirs: renamed).conflicts
                == ["rule:zip (was rule:r2, which you removed)"]
        )
        #expect(
            try PolicyMerge(base: Self.base, mine: renamed, theirs: other).conflicts
                == ["rule:zip (was rule:r2, which others named rule:post)"]
        )
        #expect(try PolicyMerge(base: Self.base, mine: renamed, theirs: Self.base).text == renamed)
        #expect(try PolicyMerge(base: Self.base, mine: renamed, theirs: renamed).text == renamed)
    }

    @Test func `removing what the other side changed is a conflict`() throws {
        let changed = Self.base.replacing("name = \"r2\"\nwhen = 'a'", with: "name = \"r2\"\nwhen = 'x'")
        let removed = try RuleEdit.apply([.remove("r2")], to: Self.base)
        #expect(try PolicyMerge(base: Self.base, mine: changed, theirs: removed).conflicts == ["rule:r2"])
        #expect(try PolicyMerge(base: Self.base, mine: removed, theirs: changed).conflicts == ["rule:r2"])
        #expect(try PolicyMerge(base: Self.base, mine: removed, theirs: Self.base).text == removed)
        #expect(try PolicyMerge(base: Self.base, mine: Self.base, theirs: removed).text == removed)
    }

    @Test func `a merge keeps the order of the side that moved something`() throws {
        let moved = try RuleEdit.apply([.move("r3", before: "r1")], to: Self.base)
        let other = try RuleEdit.apply([.move("r1", before: nil)], to: Self.base)
        #expect(try PolicyMerge(base: Self.base, mine: Self.base, theirs: moved).text == moved)
        #expect(try PolicyMerge(base: Self.base, mine: moved, theirs: Self.base).text == moved)
        #expect(try PolicyMerge(base: Self.base, mine: moved, theirs: other).conflicts == ["rules: order"])
    }
}

private enum PolicyComparisonRules {
    static let all = (1...3).map { "# about r\($0)\n[[rule]]\nname = \"r\($0)\"\nwhen = 'a'\nthen = \"block\"\n" }
}
