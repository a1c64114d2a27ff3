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

/// The same entries, once in the table and once as edits of an empty index.
private func bothWays(_ entries: [String]) throws -> [EntryIndex] {
    var edited = EntryIndex()
    for (id, entry) in entries.enumerated() { edited.insert(try EntryPattern(entry), id: Int64(id)) }
    return [try index(entries), edited, edited.folded()]
}

@Suite struct `Entries for networks` {
    private let entries = [
        "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1", "b.example",
    ]

    @Test(
        arguments: [
            ("10.1.2.3", "10.1.2.3/32"), ("10.1.2.4", "10.1.0.0/16"), ("10.2.0.1", "10.0.0.0/8"),
            ("192.0.2.1", "0.0.0.0/0"), ("::ffff:10.1.2.3", "10.1.2.3/32"), ("2001:db8::1", "2001:db8::1/128"),
            ("2001:DB8::2", "2001:db8::/32"), ("2001:db9::1", nil), ("fe80::1%eth0", nil), ("no address", nil),
            (nil, nil),
        ] as [(String?, String?)]
    )
    func `networks match the connecting address by the longest prefix`(client: String?, entry: String?) throws {
        for list in try bothWays(entries) {
            let match = list.firstMatch(for: Question(Claims(), client: client), at: now)
            #expect(match?.pattern.notation == entry)
        }
    }

    @Test func `networks match the claim ipAddress instead of the connecting address`() throws {
        let list = try index(entries)
        let claims = Claims(attributes: ["ipAddress": "10.1.9.9"])
        #expect(list.firstMatch(for: Question(claims, client: "2001:db8::1"), at: now)?.pattern.value == "10.1.0.0/16")
        let nonsense = Question(Claims(attributes: ["ipAddress": 7]), client: "10.1.2.3")
        #expect(list.firstMatch(for: nonsense, at: now) == nil)
        #expect(nonsense.notes == ["the claim ipAddress is no IP address, so no entry for networks can match"])
    }

    @Test func `the shorter prefix still matches after the longer one expires`() throws {
        var list = EntryIndex()
        list.insert(try EntryPattern("10.1.0.0/16"), id: 1, expires: now)
        list.insert(try EntryPattern("10.0.0.0/8"), id: 2)
        for list in [list, list.folded()] {
            let question = Question(Claims(), client: "10.1.2.3")
            #expect(list.firstMatch(for: question, at: now - .milliseconds(1))?.id == 1)
            #expect(list.firstMatch(for: question, at: now)?.id == 2)
        }
    }

    @Test func `networks are found by an address or a block inside them`() throws {
        let list = try index(entries)
        let found = { (value: String) in try list.matches(for: Question(value: value), at: now).map(\.pattern.notation)
        }
        #expect(try found("10.1.2.3") == ["10.1.2.3/32", "10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0"])
        #expect(try found("10.1.2.0/24") == ["10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0"])
        #expect(try found("10.0.0.0/7") == ["0.0.0.0/0"])
    }

    /// A bit-by-bit comparison of every block is the slow reference for the same look-ups.
    @Test func `network matching agrees with a comparison bit by bit`() throws {
        var random = Seeded(state: 7)
        var list = EntryIndex()
        var plain: Set<IPNetwork> = []
        for number in 0..<2000 {
            // Few bits that differ, so that blocks often contain one another.
            let bits = UInt128(UInt64.random(in: 0...UInt64.max, using: &random) & 0xF0F0_0000_0000_0F0F) << 64
            let family: IPNetwork.Family = number % 2 == 0 ? .v4 : .v6
            let length = Int.random(in: 0...family.width, using: &random)
            let held = family == .v4 ? bits & IPNetwork.mask(32) : bits
            let network = IPNetwork(family: family, bits: held, length: length)
            if number % 5 == 4 {
                list.remove(EntryPattern(kind: .cidr, canonical: network.notation))
                plain.remove(network)
            } else {
                list.insert(EntryPattern(kind: .cidr, canonical: network.notation), id: Int64(number))
                plain.insert(network)
            }
            let one = IPNetwork(family: family, bits: held, length: family.width)
            let expected = plain.filter { $0.family == family && one.widened(to: $0.length) == $0 }
                .max { $0.length < $1.length }
            let found = list.firstMatch(for: Question(Claims(), client: one.address), at: now)
            try #require(found?.pattern.value == expected?.notation)
        }
        #expect(list.count == plain.count)
    }
}

