import Testing

@testable import GatehouseDaemon

@Suite struct `The limit of the address space` {
    @Test(arguments: [nil, 1_200 << 20, 1 << 40] as [UInt64?])
    func `a start with a high enough limit succeeds`(bytes: UInt64?) {
        #expect(throws: Never.self) { try AddressSpace.check(bytes: bytes) }
    }

    @Test(arguments: [0, 200 << 20, (1_200 << 20) - 1] as [UInt64])
    func `a start with too low a limit is refused, with figures and remedy`(bytes: UInt64) {
        let problem = #expect(throws: StartProblem.self) { try AddressSpace.check(bytes: bytes) }
        #expect(problem?.description.contains("limited to \(bytes >> 20) MiB, and 1200 are needed") == true)
        #expect(problem?.description.contains("LimitAS") == true)
    }
}
