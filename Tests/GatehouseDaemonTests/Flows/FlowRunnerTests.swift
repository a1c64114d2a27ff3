import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import Synchronization
import Testing
import UserFlows

@Suite(.timeLimit(.minutes(2))) struct `A running sign-up` {
    private static let form: [String: JSONValue] = ["displayName": "Mireille C.", "postalCode": "74000"]

    @Test func `a sign-up ends with an account that has the flow's attributes, and with the token's claims`()
        async throws
    {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        fixture.connectors.when("request", .continue(claims: ["postalCode": "74 000", "city": "Annecy"]))
        let started = try #require(try await runner.start("guests", .person()).view)
        #expect(started.signUp.stage == .form)
        #expect(started.form?.values == ["displayName": "Mireille Caron"])
        let done = try #require(try await runner.submit(started.signUp.id.description, Self.form).view)
        #expect(done.signUp.stage == .created)
        #expect(done.tokenClaims == ["email": "mireille.caron1@atelier-lumen.example", "displayName": "Mireille C."])
        let accounts = try await fixture.accounts()
        #expect(accounts.map(\.attributes) == [["displayName": "Mireille C.", "postalCode": "74 000"]])
        #expect(accounts.first?.id == done.signUp.account)
        #expect(accounts.first?.signUp == done.signUp.code)
        #expect(accounts.first?.identities == Claims.person().identities)
    }

    @Test func `a sign-up publishes every step in order and keeps a timeline`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        fixture.connectors.when("request", .invalid(message: "Form NNN NN."), .continue(claims: [:]))
        let run = try await runner.start("guests", .person())
        _ = try await runner.submit(run.id.description, Self.form)
        _ = try await runner.submit(run.id.description, Self.form)
        let stages: [SignUp.Stage] = [.step1, .form, .step2, .form, .step2, .created]
        #expect(fixture.events.signUps.map(\.stage) == stages)
        let kept = try await runner.signUp(run.id.code.description)
        #expect(
            kept.moments.map(\.what) == [
                "started with google.com", "asks check at post-federation", "check: continue", "form shown",
                "form sent", "asks request at post-attribute-collection", "request: validation error: Form NNN NN.",
                "sent back: Form NNN NN.", "form sent", "asks request at post-attribute-collection",
                "request: continue", "account created",
            ]
        )
        #expect(kept.moments.count { $0.call != nil } == 3)
        #expect(kept.signUp.validations == 1)
    }

    @Test func `a sign-up is on stable storage at its step before a connector is called`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let seen = Mutex<[SignUp.Stage]>([])
        let look: ScriptedConnectors.Answer = { asked in
            let stage = try? await runner.signUp(asked.leg.signUp.description).signUp.stage
            seen.withLock { $0.append(stage ?? .failed) }
            return .continue(claims: [:])
        }
        fixture.connectors.when("check", doing: look)
        fixture.connectors.when("request", doing: look)
        let run = try await runner.start("guests", .person())
        _ = try await runner.submit(run.id.description, Self.form)
        #expect(seen.withLock(\.self) == [.step1, .step2])
    }

    @Test func `a sign-up fails closed with the reason if a connector does`() async throws {
        let fixture = try FlowFixture()
        let failure = ConnectorFailure(.unproved, "no probe has succeeded; run gatehouse connectors probe request")
        fixture.connectors.when("request", .failed(failure))
        let runner = fixture.runner()
        let run = try await runner.start("guests", .person())
        let end = try #require(try await runner.submit(run.id.description, Self.form).view)
        #expect(end.signUp.stage == .failed)
        #expect(end.signUp.problem?.hasPrefix("unproved: ") == true)
        #expect(end.signUp.message?.contains("probe") == false)
        #expect(try await fixture.accounts().isEmpty)
    }

    @Test func `a sign-up fails closed if its flow has left the policy`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let run = try await runner.start("guests", .person())
        fixture.flows.withLock { $0 = [] }
        let end = try await runner.submit(run.id.description, Self.form).view
        #expect(end?.signUp.stage == .failed)
        #expect(end?.signUp.problem?.contains("no user flow \"guests\" any more") == true)
        await #expect(throws: StateError.self) { try await runner.start("guests", .person(2)) }
        #expect(try await fixture.accounts().isEmpty)
    }

    @Test func `only one of two forms that are sent at once is accepted`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let run = try await runner.start("guests", .person())
        let taken = await withTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    let form: [String: JSONValue] = ["displayName": .string("number \(number)")]
                    return (try? await runner.submit(run.id.description, form)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
        #expect(fixture.connectors.calls.count { $0.connector == "request" } == 1)
        #expect(try await fixture.accounts().count == 1)
    }

    @Test(arguments: [false, true])
    func `many sign-ups of one person at once make one account, and the others name it`(byAddress: Bool) async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        var ids: [CallID] = []
        for number in 0..<6 {
            let same = byAddress ? "Mireille.Caron@Atelier-Lumen.example" : "m\(number)@atelier-lumen.example"
            ids.append(try await runner.start("guests", .person(byAddress ? number : 1, email: same)).id)
        }
        let ends = try await withThrowingTaskGroup { group in
            for id in ids { group.addTask { try await runner.submit(id.description, Self.form).view?.signUp } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ends.count { $0?.stage == .created } == 1)
        let losers = ends.filter { $0?.stage == .failed }
        #expect(losers.count == 5)
        #expect(losers.allSatisfy { $0?.problem == "there is already an account with this address or identity" })
        #expect(try await fixture.accounts().count == 1)
    }

    @Test func `a sign-up of a person with an account calls no connector`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let first = try await runner.start("guests", .person())
        _ = try await runner.submit(first.id.description, Self.form)
        let before = fixture.connectors.calls.count
        let again = try await runner.start("guests", .person()).view
        #expect(again?.signUp.stage == .failed)
        #expect(fixture.connectors.calls.count == before)
    }

    @Test func `a sign-up is refused under overload and can continue where it was`() async throws {
        let fixture = try FlowFixture(width: 1)
        let runner = fixture.runner()
        let gate = Gate()
        fixture.connectors.when("check") { _ in
            await gate.wait()
            return .continue(claims: [:])
        }
        async let first = runner.start("guests", .person())
        try await until("the call") { !fixture.connectors.calls.isEmpty }
        let refusal = await #expect(throws: Problem.self) { try await runner.start("guests", .person(2)) }
        #expect(refusal?.kind == .overloaded)
        gate.open()
        #expect(try await first.view?.signUp.stage == .form)
        #expect(runner.underWay == 0)
    }

    @Test func `a sign-up continues if its caller stops waiting, who can find it later`() async throws {
        let fixture = try FlowFixture(patience: .milliseconds(20))
        let runner = fixture.runner()
        let gate = Gate()
        fixture.connectors.when("check") { _ in
            await gate.wait()
            return .continue(claims: [:])
        }
        let run = try await runner.start("guests", .person())
        #expect(run.view?.signUp.stage == .step1)
        #expect(run.view?.form == nil)
        gate.open()
        try await until("the form") { try await runner.view(run.id.description).form != nil }
    }

    @Test func `a sign-up is abandoned if nobody sends the form`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let run = try await runner.start("guests", .person())
        try await runner.tend()
        #expect(try await runner.signUp(run.id.description).signUp.stage == .form)
        fixture.clock.advance(by: .seconds(1800))
        try await runner.tend()
        #expect(try await runner.signUp(run.id.description).signUp.stage == .abandoned)
        await #expect(throws: FlowRefusal.self) { try await runner.submit(run.id.description, Self.form) }
    }

    @Test func `a sign-up counts in the funnel as far as it came`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        let created = try await runner.start("guests", .person(1))
        _ = try await runner.submit(created.id.description, [:])
        _ = try await runner.submit(created.id.description, Self.form)
        fixture.connectors.when("check", .block(message: "No."))
        _ = try await runner.start("guests", .person(2))
        fixture.connectors.when("check", .continue(claims: [:]))
        _ = try await runner.start("guests", .person(3))
        let funnel = try await runner.funnels(at: fixture.clock.now)["guests"]
        #expect(
            funnel
                == FlowSummary.Funnel(
                    started: 3,
                    passedStep1: 2,
                    submitted: 1,
                    passedStep2: 1,
                    created: 1,
                    blocked: 1,
                    invalid: 1,
                    failed: 0
                )
        )
        fixture.clock.advance(by: .seconds(25 * 3600))
        #expect(try await runner.funnels(at: fixture.clock.now).isEmpty)
    }

    @Test func `sign-ups are found by filters, newest first, page by page`() async throws {
        let fixture = try FlowFixture()
        let runner = fixture.runner()
        for number in 0..<5 { _ = try await runner.start("guests", .person(number)) }
        let page = try await runner.signUps(limit: 2)
        #expect(
            page.items.map(\.email) == [
                "mireille.caron4@atelier-lumen.example", "mireille.caron3@atelier-lumen.example",
            ]
        )
        let rest = try await runner.signUps(limit: 10, cursor: page.next)
        #expect(rest.items.count == 3)
        #expect(rest.next == nil)
        for (filter, count) in [
            ("stage:form", 5), ("stage:created", 0), ("email:mireille.caron2@*", 1),
            ("domain:atelier-lumen.example", 5),
            ("issuer:google.com -email:*1@*", 4), ("since:1h", 5), ("id:\(rest.items[0].id)", 1), ("caron3", 1),
        ] {
            let query = try Query(filter, for: SignUp.self, now: fixture.clock.now)
            #expect(try await runner.signUps(matching: query).items.count == count, "\(filter)")
        }
    }
}
