import GatehouseDaemon
import GatehouseModel
import Synchronization
import Testing
import UserFlows

/// A daemon ends in the middle of sign-ups, and the next one continues them.
@Suite(.timeLimit(.minutes(2))) struct `An interrupted sign-up` {
    private static let form: [String: JSONValue] = ["displayName": "Mireille C."]

    /// Stops at a connector that never answers, as a killed daemon does.
    private func interrupt(_ fixture: FlowFixture, at connector: String) async throws -> CallID {
        let runner = fixture.runner()
        let gate = Gate()
        fixture.connectors.when(connector) { _ in
            await gate.wait()
            return .block(message: "from a call that was cut off")
        }
        let work = Task {
            let run = try await runner.start("guests", .person())
            _ = try await runner.submit(run.id.description, Self.form)
        }
        try await until("the call") { fixture.connectors.calls.contains { $0.connector == connector } }
        let leg = try #require(fixture.connectors.calls.last?.leg)
        await runner.stop()
        _ = await work.result
        return leg.signUp
    }

    @Test(arguments: [("check", SignUp.Stage.step1, SignUp.Stage.form), ("request", .step2, .created)])
    func `an interrupted sign-up stays at its step and continues with the same claims`(
        connector: String,
        stage: SignUp.Stage,
        end: SignUp.Stage
    ) async throws {
        let fixture = try FlowFixture()
        let id = try await interrupt(fixture, at: connector)
        let next = fixture.runner()
        #expect(try await next.signUp(id.description).signUp.stage == stage)
        fixture.connectors.when(connector, .continue(claims: [:]))
        try await next.tend()
        #expect(try await next.signUp(id.description).signUp.stage == end)
        let asked = fixture.connectors.calls.filter { $0.connector == connector }
        #expect(asked.count == 2)
        #expect(Set(asked).count == 1)
        #expect(try await fixture.accounts().count == (end == .created ? 1 : 0))
    }

    @Test func `an interrupted sign-up is not resumed twice`() async throws {
        let fixture = try FlowFixture()
        _ = try await interrupt(fixture, at: "request")
        fixture.connectors.when("request", .continue(claims: [:]))
        let next = fixture.runner()
        async let first: Void = next.tend()
        async let second: Void = next.tend()
        _ = try await (first, second)
        try await next.tend()
        #expect(try await fixture.accounts().count == 1)
        #expect(fixture.connectors.calls.count { $0.connector == "request" } == 2)
    }

    @Test func `a resumed sign-up ends without an account if the connector refuses the second time`() async throws {
        let fixture = try FlowFixture()
        let id = try await interrupt(fixture, at: "request")
        fixture.connectors.when("request", .block(message: "No."))
        let next = fixture.runner()
        try await next.tend()
        #expect(try await next.signUp(id.description).signUp.stage == .blocked)
        #expect(try await fixture.accounts().isEmpty)
    }

    @Test func `a resumed sign-up fails if its flow was removed meanwhile`() async throws {
        let fixture = try FlowFixture()
        let id = try await interrupt(fixture, at: "request")
        fixture.connectors.when("request", .continue(claims: [:]))
        fixture.flows.withLock { $0 = [] }
        let next = fixture.runner()
        try await next.tend()
        #expect(try await next.signUp(id.description).signUp.stage == .failed)
        #expect(try await fixture.accounts().isEmpty)
    }
}
