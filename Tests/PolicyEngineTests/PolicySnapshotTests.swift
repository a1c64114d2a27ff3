import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `The lists' judgement` {
    let now = Timestamp(milliseconds: 1_000_000)

    /// Lists by name, effect and entries, in the document's order.
    func snapshot(_ lists: [(String, ListEffect, [String])]) throws -> PolicySnapshot {
        var document = PolicyDocument.empty
        var indexes: [String: EntryIndex] = [:]
        for (name, effect, entries) in lists {
            let message = effect == .deny ? LocalizedMessage(verbatim: "not \(name)") : nil
            let queue = effect == .approve ? "guests" : nil
            document.lists.append(PolicyList(name: name, effect: effect, queue: queue, message: message))
            var index = EntryIndex()
            for (id, entry) in entries.enumerated() { index.insert(try EntryPattern(entry), id: Int64(id)) }
            indexes[name] = index
        }
        return PolicySnapshot(document: document, revision: 1, indexes: indexes)
    }

    func judgement(_ snapshot: PolicySnapshot, _ email: String) -> Judgement {
        snapshot.judgement(on: Question(Claims(email: email)), at: now)
    }

    func trace(_ judgement: Judgement) -> [String] {
        judgement.considered.map { "\($0.name) \($0.result) \($0.entry ?? "-")" }
    }

    @Test func `a person on no list gets the endpoint's default`() throws {
        let result = judgement(try snapshot([("d", .deny, ["b.example"]), ("n", .none, ["c.example"])]), "x@c.example")
        #expect(result.verdict == .undecided)
        #expect(trace(result) == ["d passed -"])
        #expect(result.hits == [])
    }

    @Test func `a deny list blocks with its message`() throws {
        let result = judgement(try snapshot([("d", .deny, ["a.example", "b.example"])]), "x@b.example")
        #expect(result.verdict == .blocked(by: .list("d"), message: LocalizedMessage(verbatim: "not d")))
        #expect(result.considered.map(\.effect) == ["deny"])
        #expect(result.hits.map(\.entry) == [1])
    }

    @Test func `an approve list asks its queue`() throws {
        let result = judgement(try snapshot([("p", .approve, [".b.example"])]), "x@b.example")
        #expect(result.verdict == .ask(queue: "guests", by: .list("p")))
    }

    @Test func `an allow list exempts from all other lists, wherever it is in the document`() throws {
        let lists: [(String, ListEffect, [String])] = [
            ("p", .approve, [".example"]), ("d", .deny, ["b.example"]), ("a", .allow, ["x@b.example"]),
        ]
        let result = judgement(try snapshot(lists), "x@b.example")
        #expect(result.verdict == .allowed(by: .list("a")))
        #expect(trace(result) == ["a exempted x@b.example", "d overridden b.example", "p overridden .example"])
        #expect(result.hits.count == 3)
    }

    @Test func `the first of several matching deny lists decides`() throws {
        let lists: [(String, ListEffect, [String])] = [("one", .deny, [".example"]), ("two", .deny, ["x@b.example"])]
        let result = judgement(try snapshot(lists), "x@b.example")
        #expect(result.verdict == .blocked(by: .list("one"), message: LocalizedMessage(verbatim: "not one")))
        #expect(trace(result) == ["one decided .example", "two overridden x@b.example"])
    }

    @Test func `the trace names only matching lists if there are many`() throws {
        let lists = (0..<17).map { ("l\($0)", ListEffect.deny, $0 == 9 ? ["b.example"] : []) }
        #expect(trace(judgement(try snapshot(lists), "x@b.example")) == ["l9 decided b.example"])
    }

    @Test func `a judgement uses the replaced entries of a list`() throws {
        let before = try snapshot([("d", .deny, []), ("a", .allow, [])])
        var index = try #require(before.index(of: "d"))
        index.insert(try EntryPattern("b.example"), id: 7)
        let after = before.replacing("d", with: index)
        #expect(judgement(before, "x@b.example").verdict == .undecided)
        #expect(judgement(after, "x@b.example").hits.map(\.entry) == [7])
        #expect((before.entryCount, after.entryCount) == (0, 1))
    }

    @Test func `a deny list without a message uses the stock text`() throws {
        var document = PolicyDocument.empty
        document.lists = [PolicyList(name: "d", effect: .deny)]
        var index = EntryIndex()
        index.insert(try EntryPattern("b.example"), id: 1)
        let result = judgement(PolicySnapshot(document: document, revision: 1, indexes: ["d": index]), "x@b.example")
        #expect(result.verdict == .blocked(by: .list("d"), message: StockMessages.denied))
    }

    @Test func `a check reports every matching list, also those without an effect`() throws {
        let lists: [(String, ListEffect, [String])] = [
            ("n", .none, [".b.example"]), ("d", .deny, ["b.example", ".example"]), ("a", .allow, ["c.example"]),
        ]
        let found = try snapshot(lists).matches(Question(value: "b.example"), at: now)
        #expect(
            found.map { "\($0.list) \($0.effect) \($0.match.pattern.notation)" } == [
                "n none .b.example", "d deny b.example", "d deny .example",
            ]
        )
    }
}
