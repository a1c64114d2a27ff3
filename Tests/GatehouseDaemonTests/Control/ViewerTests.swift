import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import Testing

/// A viewer sees `mi…@domain`. No request that they may send may reveal the rest.
@Suite struct `Viewers cannot find out addresses` {
    private func refusal<Request: ControlRequest>(_ request: Request, _ harness: ControlHarness) async -> Problem.Kind?
    {
        do throws(ControlError) {
            _ = try await harness.client(.inProcess, as: .viewer).send(request)
            return nil
        } catch { return error.problem?.kind }
    }

    private func ask<Request: ControlRequest>(
        _ request: Request,
        _ harness: ControlHarness,
        as role: Role
    ) async throws -> Request.Reply {
        try await harness.client(.inProcess, as: role).send(request)
    }

    @Test(arguments: [
        "email:mireille*", "-email:x*", "(outcome:block OR email:*caron*)", "NOT (email:a,b)", "EMAIL:m*",
    ])
    func `viewers cannot find out addresses by filtering calls`(filter: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try await harness.journalCall()
            #expect(await refusal(ListCalls(filter: filter), harness) == .roleRequired)
            let seen = try await harness.client(.inProcess, as: .approver).send(ListCalls(filter: filter))
            #expect(seen.items.map(\.email) == ["mireille.caron@atelier-lumen.example"])
        }
    }

    @Test func `viewers cannot find out addresses by words without a field`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try await harness.journalCall()
            try await harness.ask()
            for word in ["mireille", "caron@", "Caron"] {
                #expect(try await ask(ListCalls(filter: word), harness, as: .viewer).items.isEmpty)
                #expect(try await ask(ListApprovals(filter: word), harness, as: .viewer).items.isEmpty)
                #expect(try await ask(ListApprovals(filter: word), harness, as: .approver).items.count == 1)
            }
            #expect(try await ask(ListCalls(filter: "google"), harness, as: .viewer).items.count == 1)
            #expect(try await ask(ListCalls(filter: "domain:atelier*"), harness, as: .viewer).items.count == 1)
            #expect(try await ask(ListApprovals(filter: "guests"), harness, as: .viewer).items.count == 1)
        }
    }

    @Test(arguments: ["email:mireille*", "name:Mireille*"])
    func `viewers cannot find out addresses by filtering approvals`(filter: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            #expect(await refusal(ListApprovals(filter: filter), harness) == .roleRequired)
        }
    }

    @Test(arguments: ["email:m*", "name:M*"])
    func `viewers cannot find out addresses by filtering sign-ups and accounts`(filter: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            #expect(await refusal(ListSignUps(filter: filter), harness) == .roleRequired)
            #expect(await refusal(ListAccounts(filter: filter), harness) == .roleRequired)
            #expect(await refusal(GetAccount(id: "mireille@b.example"), harness) == .roleRequired)
        }
    }

    @Test func `viewers cannot find out addresses by following events`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let request = WireRequest(
                route: WatchEvents.route,
                query: [("filter", "email:mireille*")],
                headers: [:]
            )
            let status = try await harness.transport(.inProcess, as: .viewer).exchange(request).status
            #expect(status == 403)
        }
    }

    @Test(arguments: ["mireille.caron@atelier-lumen.example", "/^mireille/", "value:country=SE"])
    func `viewers cannot find out addresses by checking lists or the effect of an entry`(value: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            #expect(await refusal(CheckValue(value: value), harness) == .roleRequired)
            #expect(await refusal(GetImpact(entry: value), harness) == .roleRequired)
            let matches = try await ask(CheckValue(value: value), harness, as: .approver).matches
            let calls = try await ask(GetImpact(entry: value), harness, as: .approver).calls
            #expect(matches.isEmpty && calls == 0)
        }
    }

    @Test(arguments: ["atelier-lumen.example", ".example", "issuer:google.com", "192.0.2.0/24"])
    func `viewers can filter by what they see`(value: String) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            #expect(await refusal(CheckValue(value: value), harness) == nil)
            #expect(await refusal(GetImpact(entry: value), harness) == nil)
        }
    }

    @Test func `viewers cannot find out addresses by searching the entries of a list`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let entries = ["mireille@b.example", "/^mireille/", "value:x=mireille", "mireille.example"]
            let admin = harness.client(.inProcess)
            _ = try await admin.send(
                AddEntries(name: "partners", entries: entries.map { EntryDraft(entry: $0) })
            )
            func found(_ text: String, as role: Role) async throws -> [String] {
                let request = ListEntries(name: "partners", contains: text)
                return try await harness.client(.inProcess, as: role).send(request).items.map(\.entry)
            }
            #expect(try await found("mireille", as: .approver).count == 4)
            #expect(try await found("mireille", as: .viewer) == ["mireille.example"])
            #expect(try await found("@b.ex", as: .viewer) == ["mi…@b.example"])
            #expect(try await found("e@b.ex", as: .viewer).isEmpty)
        }
    }

    @Test func `viewers cannot find out addresses by counting what a condition matches`() {
        #expect(CountMatches.route.role == .approver)
    }
}
