import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

private let now = Timestamp(milliseconds: 1_000_000)

private func index(_ entries: [String]) throws -> EntryIndex {
    var records = EntryRecords()
    for (id, entry) in entries.enumerated() { records.append(try EntryPattern(entry), id: Int64(id)) }
    return EntryIndex(records)
}

private func person(_ email: String?, _ issuer: String? = nil) -> Question {
    let identities = issuer.map { [Identity(signInType: "federated", issuer: $0, issuerAssignedID: "1")] }
    return Question(Claims(email: email, identities: identities ?? []))
}

@Suite struct `A list's entries` {
    @Test(
        arguments: [
            ("ada@b.example", "ada@b.example"), ("ADA@B.example.", "ada@b.example"), ("eve@b.example", "b.example"),
            ("x@c.example", ".c.example"), ("x@d.c.example", ".c.example"), ("x@e.d.c.example", ".c.example"),
            ("x@k.example", nil), ("x@l.k.example", "*.k.example"), ("x@m.l.k.example", "*.k.example"),
            ("x@q.b.example", nil), ("x@notc.example", nil), ("x@example", nil),
            ("x@bücher.example", "xn--bcher-kva.example"),
            (nil, nil), ("no address", nil),
        ] as [(String?, String?)]
    )
    func `entries match addresses and domains according to their kind`(email: String?, entry: String?) throws {
        let list = try index([
            "ada@b.example", "b.example", ".c.example", "*.k.example", "bücher.example", "issuer:mail",
        ])
        #expect(list.firstMatch(for: person(email), at: now)?.pattern.notation == entry)
    }

    @Test func `entries match the identity provider regardless of case`() throws {
        let list = try index(["issuer:Google.com"])
        #expect(list.firstMatch(for: person("x@y.example", "google.COM"), at: now)?.id == 0)
        #expect(list.firstMatch(for: person("x@google.com", "facebook.com"), at: now) == nil)
    }

    @Test func `the most specific entry is returned first`() throws {
        let order = ["x@a.b.example", "a.b.example", ".a.b.example", "*.b.example", ".example", "issuer:mail"]
        let list = try index(order.reversed())
        #expect(list.matches(for: person("x@a.b.example", "mail"), at: now).map(\.pattern.notation) == order)
    }

    @Test func `an entry matches until it expires`() throws {
        var list = EntryIndex()
        list.insert(try EntryPattern("b.example"), id: 1, expires: now)
        list.insert(try EntryPattern(".b.example"), id: 2, expires: now + .seconds(1))
        for list in [list, list.folded()] {
            #expect(list.firstMatch(for: person("x@b.example"), at: now - .milliseconds(1))?.id == 1)
            #expect(list.firstMatch(for: person("x@b.example"), at: now)?.id == 2)
            #expect(list.firstMatch(for: person("x@b.example"), at: now + .seconds(1)) == nil)
        }
    }

    @Test func `of two entries with one pattern the later one is kept`() throws {
        let list = try index(["b.example", "c.example", "B.example"])
        #expect(list.count == 2)
        #expect(list.firstMatch(for: person("x@b.example"), at: now)?.id == 2)
    }

    @Test func `an edit of a copy does not change the original`() throws {
        let before = try index(["b.example"])
        var after = before
        #expect(after.remove(try EntryPattern("b.example")))
        #expect(!after.remove(try EntryPattern("b.example")))
        after.insert(try EntryPattern("c.example"), id: 9)
        #expect((before.count, after.count, after.edits) == (1, 1, 2))
        #expect(before.firstMatch(for: person("x@b.example"), at: now)?.id == 0)
        #expect(after.firstMatch(for: person("x@b.example"), at: now) == nil)
        #expect(after.firstMatch(for: person("x@c.example"), at: now)?.id == 9)
    }

    @Test func `an entry can be added again after it was removed`() throws {
        var list = try index(["b.example"])
        list.remove(try EntryPattern("b.example"))
        list.insert(try EntryPattern("b.example"), id: 5)
        #expect(list.count == 1)
        #expect(list.folded().firstMatch(for: person("x@b.example"), at: now)?.id == 5)
    }

    /// A dictionary is the slow reference; both get the same random edits and look-ups.
    @Test func `an index agrees with a plain dictionary after any edits`() throws {
        var random = Seeded(state: 42)
        let names = (0..<40).map { "d\($0 % 13).e\($0 % 7).example" }
        let entries = try names.flatMap { ["x@\($0)", $0, ".\($0)", "*.\($0)"] }.map { try EntryPattern($0) }
        var list = EntryIndex()
        var plain: [EntryPattern: Int64] = [:]
        for step in 0..<3000 {
            let entry = entries[Int.random(in: entries.indices, using: &random)]
            switch Int.random(in: 0..<100, using: &random) {
            case 0: list = list.folded()
            case 1..<55:
                list.insert(entry, id: Int64(step))
                plain[entry] = Int64(step)
            default: #expect(list.remove(entry) == (plain.removeValue(forKey: entry) != nil))
            }
            try #require(list.count == plain.count)
        }
        for list in [list, list.folded()] {
            for entry in entries {
                #expect(
                    try list.matches(for: Question(value: entry.notation), at: now).contains {
                        $0.pattern == entry && $0.id == plain[entry]
                    } == (plain[entry] != nil)
                )
            }
        }
    }

    @Test func `entries take at most 100 bytes each beyond their text`() {
        var records = EntryRecords(reserving: 50_000)
        var text = 0
        for number in 0..<50_000 {
            let value = "domain-number-\(number).example"
            text += value.utf8.count
            records.append(kind: .domain, canonical: value, id: Int64(number), expires: nil)
        }
        let list = EntryIndex(records)
        #expect(list.count == 50_000)
        #expect((list.footprint - text) / 50_000 <= 100)
        #expect(list.firstMatch(for: person("x@domain-number-49999.example"), at: now)?.id == 49_999)
    }
}

@Suite struct `A question about a value` {
    @Test(
        arguments: [
            ("x@b.example", ["x@b.example", "b.example", ".b.example"]), ("b.example", ["b.example", ".b.example"]),
            ("a.b.example", [".b.example"]), (".b.example", [".b.example"]), ("issuer:mail", ["issuer:mail"]),
        ] as [(String, [String])]
    )
    func `a check accepts the values that people type`(value: String, matched: [String]) throws {
        let list = try index([".b.example", "b.example", "x@b.example", "issuer:mail"])
        #expect(try list.matches(for: Question(value: value), at: now).map(\.pattern.notation) == matched)
    }

    @Test(arguments: ["", "a b", "@", "x@", "issuer:"])
    func `a check refuses an invalid value`(value: String) {
        #expect(throws: EntryError.self) { try Question(value: value) }
    }

    @Test func `a check of a person with an unreadable address notes that`() {
        #expect(person("a@b..example").notes.count == 1)
        #expect(person("a@b.example").notes == [])
        #expect(person(nil).notes == [])
    }
}
