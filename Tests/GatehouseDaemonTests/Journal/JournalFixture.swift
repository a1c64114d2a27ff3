import ControlProtocol
import GatehouseModel
import NIOCore
import TestSupport

@testable import GatehouseDaemon

/// Random calls from a seed, so that a failure can be repeated.
enum SomeCalls {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    static func call(
        _ number: Int,
        every interval: Duration = .seconds(1),
        from start: Timestamp = start
    ) -> CallSummary {
        var random = Seeded(state: UInt64(number))
        let time = start + interval * number
        let emails = [
            "ada@b.example", "Ada.B@Mail.b.example", "x@bücher.example", "y@xn--bcher-kva.example", "100%_\\@c.example",
            "no-at-sign", nil,
        ]
        let deciders: [Decider] = [
            .byDefault, .list("partners"), .list("blocked-domains"), .approval("guests"), .rule("postal code"),
        ]
        let matched: [[String]?] = [nil, ["watched"], nil, ["tidy names", "watched"], ["postal code"]]
        return CallSummary(
            id: CallID(at: time, using: &random),
            time: time,
            direction: .random(number, [.inbound, .inbound, .inbound, .outbound]),
            endpoint: .random(number / 3, ["request-approval", "check-approval", "unknown"]),
            dialect: .random(number / 2, [.entraB2B, nil]),
            step: .random(number / 5, [.postFederation, .postAttributeCollection, nil]),
            outcome: .random(number, Outcome.allCases),
            status: .random(number / 7, [200, 400, 401, 503]),
            email: .random(number / 2, emails),
            issuer: .random(number / 3, ["google.com", "mail", nil]),
            tookMs: Double(number % 97) + 0.125,
            decidedBy: .random(number / 4, deciders),
            retryOf: number % 11 == 0 ? CallID(at: time - .seconds(30), using: &random) : nil,
            signUp: isOutbound(number) && number % 5 == 0 ? ReferenceCode(value: UInt64(number)) : nil,
            matched: .random(number / 4, matched)
        )
    }

    private static func isOutbound(_ number: Int) -> Bool { number % 4 == 3 }

    static func entry(
        _ number: Int,
        every interval: Duration = .seconds(1),
        from start: Timestamp = start
    ) -> JournalEntry {
        let call = call(number, every: interval, from: start)
        return JournalEntry(
            call: call,
            trace: Trace(
                considered: [
                    .init(subject: .credential, name: "entra", result: .passed),
                    .init(subject: .list, name: "partners", result: .exempted, entry: ".b.example", effect: "allow"),
                    .init(subject: .list, name: "blocked-domains", result: .passed),
                ],
                notes: ["a note"],
                stages: [.init(name: "decoded", microseconds: 12), .init(name: "own stage", microseconds: 3)]
            ),
            request: ByteBuffer(string: "request \(number)"),
            response: Array("response \(number)".utf8),
            message: "Sorry.",
            problem: nil,
            client: "192.0.2.1",
            approval: !isOutbound(number) && number % 5 == 0 ? ReferenceCode(value: UInt64(number)) : nil
        )
    }
}

extension Journal {
    /// Writes entries in this order, many at once.
    func append(all entries: [JournalEntry]) async throws {
        try await withThrowingTaskGroup { group in
            for entry in entries.dropLast() { try append(entry) { _ in } }
            if let last = entries.last { group.addTask { _ = try await self.append(last) } }
            try await group.waitForAll()
        }
    }
}

protocol Picked {}
extension Picked {
    static func random(_ number: Int, _ choices: [Self]) -> Self { choices[number % choices.count] }
}
extension CallSummary.Direction: Picked {}
extension String: Picked {}
extension Int: Picked {}
extension Outcome: Picked {}
extension Decider: Picked {}
extension Optional: Picked {}

extension Journal {
    /// Every call that a filter matches, newest first. A search has a time limit, so on a busy machine a page may end
    /// early and say where to continue.
    func every(matching filter: Query? = nil) async throws -> [CallSummary] {
        try await everyItem { try await calls(matching: filter, limit: 1000, cursor: $0) }
    }
}
