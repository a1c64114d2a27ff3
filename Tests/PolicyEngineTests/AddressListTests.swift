import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `Lists and the addresses that claims name` {
    private let bench: RuleBench

    init() throws {
        bench = try RuleBench(
            RuleBench.rule("known", #"claims in list("partners")"#, "tag", "tags = [\"partner\"]"),
            entries: [
                "foes": ["evil.example", "/^root@/"], "friends": ["friend.example", "issuer:trusted.example"],
                "freemail": ["free.example"], "partners": ["partner.example"],
            ]
        )
    }

    private func judge(
        _ email: String?,
        signInName: String? = nil,
        identities: [(type: String, id: String)] = [],
        issuer: String = "t.example"
    ) -> Judgement {
        var claims = Claims(
            email: email,
            identities: identities.map { Identity(signInType: $0.type, issuer: issuer, issuerAssignedID: $0.id) }
        )
        if let signInName { claims.attributes["signInName"] = .string(signInName) }
        claims.adoptAddress()
        return bench.snapshot.judgement(on: claims, call: bench.facts("form"), at: bench.now)
    }

    private let blocked = Verdict.blocked(by: .list("foes"), message: StockMessages.denied)
    private let unreadable = Verdict.blocked(by: Decider(rawValue: "claims:email"), message: StockMessages.denied)

    @Test func `a deny list that knows any address of the claims blocks`() {
        #expect(judge(nil, signInName: "ada@evil.example").verdict == blocked)
        #expect(judge(nil, identities: [("emailAddress", "ada@EVIL.example")]).verdict == blocked)
        #expect(judge("a@fine.example", identities: [("emailAddress", "ada@evil.example")]).verdict == blocked)
        #expect(judge("a@evil.example", identities: [("emailAddress", "ada@fine.example")]).verdict == blocked)
        #expect(judge("a@fine.example", signInName: "ada@evil.example").verdict == blocked)
        let several = [
            ("emailAddress", "a@fine.example"), ("emailAddress", "b@fine.example"), ("email", "root@x.example"),
        ]
        #expect(judge(nil, identities: several).verdict == blocked)
    }

    @Test func `claims with addresses on no list get the endpoint's default`() {
        #expect(judge(nil, identities: [("emailAddress", "ada@fine.example")]).verdict == .undecided)
        #expect(judge(nil, signInName: "ada").verdict == .undecided)
        #expect(judge(nil, identities: [("userName", "ada@evil.example")]).verdict == .undecided)
    }

    @Test func `an allow list exempts only if it knows all addresses of the claims`() {
        #expect(judge("a@friend.example").verdict == .allowed(by: .list("friends")))
        #expect(judge("a@friend.example", signInName: "b@fine.example").verdict == .undecided)
        #expect(judge("a@friend.example", signInName: "b@evil.example").verdict == blocked)
        #expect(judge("a@friend.example", signInName: "B@friend.example").verdict == .allowed(by: .list("friends")))
        let trusted = judge("a@b.example", identities: [("emailAddress", "c@d.example")], issuer: "trusted.example")
        #expect(trusted.verdict == .allowed(by: .list("friends")))
    }

    @Test func `an approve list asks for approval if it knows any address of the claims`() {
        let asked = judge("a@fine.example", signInName: "b@free.example")
        #expect(asked.verdict == .ask(queue: "guests", by: .list("freemail")))
        #expect(judge("a@free.example", signInName: "b@evil.example").verdict == blocked)
    }

    @Test(arguments: [
        "ada@par\u{200D}tner.example", " ada@evil.example", "ada@evil.example ", "ada@@", "ada\u{FF20}evil.example",
    ])
    func `an invalid address in any claim blocks`(text: String) {
        #expect(judge(text).verdict == unreadable)
        #expect(judge(nil, signInName: text).verdict == unreadable)
        #expect(judge("a@fine.example", signInName: text).verdict == unreadable)
        #expect(judge("a@friend.example", identities: [("emailAddress", text)]).verdict == unreadable)
    }

    @Test func `the trace says that there was nothing to compare if no claim names an address`() {
        let note = "no claim names an address, so no entry for addresses or domains could match"
        #expect(judge(nil).notes.contains(note))
        #expect(judge(nil, identities: [("federated", "900100")]).notes.contains(note))
        #expect(!judge("a@fine.example").notes.contains(note))
        #expect(!judge(nil, signInName: "ada@fine.example").notes.contains(note))
    }

    @Test func `the trace names numbers that may have been rounded`() {
        let claims = Claims(
            email: "a@fine.example",
            attributes: [
                "big": .double(0x1p70), "small": .double(1.5), "whole": .int(.max),
                "edge": .double(-9_007_199_254_740_992),
            ]
        )
        let notes = Question(claims).notes
        #expect(notes.map { $0.split(separator: " ").dropFirst(2).first.map(String.init) } == ["big", "edge"])
    }

    @Test func `the reason for an invalid address names the character`() {
        let note = judge("ada@par\u{200D}tner.example").notes.first ?? ""
        #expect(note.hasPrefix("the claim email is no e-mail address"))
        #expect(note.contains("U+200D"))
    }

    @Test func `the trace says which address was compared and which claim it came from`() {
        #expect(judge("a@fine.example").notes == [])
        #expect(judge("a@fine.example", identities: [("emailAddress", "A@fine.example")]).notes == [])
        #expect(
            judge(nil, signInName: "ada@fine.example").notes == [
                "the lists were asked about ada@fine.example (the claim signInName), since no claim email came"
            ]
        )
        #expect(
            judge("a@fine.example", identities: [("emailAddress", "b@evil.example")]).notes == [
                "the lists were asked about a@fine.example (the claim email) and b@evil.example (an identity); "
                    + "the strictest answer counts"
            ]
        )
    }

    @Test func `a rule finds any address of the person in a list, and claims.email is the first`() throws {
        #expect(judge("a@fine.example", signInName: "b@partner.example").tags == ["partner"])
        #expect(judge("a@fine.example", signInName: "b@fine.example").tags == [])
        let rule = RuleBench.rule("r", #"claims.email.domain() == "fine.example""#, "tag", "tags = [\"t\"]")
        var claims = Claims(attributes: ["signInName": "ada@fine.example"])
        claims.adoptAddress()
        let bench = try RuleBench(rule)
        #expect(bench.snapshot.judgement(on: claims, call: bench.facts("form"), at: bench.now).tags == ["t"])
    }

    @Test func `each entry that matches one of the addresses counts one hit`() {
        let hits = judge("a@evil.example", signInName: "b@evil.example").hits
        #expect(hits.count == 1)
    }
}
