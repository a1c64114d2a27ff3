import Testing

@testable import GatehouseDaemon

@Suite struct `The budget of file descriptors` {
    @Test(arguments: [20_000, 65_536, 1_048_576, Int.max])
    func `the doors keep their usual limits if there are plenty of descriptors`(limit: Int) throws {
        let budget = try DescriptorBudget(limit: limit, inUse: 10, cores: 8)
        #expect(budget.connectorConnections == IntakeLimits().connections)
        #expect(budget.controlConnections == ControlLimits().connections)
        #expect(budget.eventLoops == 8)
        #expect(!budget.isTight)
    }

    @Test(arguments: [96, 128, 200, 256, 512, 1024, 2048, 4096], [1, 2, 4, 64])
    func `the budget never exceeds the number of descriptors`(limit: Int, cores: Int) throws {
        guard let budget = try? DescriptorBudget(limit: limit, inUse: 4, cores: cores) else {
            #expect(limit < 128, "a limit of \(limit) must do")
            return
        }
        let loops = 3 * (budget.eventLoops + min(2, cores))
        let doors = budget.connectorConnections + budget.controlConnections
        #expect(4 + 26 + loops + 14 + doors + PlaceBook.slack(for: budget.connectorConnections) <= limit)
        #expect(budget.connectorConnections >= 8)
        #expect(budget.controlConnections >= 8)
        #expect(budget.isTight == (limit < 4096))
    }

    @Test(arguments: [0, 1, 3, 20, 64])
    func `too few descriptors are refused with the number needed, and that number suffices`(limit: Int) throws {
        let problem = #expect(throws: StartProblem.self) {
            try DescriptorBudget(limit: limit, inUse: 4, cores: 2)
        }
        let text = try #require(problem?.description)
        #expect(text.contains("LimitNOFILE"))
        let needed = try #require(text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }.last)
        _ = try DescriptorBudget(limit: needed, inUse: 4, cores: 1)
    }

    @Test func `the budget includes the descriptors that were open at the start`() throws {
        #expect(throws: StartProblem.self) { try DescriptorBudget(limit: 256, inUse: 220, cores: 2) }
    }
}
