import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `The calls of the last seconds` {
    @Test(arguments: [0, 1, 15, 16, 1_795_434_269, -1, -15, -16, -17, -62_167_219_200, 253_402_300_800, .max, .min])
    func `the calls of the last seconds are counted whatever the clock says`(second: Int64) {
        var recent = RecentCalls()
        recent.count(second: second)
        recent.count(second: second)
        #expect(recent.rate(before: second.addingSaturated(1)) == (second == .max ? 0 : 0.2))
    }
}
