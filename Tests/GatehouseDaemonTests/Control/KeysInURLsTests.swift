import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

/// A connector with a key in its URL, a comment with another key, and a password in the document.
@Suite struct `Keys in the policy` {
    private static let policy =
        ControlHarness.policy
        .replacing("http://127.0.0.1:9/sign-ups", with: "http://127.0.0.1:9/sign-ups?code=k3yquery&v=1")
        .replacing("{ literal = \"secret\" }", with: "{ literal = \"k3yliteral\" }")
        .replacing("[[queue]]", with: "# url = \"https://b.example/?sig=k3ycomment\"\n[[queue]]")

    private static func populate(_ harness: ControlHarness) async throws -> EveryRoute {
        let admin = harness.client(.inProcess)
        _ = try await admin.send(ApplyPolicy(document: policy, base: 1))
        let changed = policy.replacing("code=k3yquery", with: "code=k3yother")
        _ = try await admin.send(SaveDraft(name: "draft", document: changed))
        _ = try await admin.send(SaveDraft(name: "broken", document: policy + "\n[["))
        _ = try? await admin.send(ProbeConnector(name: "api", step: nil))
        let call = try await harness.journalCall()
        let approval = try await harness.ask()
        let signUp = try await harness.startSignUp()
        let simulation = try await admin.send(StartSimulation(.init(document: changed))).id
        return EveryRoute(
            values: [
                "/v1/calls/{id}": call.id.description, "/v1/calls/{id}/person": call.id.description,
                "/v1/approvals/{id}": approval.id.description, "/v1/lists/{name}": "partners",
                "/v1/lists/{name}/entries": "partners", "/v1/lists/{name}/export": "partners",
                "/v1/policy/drafts/{name}": "draft", "/v1/policy/revisions/{number}": "2",
                "/v1/policy/simulations/{id}": simulation, "/v1/policy/simulations/{id}/flips": simulation,
                "/v1/rules/{name}": "no city", "/v1/connectors/{name}": "api", "/v1/flows/{name}": "guests",
                "/v1/sign-ups/{id}": signUp.id.description, "/v1/sign-ups/{id}/view": signUp.id.description,
                "/v1/endpoints/{name}": "request-approval", "/v1/tables/{name}": "customers",
                "/v1/tables/{name}/export": "customers", "/v1/tables/{name}/rows": "customers",
            ],
            document: changed
        )
    }

    @Test(arguments: [Role.viewer, .approver])
    func `keys in the policy are in no reply to those who may not change the policy`(role: Role) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            var every = try await Self.populate(harness)
            every.values["/v1/accounts/{id}"] = try await Self.account(harness)
            for (route, text) in try await every.replies(from: harness, as: role) {
                #expect(!text.contains("k3y"), "\(route) as \(role): \(text)")
            }
            let broken = try await harness.client(.inProcess, as: role).send(GetDraft(name: "broken")).document
            #expect(!broken.contains("k3y"), "\(broken)")
        }
    }

    /// Admins get whole documents, so that they can apply them again; in all other replies secrets are masked for them
    /// too.
    @Test func `keys in the policy are shown to admins in documents only`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            var every = try await Self.populate(harness)
            every.values["/v1/accounts/{id}"] = try await Self.account(harness)
            let whole = ["/v1/policy", "/v1/policy/revisions/{number}", "/v1/policy/drafts/{name}", "/v1/policy/diff"]
            for (route, text) in try await every.replies(from: harness, as: .admin) where !whole.contains(route) {
                #expect(!text.contains("k3y"), "\(route): \(text)")
            }
            let admin = harness.client(.inProcess)
            let diff = try await admin.send(DiffPolicy(.init(document: every.document)))
            #expect(!"\(diff.parts)\(diff.lines)".contains("k3y"))
            let exported = try await admin.send(GetPolicy())
            #expect(exported.document == Self.policy)
            let again = try await admin.send(ApplyPolicy(document: exported.document, base: exported.revision))
            #expect(again.revision == exported.revision + 1)
        }
    }

    @Test func `applying a masked document keeps the keys`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            _ = try await Self.populate(harness)
            let masked = try await harness.client(.inProcess, as: .approver).send(GetPolicy())
            let admin = harness.client(.inProcess)
            func refusal(_ send: () async throws -> Void) async -> Problem? {
                do { try await send() } catch { return (error as? ControlError)?.problem }
                return nil
            }
            let applied = await refusal {
                _ = try await admin.send(ApplyPolicy(document: masked.document, base: masked.revision))
            }
            let saved = await refusal { _ = try await admin.send(SaveDraft(name: "new", document: masked.document)) }
            for problem in [applied, saved] {
                #expect(problem?.kind == .invalid)
                #expect(problem?.detail.contains("masked") == true)
            }
            let check = try await admin.send(CheckPolicy(document: masked.document))
            #expect(check.problems.contains { $0.text.contains("masked") && $0.line != nil })
            #expect(try await admin.send(GetPolicy()).document == Self.policy)
        }
    }

    @Test func `keys are stored only in the policy's own tables`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            _ = try await Self.populate(harness)
            let records = try await harness.client(.inProcess).send(ListAudit()).items
            #expect(!"\(records)".contains("k3y"))
            let journal = harness.directory.path + "/journal"
            let files = try FileManager.default.subpathsOfDirectory(atPath: journal)
            #expect(!files.isEmpty)
            for file in files {
                let data = FileManager.default.contents(atPath: journal + "/" + file) ?? Data()
                #expect(data.range(of: Data("k3y".utf8)) == nil, "\(file)")
            }
        }
    }

    private static func account(_ harness: ControlHarness) async throws -> String {
        let admin = harness.client(.inProcess)
        let person = SignUpPerson(email: "bo@b.example", claims: ["displayName": "Bo"])
        let started = try await admin.send(StartSignUp(flow: "guests", person: person)).signUp
        _ = try await admin.send(SubmitSignUp(id: started.id.description, attributes: ["displayName": "Bo"]))
        return try #require(try await admin.send(ListAccounts()).items.first).id
    }
}
