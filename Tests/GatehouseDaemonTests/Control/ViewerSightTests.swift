import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import NIOCore
import PolicyEngine
import TestSupport
import Testing

/// Every text that can come from outside names an invented person, with a word that begins with `qzx`.
@Suite struct `Viewers read no people` {
    private static let mark = "qzx"

    /// Stores one thing of each kind, with the mark in every text.
    private func populate(_ harness: ControlHarness) async throws -> EveryRoute {
        let admin = harness.client(.inProcess)
        let call = try await keepCall(harness)
        let flows = try await signUps(harness)
        let approval = try await decideRequests(harness)
        let entries = [
            "qzxentry@atelier-lumen.example", "/^qzxpattern/", "value:displayName=qzxvalue", "atelier-lumen.example",
        ]
        _ = try await admin.send(
            AddEntries(
                name: "blocked-domains",
                entries: entries.map {
                    EntryDraft(entry: $0, comment: "qzxcomment", owner: "qzxowner", ticket: "qzxticket")
                }
            )
        )
        let changed = EntryDraft(entry: "/^qzxpattern/", comment: "qzxother")
        _ = try await admin.send(EditEntry(name: "blocked-domains", entry: changed))
        _ = try await admin.send(RemoveEntries(name: "blocked-domains", entries: ["value:displayName=qzxvalue"]))
        _ = try await admin.send(RevealCall(id: call.id.description, reason: "qzxreveal"))
        _ = try await admin.send(ForceConnector(name: "api", reason: "qzxforce"))
        _ = try await admin.send(SetAccountEnabled(id: flows.account, enabled: false, reason: "qzxdisable"))
        _ = try await admin.send(ApplyPolicy(document: ControlHarness.policy, comment: "qzxapply", base: 1))
        _ = try await admin.send(SaveDraft(name: "draft", document: ControlHarness.policy))
        let denying = ControlHarness.policy.replacing("effect = \"allow\"", with: "effect = \"deny\"")
        let simulation = try await admin.send(StartSimulation(.init(document: denying))).id
        _ = try await eventually("the simulation's end") {
            try await admin.send(GetSimulation(id: simulation)).state == .running ? nil : true
        }
        return EveryRoute(
            values: [
                "/v1/calls/{id}": call.id.description, "/v1/calls/{id}/person": call.id.description,
                "/v1/approvals/{id}": approval, "/v1/lists/{name}": "blocked-domains",
                "/v1/lists/{name}/entries": "blocked-domains", "/v1/lists/{name}/export": "blocked-domains",
                "/v1/policy/drafts/{name}": "draft", "/v1/policy/revisions/{number}": "2",
                "/v1/policy/simulations/{id}": simulation, "/v1/policy/simulations/{id}/flips": simulation,
                "/v1/rules/{name}": "no city", "/v1/connectors/{name}": "api", "/v1/flows/{name}": "guests",
                "/v1/sign-ups/{id}": flows.signUp, "/v1/sign-ups/{id}/view": flows.signUp,
                "/v1/accounts/{id}": flows.account, "/v1/endpoints/{name}": "request-approval",
                "/v1/tables/{name}": "customers", "/v1/tables/{name}/export": "customers",
                "/v1/tables/{name}/rows": "customers",
            ],
            document: ControlHarness.policy
        )
    }

