import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import NIOCore
import TestSupport
import Testing

@Suite struct `A simulation` {
    /// Journals a call as if it had been decided like this.
    private func keep(
        _ email: String,
        _ outcome: Outcome,
        by decider: Decider,
        endpoint: String = "request-approval",
        body: String? = nil,
        age: Duration = .seconds(60),
        in harness: ControlHarness
    ) async throws {
        let time = harness.clock.now - age
        let call = CallSummary(
            id: CallID(at: time),
            time: time,
            endpoint: endpoint,
            dialect: .entraB2B,
            step: .postAttributeCollection,
            outcome: outcome,
            status: 200,
            email: email,
            tookMs: 1,
            decidedBy: decider
        )
        let request = body ?? #"{"email":"\#(email)","step":"PostAttributeCollection","ui_locales":"en-US"}"#
        try await harness.services.journal.append(JournalEntry(call: call, request: ByteBuffer(string: request)))
    }

    private func run(
        _ plan: StartSimulation.Body,
        _ way: ControlHarness.Way = .inProcess,
        in harness: ControlHarness
    ) async throws -> Simulation {
        let client = harness.client(way, as: .approver)
        let id = try await client.send(StartSimulation(plan)).id
        return try await eventually("the simulation's end") {
            let now = try await client.send(GetSimulation(id: id))
            return now.state == .running ? nil : now
        }
    }

    private static let denying = ControlHarness.policy.replacing(
        "name = \"partners\"\neffect = \"allow\"",
        with: "name = \"partners\"\neffect = \"deny\""
    )

    @Test(arguments: ControlHarness.Way.allCases)
    func `a simulation reports what flips, from and to which outcome, and why`(way: ControlHarness.Way) async throws {
        try await ControlHarness.run(way) { harness in
            let client = harness.client(way)
            _ = try await client.send(AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")]))
            for email in ["ada@b.example", "ada@b.example", "bo@b.example"] {
                try await keep(email, .continue, by: .list("partners"), in: harness)
            }
            try await keep("cy@c.example", .pending, by: .approval("guests"), in: harness)
            let simulation = try await run(.init(document: Self.denying), way, in: harness)
            #expect(simulation.state == .done)
            #expect(simulation.replayed == 4)
            #expect(simulation.total == 4)
            #expect(simulation.unchanged == 1)
            #expect(
                simulation.flips == [
                    .init(from: .continue, to: .block, decidedBy: .list("partners"), calls: 3, people: 2)
                ]
            )
            let flips = try await client.send(ListFlips(id: simulation.id, to: .block, limit: 2))
            #expect(flips.items.map(\.call.email) == ["bo@b.example", "ada@b.example"])
            let rest = try await client.send(
                ListFlips(id: simulation.id, to: .block, limit: 2, cursor: flips.next)
            )
            #expect(rest.items.count == 1)
            #expect(rest.next == nil)
            let masked = try await harness.client(way, as: .viewer).send(ListFlips(id: simulation.id))
            #expect(masked.items.allSatisfy { $0.call.email?.contains("…") == true })
        }
    }

