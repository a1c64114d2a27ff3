import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

@Suite struct `The policy's life` {
    static let more = ControlHarness.policy + "\n[[list]]\nname = \"more\"\neffect = \"none\"\n"

    @Test(arguments: ControlHarness.Way.allCases)
    func `every revision of the policy is kept and can be restored`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let client = harness.client(way)
            #expect(try await client.send(ApplyPolicy(document: Self.more, comment: "more", base: 1)).revision == 2)
            let back = try await client.send(RollBackPolicy(revision: 1, base: 2))
            #expect(back.revision == 3)
            #expect(back.document == ControlHarness.policy)
            #expect(back.comment == "back to revision 1")
            #expect(try await client.send(ListRevisions()).items.map(\.revision) == [3, 2, 1])
            let first = try await client.send(ListRevisions(limit: 2))
            #expect(try await client.send(ListRevisions(limit: 2, cursor: first.next)).items.map(\.revision) == [1])
            #expect(try await client.send(GetRevision(number: 2)).document == Self.more)
            #expect(
                try await client.send(ListAudit()).items.map(\.action).prefix(2) == ["policy.rollback", "policy.apply"]
            )
            #expect(try await client.send(ListLists()).items.map(\.name) == ["blocked-domains", "partners"])
        }
    }

    @Test func `a list that comes back has its old entries`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")]))
            _ = try await client.send(ApplyPolicy(document: "", base: 1))
            #expect(harness.services.snapshot().entryCount == 0)
            _ = try await client.send(RollBackPolicy(revision: 1, base: 2))
            #expect(harness.services.snapshot().entryCount == 1)
            #expect(try await client.send(CheckValue(value: "b.example")).matches.map(\.list) == ["partners"])
        }
    }

    @Test func `a roll-back onto a policy that changed since is refused`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(ApplyPolicy(document: Self.more, base: 1))
            let error = await #expect(throws: ControlError.self) {
                try await client.send(RollBackPolicy(revision: 1, base: 1))
            }
            #expect(error?.problem?.kind == .invalid)
            let stale = await #expect(throws: ControlError.self) {
                try await client.send(RollBackPolicy(revision: 2, base: 1))
            }
            #expect(stale?.problem?.kind == .revisionMismatch)
            #expect(stale?.problem?.current?.object?["revision"] == .int(2))
        }
    }

    @Test func `subscribers get an event for every new policy`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            let following = Task { () -> PolicyRevisionSummary? in
                for try await event in client.events(.init(types: ["policy"])) {
                    if case .policy(let revision) = event.body { return revision }
                }
                return nil
            }
            _ = try await eventually("a subscriber") {
                harness.services.events.subscribers > 0 ? true : nil
            }
            _ = try await client.send(ApplyPolicy(document: Self.more, comment: "more", base: 1))
            let told = try await following.value
            #expect(told?.revision == 2)
            #expect(told?.comment == "more")
        }
    }

    @Test func `a check finds all problems with their places and changes nothing`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            let right = try await client.send(CheckPolicy(document: Self.more))
            #expect(right.problems.isEmpty)
            #expect(right.warnings.map(\.subject) == ["list:more"])
            let broken = Self.more.replacing("effect = \"none\"", with: "effect = \"nnoe\"")
                .replacing("quest = \"guests\"", with: "quest = \"geusts\"")
            let check = try await client.send(CheckPolicy(document: broken))
            #expect(check.problems.map(\.subject) == ["endpoint:request-approval", "list:more"])
            #expect(check.problems.allSatisfy { $0.line != nil && $0.column != nil })
            let missing =
                "[[credential]]\nname = \"a\"\nkind = \"basic\"\nusername = \"u\"\npassword = { file = \"no\" }\n"
            #expect(try await client.send(CheckPolicy(document: missing)).problems.map(\.subject) == ["credential:a"])
            #expect(try await client.send(GetPolicy()).revision == 1)
        }
    }

    @Test(
        arguments: [
            ("connector:pass", #"authentication = { basic = { username = "u", password = { file = "no" } } }"#),
            ("connector:pass", #"authentication = { bearer = { env = "GATEHOUSE_NO_SUCH" } }"#),
            ("connector:pass", #"ca = "no.pem""#),
            (
                "connector:pass",
                #"authentication = { client-certificate = [{ certificate = "no.pem", private-key = { file = "no" } }] }"#
            ),
        ]
    )
    func `a check finds everything for which applying would be refused`(subject: String, member: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            let document =
                ControlHarness.policy
                + "\n\n[[connector]]\nname = \"pass\"\nurl = \"https://api.b.example/\"\ndialect = \"entra-b2b\"\n\(member)\n"
            let check = try await client.send(CheckPolicy(document: document))
            #expect(check.problems.map(\.subject) == [subject])
            #expect(check.problems.first?.line != nil)
            await #expect(throws: ControlError.self) {
                try await client.send(ApplyPolicy(document: document, base: 1))
            }
        }
    }

    @Test func `a check compares the document with the rows of its tables`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.importRows(into: "customers", .bytes(Array("email,id\na@b.example,1\n".utf8)))
            let document = ControlHarness.policy.replacing("key = \"email\"", with: "key = \"phone\"")
            let check = try await client.send(CheckPolicy(document: document))
            #expect(check.problems.map(\.subject) == ["table:customers"])
            await #expect(throws: ControlError.self) {
                try await client.send(ApplyPolicy(document: document, base: 1))
            }
        }
    }

    @Test func `only admins see the secrets of the policy`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            #expect(try await harness.client(.inProcess).send(GetPolicy()).document == ControlHarness.policy)
            for role in [Role.viewer, .approver] {
                let client = harness.client(.inProcess, as: role)
                #expect(try await !client.send(GetPolicy()).document.contains("\"secret\""))
                #expect(try await !client.send(GetRevision(number: 1)).document.contains("\"secret\""))
            }
            let diff = try await harness.client(.inProcess).send(DiffPolicy(.init(document: "")))
            #expect(!diff.lines.contains { $0.text.contains("\"secret\"") })
        }
    }

    @Test func `a diff with a stale base shows both sides' changes and merges them`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(ApplyPolicy(document: Self.more, base: 1))
            let mine = ControlHarness.policy.replacing("expires-after = \"14d\"", with: "expires-after = \"7d\"")
            let diff = try await client.send(DiffPolicy(.init(document: mine, base: 1)))
            #expect(diff.parts.map(\.subject) == ["queue:guests"])
            #expect(diff.parts.first?.details == ["expires-after: 14d → 7d"])
            #expect(diff.theirs.map(\.subject) == ["list:more"])
            #expect(diff.conflicts == [])
            #expect(diff.merged == Self.more.replacing("expires-after = \"14d\"", with: "expires-after = \"7d\""))
            let other = Self.more.replacing("expires-after = \"14d\"", with: "expires-after = \"30d\"")
            _ = try await client.send(ApplyPolicy(document: other, base: 2))
            let conflict = try await client.send(DiffPolicy(.init(document: mine, base: 1)))
            #expect(conflict.conflicts == ["queue:guests"])
            #expect(conflict.merged == nil)
        }
    }

    @Test func `a diff reports a merge that would not be valid`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            let queue = "[[queue]]\nname = \"q\"\n"
            _ = try await client.send(ApplyPolicy(document: queue, base: 1))
            _ = try await client.send(ApplyPolicy(document: "", base: 2))
            let mine = queue + "\n[[list]]\nname = \"l\"\neffect = \"approve\"\nqueue = \"q\"\n"
            let diff = try await client.send(DiffPolicy(.init(document: mine, base: 2)))
            #expect(diff.merged == nil)
            #expect(diff.conflicts.first?.contains("there is no queue \"q\"") == true)
        }
    }
}