    private func keepCall(_ harness: ControlHarness) async throws -> CallSummary {
        let call = CallSummary(
            id: CallID(at: harness.clock.now),
            time: harness.clock.now,
            endpoint: "request-approval",
            dialect: .entraB2B,
            step: .postAttributeCollection,
            outcome: .block,
            status: 200,
            email: "qzxlocal.part@atelier-lumen.example",
            issuer: "google.com",
            tookMs: 1.5,
            decidedBy: .list("blocked-domains")
        )
        let entries = ["qzxentry@b.example", "/^qzxpattern/", "value:displayName=qzxvalue", "qzx not an entry"]
        let trace = Trace(
            considered: entries.map { .init(subject: .list, name: "blocked-domains", result: .decided, entry: $0) }
                + [
                    .init(
                        subject: .rule,
                        name: "no city",
                        result: .applied,
                        reads: [.init(path: "claims.city", value: "qzxread")],
                        changes: [.init(path: "claims.city", value: "qzxchange")]
                    )
                ],
            notes: ["the claim qzxnote is too long"],
            stages: []
        )
        let claims = """
            {"email":"qzxlocal.part@atelier-lumen.example","displayName":"Qzxname Qzxsurname","qzxclaim":"qzxvalue",
            "identities":[{"signInType":"federated","issuer":"google.com","issuerAssignedId":"qzxidentity"}],
            "step":"PostAttributeCollection","ui_locales":"en-US"}
            """
        _ = try await harness.services.journal.append(
            JournalEntry(
                call: call,
                trace: trace,
                request: ByteBuffer(string: claims),
                response: Array(#"{"version":"1.0.0","action":"ShowBlockPage","userMessage":"qzxmessage"}"#.utf8),
                message: "Dear Qzxname, the reference is qzxmessage.",
                problem: "the connector said \"qzxproblem\"",
                client: "192.0.2.1"
            )
        )
        return call
    }

    private func signUps(_ harness: ControlHarness) async throws -> (signUp: String, account: String) {
        let admin = harness.client(.inProcess)
        let person = SignUpPerson(
            email: "qzxguest.person@atelier-lumen.example",
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "qzxidentity")],
            claims: ["displayName": "Qzxname Qzxsurname"]
        )
        let started = try await admin.send(StartSignUp(flow: "guests", person: person)).signUp
        let id = started.id.description
        _ = try await admin.send(SubmitSignUp(id: id, attributes: ["displayName": "Qzxname Qzxsurname"]))
        let account = try #require(try await admin.send(ListAccounts()).items.first)
        return (id, account.id)
    }

    private func decideRequests(_ harness: ControlHarness) async throws -> String {
        let approver = harness.client(.inProcess, as: .approver)
        let denied = try await harness.ask(email: "qzxfirst.person@atelier-lumen.example")
        _ = try await approver.send(CommentApproval(id: denied.id.description, text: "qzxremark"))
        let denial = DecideApprovals.Body(
            items: [.init(id: denied.id.description)],
            verdict: .deny,
            reason: "qzxreason",
            message: "qzxtold"
        )
        _ = try await approver.send(DecideApprovals(denial))
        _ = try await harness.ask(email: "qzxsecond.person@atelier-lumen.example")
        return denied.id.description
    }

    @Test func `viewers get no personal data in the reply of any route`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let every = try await populate(harness)
            for (route, text) in try await every.replies(from: harness, as: .viewer) {
                #expect(!text.lowercased().contains(Self.mark), "\(route): \(text)")
                #expect(!text.contains("Mireille"), "\(route): \(text)")
            }
            // The data that viewers do not see exists.
            let whole = try await every.replies(from: harness, as: .approver).map(\.text).joined()
            for word in [
                "qzxlocal", "qzxmessage", "qzxproblem", "qzxnote", "qzxread", "qzxchange", "qzxvalue",
                "qzxidentity", "Qzxsurname", "qzxremark", "qzxreason", "qzxtold", "qzxcomment", "qzxowner", "qzxticket",
                "qzxpattern", "qzxentry", "qzxreveal", "qzxforce", "qzxdisable", "qzxapply",
            ] { #expect(whole.contains(word), "\(word) is nowhere") }
        }
    }

    @Test func `viewers get no personal data in any event`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let start = harness.services.events.position
            _ = try await populate(harness)
            let now = harness.clock.now
            let (approver, hub) = (harness.client(.inProcess, as: .approver), harness.services.events)
            for call in try await approver.send(ListCalls()).items { hub.publish(.call(call), at: now) }
            for approval in try await approver.send(ListApprovals()).items { hub.publish(.approval(approval), at: now) }
            for signUp in try await approver.send(ListSignUps()).items { hub.publish(.signUp(signUp), at: now) }
            for list in try await approver.send(ListLists()).items { hub.publish(.list(list), at: now) }
            for revision in try await approver.send(ListRevisions()).items { hub.publish(.policy(revision), at: now) }
            let end = hub.position
            func events(as role: Role) async throws -> String {
                let interest = WatchEvents.Interest(after: start)
                var text = ""
                for try await event in harness.client(.inProcess, as: role).events(interest) {
                    text += "\(event)\n"
                    if event.sequence >= end, event.type != "hello" { break }
                }
                return text.lowercased()
            }
            let seen = try await events(as: .viewer)
            #expect(!seen.contains(Self.mark), "\(seen)")
            let whole = try await events(as: .approver)
            for word in ["qzxlocal", "qzxfirst", "qzxreason", "qzxguest", "qzxapply"] {
                #expect(whole.contains(word), "\(word) is in no event")
            }
        }
    }

    @Test(arguments: [
        "\"qzx.hidden@secret\"@b.example", "x@qzx secret", "x@b.example qzx", "qzx@x@b.example", "x@(qzx)", "x@",
    ])
    func `viewers cannot filter by the domain of an odd address`(email: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try await harness.journalCall(email: email)
            _ = try await harness.startSignUp(email: "ada@b.example")
            let viewer = harness.client(.inProcess, as: .viewer)
            #expect(try await viewer.send(ListCalls(filter: "domain:*qzx*")).items.isEmpty)
            #expect(try await viewer.send(ListCalls(filter: "domain:*secret*")).items.isEmpty)
            let shown = try #require(try await viewer.send(ListCalls()).items.first?.email)
            #expect(!shown.contains("qzx") && !shown.contains("secret"))
            let domain = email.hasSuffix("@b.example") ? 1 : 0
            #expect(try await viewer.send(ListCalls(filter: "domain:b.example")).items.count == domain)
        }
    }

    @Test func `viewers cannot find out which files and variables exist`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try harness.directory.write("k3y", to: "there")
            let source = ControlHarness.policy
            for secret in [
                "{ file = \"there\" }", "{ file = \"not-there\" }", "{ env = \"PATH\" }", "{ env = \"NOT_SET\" }",
            ] {
                let document = source.replacing("{ literal = \"secret\" }", with: secret)
                _ = try await harness.client(.inProcess).send(
                    SaveDraft(name: "d\(UInt32.random(in: 0 ... .max))", document: document)
                )
                for role in [Role.viewer, .approver] {
                    let client = harness.client(.inProcess, as: role)
                    let check = try await client.send(CheckPolicy(document: document))
                    #expect(check.problems == [], "\(secret) as \(role)")
                    #expect(check.warnings.contains { $0.text.contains("were not looked at") })
                    for draft in try await client.send(ListDrafts()).items {
                        #expect(try await client.send(GetDraft(name: draft.name)).check.problems == [])
                    }
                }
            }
            let missing = source.replacing("{ literal = \"secret\" }", with: "{ file = \"not-there\" }")
            #expect(try await harness.client(.inProcess).send(CheckPolicy(document: missing)).problems.count == 1)
        }
    }
}