    @Test func `a simulation keeps an approver's decision unless the draft decides first`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(AddEntries(name: "blocked-domains", entries: [EntryDraft(entry: "d.example")]))
            try await keep("approved@b.example", .continue, by: .approval("guests"), in: harness)
            try await keep("denied@b.example", .block, by: .approval("guests"), in: harness)
            let same = try await run(.init(document: ControlHarness.policy), in: harness)
            #expect(same.unchanged == 2)
            let blocking = ControlHarness.policy.replacing(
                "[[list]]\nname = \"partners\"",
                with: "[[list]]\nname = \"new\"\neffect = \"deny\"\n\n[[list]]\nname = \"partners\""
            )
            #expect(try await run(.init(document: blocking), in: harness).flips == [])
            try await keep("blocked@d.example", .block, by: .list("blocked-domains"), in: harness)
            let without = ControlHarness.policy.replacing("effect = \"deny\"", with: "effect = \"none\"")
            let freed = try await run(.init(document: without), in: harness)
            #expect(
                freed.flips == [
                    .init(from: .block, to: .pending, decidedBy: .approval("guests"), calls: 1, people: 1)
                ]
            )
        }
    }

    @Test func `a simulation says which calls it could not replay and why`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try await keep("a@b.example", .refused, by: Decider(rawValue: "401"), body: "", in: harness)
            try await keep("a@b.example", .pending, by: .approval("guests"), age: .seconds(8 * 86_400), in: harness)
            try await keep("a@b.example", .continue, by: .byDefault, endpoint: "gone", in: harness)
            try await keep("a@b.example", .pending, by: .approval("guests"), body: "{", in: harness)
            let plan = StartSimulation.Body(
                document: ControlHarness.policy,
                since: harness.clock.now - .seconds(9 * 86_400)
            )
            let simulation = try await run(plan, in: harness)
            #expect(
                simulation.notReplayable == [
                    "refused before any decision": 1, "body past retention": 1, "endpoint not in the draft": 1,
                    "body not readable in the endpoint's dialect": 1,
                ]
            )
            #expect(simulation.replayed == 0)
        }
    }

    @Test func `a simulation examines only the selected calls`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            for email in ["a@b.example", "b@b.example", "c@c.example"] {
                try await keep(email, .pending, by: .approval("guests"), in: harness)
            }
            let filtered = StartSimulation.Body(document: ControlHarness.policy, filter: "email:*@b.example")
            #expect(try await run(filtered, in: harness).replayed == 2)
            let newest = StartSimulation.Body(document: ControlHarness.policy, limit: 1)
            #expect(try await run(newest, in: harness).total == 1)
            let late = StartSimulation.Body(document: ControlHarness.policy, since: harness.clock.now)
            #expect(try await run(late, in: harness).total == 0)
        }
    }

    @Test func `a simulation of an invalid document is refused with the place`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let error = await #expect(throws: ControlError.self) {
                try await harness.client(.inProcess).send(StartSimulation(.init(document: "[[list]]\nnmae = 1")))
            }
            #expect(error?.problem?.kind == .invalid)
            #expect(error?.problem?.detail.hasPrefix("policy:2:") == true)
        }
    }

    @Test func `a simulation of one call shows its new outcome and why`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")]))
            try await keep("ada@b.example", .pending, by: .approval("guests"), in: harness)
            let now = try await client.send(ReplayCalls(.init(filter: "email:ada@*"))).items
            #expect(now.map(\.outcome) == [.continue])
            #expect(now.first?.decidedBy == .list("partners"))
            #expect(now.first?.considered.contains { $0.entry == "b.example" } == true)
            let draft = try await client.send(
                ReplayCalls(.init(calls: [now[0].call.code.description], document: Self.denying))
            ).items
            #expect(draft.map(\.outcome) == [.block])
        }
    }

    private static let cities = ["annecy", "annecy", "bern"]

    private static func shadow(_ then: String) -> String {
        ControlHarness.policy + """


            [[rule]]
            name = "watched"
            when = 'claims.city == "annecy"'
            \(then)
            mode = "shadow"
            """
    }

    @Test(
        arguments: [
            (#"then = "block""#, [Simulation.Effect(from: .pending, to: .block, calls: 2)]),
            (#"then = "allow""#, [Simulation.Effect(from: .pending, to: .continue, calls: 2)]),
            (#"then = "tag"\ntags = ["x"]"#.replacing("\\n", with: "\n"), []),
        ]
    )
    func `a simulation shows what a new shadow rule would do if enforced`(
        then: String,
        effects: [Simulation.Effect]
    ) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            for (number, city) in Self.cities.enumerated() {
                let body = #"{"email":"p\#(number)@b.example","city":"\#(city)","step":"PostAttributeCollection"}"#
                try await keep("p\(number)@b.example", .pending, by: .byDefault, body: body, in: harness)
            }
            let simulation = try await run(.init(document: Self.shadow(then)), in: harness)
            #expect(simulation.flips == [])
            #expect(simulation.shadows == [.init(rule: "watched", calls: 2, effects: effects)])
            #expect(simulation.shadows.first?.unaffected == 2 - effects.reduce(0) { $0 + $1.calls })
        }
    }

    @Test func `a simulation does not report shadow rules that the policy in force has too`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let simulation = try await run(.init(document: ControlHarness.policy), in: harness)
            #expect(simulation.shadows == [])
        }
    }

    @Test func `a simulation says how many of its flips can be listed`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(AddEntries(name: "partners", entries: [EntryDraft(entry: "b.example")]))
            for number in 0..<3 {
                try await keep("p\(number)@b.example", .continue, by: .list("partners"), in: harness)
            }
            let services = harness.services
            let desk = SimulationDesk(journal: services.journal, office: services.policy, flipLimit: 2)
            let id = try await desk.start(.init(document: Self.denying), by: "anna", at: harness.clock.now).id
            let done = try await eventually("the simulation's end") {
                let report = try desk.simulation(id)
                return report.state == .running ? nil : report
            }
            #expect((done.flipCount, done.flipsKept) == (3, 2))
            #expect(done.keptPart { String($0) } == "2 of 3")
            #expect(try await desk.flips(ListFlips(id: id), after: 0).items.count == 2)
        }
    }

    @Test func `a simulation judges a person who cannot be recognised as the daemon does`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let body = #"{"displayName":"Ada","step":"PostAttributeCollection","ui_locales":"en-US"}"#
            try await keep("", .block, by: .byDefault, body: body, in: harness)
            let replayed = try await harness.client(.inProcess).send(ReplayCalls(.init(limit: 1))).items
            #expect(replayed.map(\.outcome) == [.block])
        }
    }
}