@Suite struct `Entries for patterns` {
    private let entries = ["/^x[0-9]+@/", "/@(mail\\.)?b\\.example$/", "/ÅSA/"]

    @Test(
        arguments: [
            ("x12@c.example", [0]), ("X12@MAIL.B.example", [0, 1]), ("yx1@c.example", []), ("åsa@c.example", [2]),
            ("b.example@c.example", []), ("x1@b..example", []), (nil, []),
        ] as [(String?, [Int64])]
    )
    func `patterns match the canonical address regardless of case`(email: String?, ids: [Int64]) throws {
        for list in try bothWays(entries) {
            let question = Question(Claims(email: email))
            #expect(list.matches(for: question, at: now).map(\.id) == ids)
            #expect(list.firstMatch(for: question, at: now)?.id == ids.first)
        }
    }

    @Test func `patterns can be added and removed, expire, and say which one matched`() throws {
        var list = try index(entries)
        let question = Question(Claims(email: "x1@b.example"))
        list.insert(try EntryPattern("/^x/"), id: 9, expires: now)
        #expect(list.matches(for: question, at: now - .milliseconds(1)).map(\.pattern.notation).last == "/^x/")
        list.remove(try EntryPattern("/^x[0-9]+@/"))
        #expect(list.firstMatch(for: question, at: now)?.pattern.notation == "/@(mail\\.)?b\\.example$/")
        list.insert(try EntryPattern("/^x/"), id: 9, expires: now + .seconds(1))
        for list in [list, list.folded()] {
            #expect(list.matches(for: question, at: now).map(\.id) == [1, 9])
        }
    }

    @Test func `a pattern can be looked up in its own notation`() throws {
        let list = try index(entries)
        #expect(try list.matches(for: Question(value: "/^x[0-9]+@/"), at: now).map(\.id) == [0])
        #expect(try list.matches(for: Question(value: "x1@z.example"), at: now).map(\.id) == [0])
    }

    @Test func `patterns that would need a huge automaton still match`() throws {
        // Each pattern doubles the states of the automaton that matches all at once.
        let list = try index((0..<60).map { "/^[ab]*a[ab]{\($0 % 20 + 10)}c.{\($0)}@/" })
        let local = "b" + String(repeating: "a", count: 30) + "c"
        let matches = list.matches(for: Question(Claims(email: local + "@z.example")), at: now)
        #expect(matches.map(\.id) == [0])
    }
}

@Suite struct `Entries for claims' values` {
    private let entries = ["value:country=SE", "value:age=7", "value:vip=true", "value:roles=Admin", "value:note=å"]

    @Test(
        arguments: [
            (["country": "se"], [0]), (["country": " Se "], [0]), (["Country": "SE"], []), (["country": "SEN"], []),
            (["age": 7], [1]), (["vip": true], [2]), (["roles": .array(["guest", "ADMIN"])], [3]),
            (["note": "A\u{30A}"], [4]), (["country": .null], []), (["country": .object(["x": "SE"])], []),
            (["vip": true, "country": "SE"], [0, 2]), ([:], []),
        ] as [([String: JSONValue], [Int64])]
    )
    func `values match the claim with exactly that name, regardless of the value's case`(
        claims: [String: JSONValue],
        ids: [Int64]
    ) throws {
        for list in try bothWays(entries) {
            let found = list.matches(for: Question(Claims(attributes: claims)), at: now).map(\.id)
            #expect(found == ids)
        }
    }

    @Test func `values are found in their own notation`() throws {
        let list = try index(entries)
        #expect(try list.matches(for: Question(value: "value:country=SE"), at: now).map(\.id) == [0])
        #expect(try list.matches(for: Question(value: "value:country=NO"), at: now).isEmpty)
    }

    @Test func `values come after the address and before networks and patterns`() throws {
        let order = ["x@b.example", "b.example", "issuer:mail", "value:country=se", "10.0.0.1/32", "/^x@/"]
        let list = try index(order.reversed())
        let claims = Claims(
            email: "x@b.example",
            identities: [Identity(signInType: "federated", issuer: "mail", issuerAssignedID: "1")],
            attributes: ["country": "SE"]
        )
        let found = list.matches(for: Question(claims, client: "10.0.0.1"), at: now).map(\.pattern.notation)
        #expect(found == order)
    }
}
