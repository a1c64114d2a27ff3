import GatehouseModel
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `The stored details of a call` {
    @Test func `stored details are read back unchanged`() {
        let detail = KeptDetail(trace: SomeCalls.entry(1).trace, message: "", problem: "no JSON", client: nil)
        #expect(KeptDetail(detail.bytes) == detail)
    }

    @Test func `stored details have what rules read, changed and tagged`() {
        let line = Trace.Considered(
            subject: .rule,
            name: "tidy",
            result: .applied,
            effect: "set",
            reads: [Trace.Reading(path: "claims.a", value: nil), Trace.Reading(path: "claims.b", value: "1")],
            changes: [Trace.Reading(path: "claims.c", value: "\"x\"")]
        )
        var trace = Trace(considered: [line], notes: ["n"], tags: ["odd"])
        trace.considered.append(Trace.Considered(subject: .rule, name: "s", result: .shadowed))
        trace.considered.append(Trace.Considered(subject: .rule, name: "u", result: .unknown))
        trace.nearest = Trace.NearMiss(outcome: .block, change: "rule \"s\" were enforced")
        let detail = KeptDetail(trace: trace, message: nil, problem: nil, client: "192.0.2.1")
        #expect(KeptDetail(detail.bytes) == detail)
    }

    @Test func `stored details in the first format can still be read`() {
        // Format 1: no message, problem or client; one rule that did not match; no notes, no stages.
        let bytes: [UInt8] = [1, 0, 0, 0, 1, 0x23, 1, 0x72, 0, 0, 0, 0]
        let line = Trace.Considered(subject: .rule, name: "r", result: .passed)
        #expect(KeptDetail(bytes)?.trace == Trace(considered: [line]))
    }

    @Test func `stored details that are cut short give nil and no crash`() {
        let bytes = KeptDetail(trace: SomeCalls.entry(1).trace, message: "m", problem: nil, client: "c").bytes
        for length in bytes.indices { #expect(KeptDetail(Array(bytes[..<length])) == nil) }
    }

    @Test func `stored details in a later format give nil`() {
        #expect(KeptDetail([3, 0, 0]) == nil)
    }

    @Test func `random bytes as stored details cause no crash`() {
        var random = Seeded(state: 3)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = KeptDetail([1] + bytes)
            _ = KeptDetail([2] + bytes)
        }
    }
}
