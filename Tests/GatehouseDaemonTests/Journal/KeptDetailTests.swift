import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `What is kept of a call's decision` {
    @Test func `comes back as it was`() {
        let detail = KeptDetail(trace: SomeCalls.entry(1).trace, message: "", problem: "no JSON", client: nil)
        #expect(KeptDetail(detail.bytes) == detail)
    }

    @Test func `cut short anywhere is nothing rather than a crash`() {
        let bytes = KeptDetail(trace: SomeCalls.entry(1).trace, message: "m", problem: nil, client: "c").bytes
        for length in bytes.indices { #expect(KeptDetail(Array(bytes[..<length])) == nil) }
    }

    @Test func `of a later format is nothing`() {
        #expect(KeptDetail([2, 0, 0]) == nil)
    }

    @Test func `of any bytes is no crash`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = KeptDetail([1] + bytes)
        }
    }
}
