import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The OpenAPI document` {
    @Test(arguments: ControlHarness.Way.allCases)
    func `the OpenAPI document describes the replies of every route`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let call = try await harness.journalCall()
            let approval = try await harness.ask()
            let signUp = try await harness.startSignUp()
            let simulation = try await harness.client(way).send(
                StartSimulation(.init(document: ControlHarness.policy))
            ).id
            _ = try await eventually("the simulation's end") {
                try await harness.client(way).send(GetSimulation(id: simulation)).state == .running ? nil : true
            }
            let document = try await harness.client(way).send(GetOpenAPI())
            let check = JSONSchemaCheck(document: document)
            var answered: Set<String> = []
            for (request, isRefusal) in try Self.requests(call: call, approval: approval)
                + Self.policyRequests(simulation: simulation) + Self.flowRequests(signUp: signUp)
                + Self.ruleRequests() + Self.tableRequests()
            {
                let route = request.route
                let reply = try await harness.transport(way).exchange(request)
                let bytes = try await reply.body.reduce(into: []) { $0 += $1 }
                #expect((reply.status >= 400) == isRefusal, "\(route): \(String(decoding: bytes, as: UTF8.self))")
                let type = reply.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
                guard type != "text/csv" else {
                    answered.insert("\(route)")
                    continue
                }
                let response = isRefusal ? "default" : "200"
                let place = "#/paths/\(route.path.replacing("/", with: "~1"))"
                let operation = document.object?["paths"]?.object?[route.path]?.object?[
                    route.method.rawValue.lowercased()
                ]
                let schema = operation?.object?["responses"]?.object?[response]?.object?["content"]?.object?[type]?
                    .object?["schema"]
                let described = try #require(schema, "\(place) has no \(response) of \(type)")
                for line in bytes.split(separator: UInt8(ascii: "\n")) {
                    let value = try JSONDecoder().decode(JSONValue.self, from: Data(line))
                    #expect(check.violations(of: value, against: described) == [], "\(route)")
                }
                if !isRefusal { answered.insert("\(route.method.rawValue) \(route.path)") }
            }
            let all = Set(DescribedRoute.all(in: document).map { "\($0.route.method.rawValue) \($0.route.path)" })
            // The event stream does not end; it has its own tests.
            let files: Set = ["GET /v1/lists/{name}/export", "GET /v1/tables/{name}/export"]
            #expect(all.subtracting(answered) == files.union(["GET /v1/events"]))
        }
    }

    @Test func `the OpenAPI document has a schema for every reply and body`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let document = try await harness.client(.inProcess).send(GetOpenAPI())
            let check = JSONSchemaCheck(document: document)
            for described in DescribedRoute.all(in: document) where described.route.path != "/v1/openapi.json" {
                let content = described.operation["responses"]?.object?["200"]?.object?["content"]?.object ?? [:]
                #expect(
                    content.values.allSatisfy { $0.object?["schema"]?.object?.isEmpty == false },
                    "\(described.route)"
                )
                for media in content.values {
                    guard let reference = media.object?["schema"]?.object?["$ref"]?.string else { continue }
                    #expect(check.resolve(reference) != nil, "\(reference)")
                }
            }
        }
    }

    private static let drafts = [
        EntryDraft(entry: "ada@b.example", comment: "by hand", expires: Timestamp("2027-01-01")),
        EntryDraft(entry: ".c.example"),
    ]

    /// One request for every route, in an order that works, and some that are refused.
    private static func requests(
        call: CallSummary,
        approval: Approval
    ) throws -> [(WireRequest, isRefusal: Bool)] {
        let item = DecideApprovals.Body.Item(id: approval.id.description)
        return try [
            of(GetStatus()), of(GetWhoAmI()), of(GetClock()), of(AcceptClock()), of(ListEndpoints()),
            of(GetEndpoint(name: "request-approval")),
            of(GetOpenAPI()), of(GetPolicy()),
            of(ApplyPolicy(document: ControlHarness.policy + "# new\n", comment: "new", base: 1)),
            of(ListCalls(filter: "outcome:pending", limit: 1)), of(GetCall(id: call.code.description)),
            of(RevealCall(id: call.id.description, reason: "asked to")),
            of(ListApprovals(state: .pending, limit: 5)), of(GetApproval(id: approval.code.description)),
            of(TakeApproval(id: approval.id.description)), of(ReleaseApproval(id: approval.id.description)),
            of(CommentApproval(id: approval.id.description, text: "known")),
            of(DecideApprovals(.init(items: [item], verdict: .approve))),
            of(DecideApprovals(.init(items: [item], verdict: .deny, reason: "late"))),
            of(UndoDecisions(ids: [approval.id.description])), of(ListLists()), of(GetList(name: "partners")),
            of(ListEntries(name: "partners", contains: "b.example")),
            of(AddEntries(name: "partners", entries: drafts)),
            of(RemoveEntries(name: "partners", entries: [".c.example"])),
            of(EditEntry(name: "partners", entry: EntryDraft(entry: "ada@b.example", owner: "ops"))),
            of(UndoListChange(name: "partners", change: 3)), of(CheckValue(value: "ada@b.example")),
            of(GetImpact(entry: ".atelier-lumen.example")), of(ListAudit(limit: 3)), of(VerifyAudit()),
            of(FollowPerson(id: call.id.description)), of(ListConnectors()), of(GetConnector(name: "api")),
            of(ProbeConnector(name: "api")), of(ForceConnector(name: "api", reason: "drill")),
            importing("d.example\n"), importing("not a domain\n"),
            (
                WireRequest(route: ExportEntries.route, pathValues: ["partners"]), false
            ),
            of(GetCall(id: "nothing"), isRefusal: true), of(GetList(name: "nothing"), isRefusal: true),
            of(ListCalls(filter: "(("), isRefusal: true), of(ListCalls(cursor: "xyz"), isRefusal: true),
            of(ApplyPolicy(document: "", base: 9), isRefusal: true),
        ]
    }

    /// The same for the policy's life cycle, with a completed simulation.
    private static func policyRequests(simulation: String) throws -> [(WireRequest, isRefusal: Bool)] {
        let rule = RuleDefinition(name: "new", when: "true", then: .block)
        let policy = ControlHarness.policy
        return try [
            of(ListRevisions(limit: 1)), of(GetRevision(number: 1)), of(GetRevision(number: 9), isRefusal: true),
            of(RollBackPolicy(revision: 1, comment: "back", base: 2)),
            of(RollBackPolicy(revision: 1, base: 2), isRefusal: true),
            of(CheckPolicy(document: policy)), of(CheckPolicy(document: "[[queue]]\nname = 1")),
            of(DiffPolicy(.init(document: policy + "# c\n[[list]]\nname = \"l\"\neffect = \"none\"\n", base: 1))),
            of(DiffPolicy(.init(to: 1, from: 2))), of(DiffPolicy(.init(to: 7)), isRefusal: true),
            of(EditDraft(name: "anna", edits: [.init(kind: .put, rule: rule)])),
            of(EditDraft(name: "anna", edits: [.init(kind: .remove, name: "none")]), isRefusal: true),
            of(SaveDraft(name: "bo", document: "[["), isRefusal: false), of(ListDrafts()), of(GetDraft(name: "anna")),
            of(SaveDraft(name: "bo", document: ""), isRefusal: true), of(DiscardDraft(name: "bo")),
            of(GetDraft(name: "bo"), isRefusal: true), of(GetSimulation(id: simulation)),
            of(ListFlips(id: simulation, to: .continue, limit: 5)), of(CancelSimulation(id: simulation)),
            of(GetSimulation(id: "nothing"), isRefusal: true), of(StartSimulation(.init(document: policy))),
            of(StartSimulation(.init(document: "[[")), isRefusal: true), of(ReplayCalls(.init(limit: 1))),
            of(ReplayCalls(.init(calls: ["nothing"])), isRefusal: true),
        ]
    }

    /// The same for rules.
    private static func ruleRequests() throws -> [(WireRequest, isRefusal: Bool)] {
        let right = RuleDefinition(name: "r", when: "claims.city == \"Lyon\"", then: .tag, tags: ["t"])
        let wrong = RuleDefinition(name: "r", when: "claims.city ==", then: .tag)
        let claims = JSONValue.object(["email": "ada@b.example", "city": "Lyon"])
        return try [
            of(ListRules()), of(GetRule(name: "no city")), of(GetRule(name: "nothing"), isRefusal: true),
            of(TestRule(.init(rule: right, claims: claims))), of(TestRule(.init(rule: wrong, claims: claims))),
            of(TestRule(.init(rule: right)), isRefusal: true), of(CountMatches(.init(rule: right, last: 10))),
            of(CountMatches(.init(rule: right, last: 0)), isRefusal: true),
        ]
    }

    /// The same for tables of reference data.
    private static func tableRequests() throws -> [(WireRequest, isRefusal: Bool)] {
        try [
            importingRows("email,tier\nada@b.example,gold\n"), importingRows("email,tier\nada@b.example,silver\n"),
            importingRows("email,tier\nnobody,gold\n"), of(ListTables()), of(GetTable(name: "customers")),
            of(GetTable(name: "nothing"), isRefusal: true), of(LookUpRow(name: "customers", key: "ada@b.example")),
            of(LookUpRow(name: "customers", key: "bo@b.example")),
            of(LookUpRow(name: "customers", key: "nobody"), isRefusal: true), of(UndoTableImport(name: "customers")),
            (WireRequest(route: ExportRows.route, pathValues: ["customers"]), false),
        ]
    }

    /// The same for user flows, with a sign-up whose form is open.
    private static func flowRequests(signUp: SignUp) throws -> [(WireRequest, isRefusal: Bool)] {
        let id = signUp.id.description
        let person = SignUpPerson(email: "bo@b.example", claims: ["displayName": "Bo"])
        return try [
            of(ListFlows()), of(GetFlow(name: "guests")), of(GetFlow(name: "nothing"), isRefusal: true),
            of(StartSignUp(flow: "guests", person: person)), of(GetSignUpView(id: id)),
            of(SubmitSignUp(id: id, attributes: [:])), of(SubmitSignUp(id: id, attributes: ["displayName": "Ada"])),
            of(SubmitSignUp(id: id, attributes: [:]), isRefusal: true), of(ListSignUps(filter: "stage:created")),
            of(GetSignUp(id: signUp.code.description)), of(ListAccounts(limit: 1)),
            of(GetAccount(id: "ada@b.example")), of(SetAccountEnabled(id: "ada@b.example", enabled: false)),
            of(ImportGraph(files: [.init(name: "x.json", content: #"{"targetUrl":"https://a.example/"}"#)])),
            of(ImportGraph(files: [.init(name: "x.json", content: "{")]), isRefusal: true),
            of(ExportGraph(flow: "guests")), of(ExportGraph(flow: "nothing"), isRefusal: true),
            of(EraseAccount(id: "ada@b.example", reason: "asked to")), of(GetAccount(id: "nobody"), isRefusal: true),
        ]
    }

    private static func of<Request: ControlRequest>(
        _ request: Request,
        isRefusal: Bool = false
    ) throws -> (WireRequest, isRefusal: Bool) {
        var wire = WireRequest(route: Request.route, pathValues: request.pathValues, query: request.query)
        if let revision = request.ifMatch { wire.headers["if-match"] = "\"\(revision)\"" }
        if Request.route.method != .get { wire.headers["idempotency-key"] = UUID().uuidString }
        if let body = request.body {
            wire.headers["content-type"] = "application/json"
            wire.body = .bytes(try Array(ControlJSON.encoder().encode(body)))
        }
        return (wire, isRefusal)
    }

    private static func importing(_ text: String) -> (WireRequest, isRefusal: Bool) {
        let request = WireRequest(
            route: ImportEntries.route,
            pathValues: ["partners"],
            headers: ["content-type": "text/plain", "idempotency-key": UUID().uuidString],
            body: .bytes(Array(text.utf8))
        )
        return (request, false)
    }

    private static func importingRows(_ text: String) -> (WireRequest, isRefusal: Bool) {
        let request = WireRequest(
            route: ImportRows.route,
            pathValues: ["customers"],
            headers: ["content-type": "text/csv", "idempotency-key": UUID().uuidString],
            body: .bytes(Array(text.utf8))
        )
        return (request, false)
    }
}