@Suite struct `A draft` {
    static let rule = RuleDefinition(
        name: "new",
        when: "claims.x == 1",
        then: .set,
        mode: .shadow,
        set: ["givenName": "claims.givenName.trim()"]
    )

    @Test(arguments: ControlHarness.Way.allCases)
    func `a draft begins with the policy in force and can be edited`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let client = harness.client(way)
            let draft = try await client.send(EditDraft(name: "anna", edits: [.init(kind: .put, rule: Self.rule)]))
            #expect(draft.base == 1)
            #expect(draft.edition == 1)
            #expect(draft.rules.map(\.name) == ["no city", "new"])
            #expect(draft.rules.last == Self.rule)
            #expect(draft.document.hasPrefix(ControlHarness.policy))
            var rule = Self.rule
            rule.mode = .enforce
            let next = try await client.send(
                EditDraft(name: "anna", edits: [.init(kind: .put, name: "new", rule: rule)], edition: 1)
            )
            #expect(next.edition == 2)
            let kept = try await client.send(GetDraft(name: "anna"))
            #expect(kept.rules == [draft.rules[0], rule])
            #expect(try await client.send(ListDrafts()).items.map(\.document) == [""])
            #expect(try await client.send(GetPolicy()).document == ControlHarness.policy)
            _ = try await client.send(DiscardDraft(name: "anna"))
            #expect(try await client.send(ListDrafts()).items.isEmpty)
        }
    }

    @Test func `a draft that changed since it was seen is not overwritten`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(SaveDraft(name: "anna", document: "# 1"))
            _ = try await client.send(SaveDraft(name: "anna", document: "# 2", edition: 1))
            for seen in [nil, 1, 7] {
                let error = await #expect(throws: ControlError.self) {
                    try await client.send(SaveDraft(name: "anna", document: "# 3", edition: seen))
                }
                #expect(error?.problem?.kind == .revisionMismatch)
                #expect(error?.problem?.current?.object?["edition"] == .int(2))
            }
            #expect(try await client.send(GetDraft(name: "anna")).document == "# 2")
        }
    }

    @Test func `a draft may have errors, and lists them`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            let draft = try await client.send(SaveDraft(name: "anna", document: "[[list]]\nname = \"l\"\n"))
            #expect(draft.check.problems.map(\.subject) == ["list:l"])
            let broken = try await client.send(SaveDraft(name: "bo", document: "[[list"))
            #expect(broken.check.problems.map(\.line) == [1])
            let error = await #expect(throws: ControlError.self) {
                try await client.send(EditDraft(name: "bo", edits: [.init(kind: .remove, name: "x")]))
            }
            #expect(error?.problem?.kind == .invalid)
        }
    }

    @Test(arguments: ["", "a/b", "a\u{1B}[31m", String(repeating: "x", count: 65)])
    func `a draft with an invalid name is refused`(name: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let error = await #expect(throws: ControlError.self) {
                try await harness.client(.inProcess).send(SaveDraft(name: name, document: ""))
            }
            #expect(error?.problem != nil)
        }
    }

    @Test func `the number of drafts is limited`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            for number in 0..<DraftStore.countLimit {
                _ = try await client.send(SaveDraft(name: "d\(number)", document: ""))
            }
            let error = await #expect(throws: ControlError.self) {
                try await client.send(SaveDraft(name: "one more", document: ""))
            }
            #expect(error?.problem?.kind == .conflict)
            let again = try await client.send(SaveDraft(name: "d1", document: "# c", edition: 1))
            #expect(again.edition == 2)
        }
    }
}
