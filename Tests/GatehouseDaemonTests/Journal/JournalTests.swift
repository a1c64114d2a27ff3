import ControlProtocol
import Foundation
import GatehouseModel
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `The journal` {
    private let scratch = Scratch()
    private let now = SomeCalls.start + .seconds(1000)

    @Test func `a call is read back with all its details`() async throws {
        let journal = try journal(claims: { _, body in Claims(email: String(decoding: body, as: UTF8.self)) })
        let entry = SomeCalls.entry(5)
        try await journal.append(entry)
        let detail = try #require(try await journal.call(entry.call.id.description, at: now))
        #expect(detail.call == entry.call)
        #expect(detail.trace == entry.trace)
        #expect(detail.message == "Sorry.")
        #expect(detail.problem == nil)
        #expect(detail.client == "192.0.2.1")
        #expect(detail.approval == entry.approval)
        #expect(detail.claims?.email == "request 5")
        #expect(detail.bodiesKept)
        let bodies = try await journal.bodies(entry.call.id.description, at: now)
        #expect(bodies == CallBodies(id: entry.call.id, request: "request 5", response: "response 5"))
        await journal.close()
    }

    @Test func `a call is found by id, by code and by its approval's code`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...200).map { SomeCalls.entry($0) })
        let call = SomeCalls.call(77)
        #expect(try await journal.call(call.id.description, at: now)?.call == call)
        #expect(try await journal.call(call.code.description.lowercased(), at: now)?.call == call)
        let approval = ReferenceCode(value: 95).description
        #expect(try await journal.call(approval, at: now)?.call == SomeCalls.call(95))
        #expect(try await journal.call(CallID(at: now).description, at: now) == nil)
        #expect(try await journal.call("nonsense", at: now) == nil)
        await journal.close()
    }

    @Test func `a call is found by its id even if the time in it is wrong`() async throws {
        let journal = try journal()
        var entry = SomeCalls.entry(1)
        try await journal.append(all: (2...50).map { SomeCalls.entry($0) })
        entry.call = SomeCalls.call(1, from: SomeCalls.start - .seconds(86_400))
        try await journal.append(entry)
        try await journal.append(all: (51...60).map { SomeCalls.entry($0) })
        #expect(try await journal.call(entry.call.id.description, at: now)?.call == entry.call)
        await journal.close()
    }

    @Test func `calls are listed newest first, page by page, across segments`() async throws {
        let journal = try journal()
        for part in 0..<3 {
            try await journal.append(all: (1...10).map { SomeCalls.entry(part * 10 + $0) })
            try await journal.rotate()
        }
        let listed = try await everyItem(atMost: 7) { try await journal.calls(limit: 7, cursor: $0) }
        #expect(listed == (1...30).reversed().map { SomeCalls.call($0) })
        await journal.close()
    }

    @Test(arguments: ["", "c", "c-1", "c0", "d12", "cZZZZZZZZZZZZZZZZZZZ", "c1 OR 1=1"])
    func `a cursor from elsewhere is refused`(cursor: String) async throws {
        let journal = try journal()
        await #expect(throws: Problem.self) { try await journal.calls(cursor: cursor) }
        await journal.close()
    }

    @Test func `a search that runs out of time says where to continue`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...100).map { SomeCalls.entry($0) })
        try await journal.rotate()
        try await journal.append(all: (101...200).map { SomeCalls.entry($0) })
        let filter = try Query("id:\(SomeCalls.call(3).id)", for: CallSummary.self, now: now)
        let first = try await journal.calls(matching: filter, within: .zero)
        #expect(first.items.isEmpty && first.next != nil)
        let second = try await journal.calls(matching: filter, cursor: first.next)
        #expect(second.items == [SomeCalls.call(3)])
        await journal.close()
    }

    @Test(arguments: [
        "", "outcome:block", "outcome:block,failed", "-outcome:block", "email:*@*.example", "email:ADA@b.example",
        "-email:*", "domain:b.example", "domain:*.b.example", "-domain:b.example", "issuer:google.com", "-issuer:*",
        "issuer:goo*", "step:post-federation", "-step:post-federation", "dialect:entra-b2b", "direction:outbound",
        "status:>=400", "status:400..499", "took:>50ms", "took:<=50.125ms", "decided:default", "list:partners",
        "-list:partners", "list:*", "rule:\"postal code\"", "approval:guests",
        "matched:watched", "-matched:*", "matched:\"tidy names\" matched:w*", "matched:*d", "matched:names",
        "retry:yes", "retry:no",
        "since:2027-01-15T08:05:00Z", "until:2027-01-15T08:05:00Z", "since:10m until:5m", "-since:10m",
        "b.example", "bücher", "100%_", "email:100%_\\\\@c.example", "email:100?_*", "postal", "unknown OR guests",
        "outcome:block -(status:200 OR retry:yes) email:*b*", "code:\(SomeCalls.call(12).code)",
        "id:\(SomeCalls.call(12).id)", "-id:\(SomeCalls.call(12).id)",
        "endpoint:unknown step:post-federation OR took:>90ms", "signup:\(ReferenceCode(value: 15))", "connector:*",
    ])
    func `a filter finds the same calls in the files as in memory`(text: String) async throws {
        let journal = try journal()
        let calls = (1...400).map { SomeCalls.call($0) }
        try await journal.append(all: (1...400).map { SomeCalls.entry($0) })
        let filter = try Query(text, for: CallSummary.self, now: now)
        let found = try await journal.every(matching: filter)
        #expect(found == calls.reversed().filter(filter.matches))
        #expect(!text.isEmpty || found.count == 400)
        await journal.close()
    }

    @Test func `rules that matched are found even beyond the limit of names`() async throws {
        let journal = try journal()
        let count = JournalPen.nameLimit + 20
        try await journal.append(
            all: (1...count).map { number in
                var entry = SomeCalls.entry(number)
                entry.call.decidedBy = .byDefault
                entry.call.matched = ["all", "rule \(number)"]
                return entry
            }
        )
        for text in ["matched:\"rule \(count)\"", "matched:*\(count) matched:ALL"] {
            let filter = try Query(text, for: CallSummary.self, now: now)
            let found = try await journal.every(matching: filter)
            #expect(found.map(\.matched) == [["all", "rule \(count)"]], "\(text)")
        }
        await journal.close()
    }

    @Test func `names beyond the limit are stored and found like the others`() async throws {
        let journal = try journal()
        let count = JournalPen.nameLimit + 20
        try await journal.append(
            all: (1...count).map { number in
                var entry = SomeCalls.entry(number)
                entry.call.endpoint = "made-up-\(number)"
                return entry
            }
        )
        let filter = try Query("endpoint:MADE-UP-\(count)", for: CallSummary.self, now: now)
        let found = try await journal.every(matching: filter)
        #expect(found.map(\.endpoint) == ["made-up-\(count)"])
        #expect(journal.counters(at: now).endpoints.count <= (SegmentTally.nameLimit + 1) * 2)
        await journal.close()
    }

    @Test func `the counters of the status line are kept`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...1200).map { SomeCalls.entry($0, every: .milliseconds(100)) })
        let counters = journal.counters(at: SomeCalls.start + .seconds(121))
        #expect(counters.callsKept == 1200)
        #expect(counters.callsTotal == 1200)
        // Outbound calls are stored and counted, but do not affect the figures of our own answers.
        let inbound = (1...1200).map { SomeCalls.call($0, every: .milliseconds(100)) }
            .filter { $0.direction == .inbound }
        #expect(counters.callsPerSecond == 6.8)
        #expect(
            counters.outcomes == [
                "continue": 200, "block": 200, "invalid": 200, "pending": 200, "refused": 200, "failed": 200,
            ]
        )
        let blocked = Double(inbound.count { $0.outcome == .block }) / Double(inbound.count)
        #expect(abs(counters.blockedShare - blocked) < 0.001)
        #expect((85...97).contains(counters.p95Ms))
        let checks = inbound.filter { $0.endpoint == "check-approval" }
        let counted = try #require(counters.endpoints["check-approval"])
        #expect(counted.calls == checks.count)
        #expect(counted.outcomes["block"] == checks.count { $0.outcome == .block })
        #expect(counted.lastCall == checks.last?.time)
        #expect(counters.listHits == ["partners": 1200])
        await journal.close()
    }

    @Test func `the counters are the same after a restart, orderly or not`() async throws {
        let path = scratch.file("journal")
        let journal = try Journal(at: path)
        try await journal.append(all: (1...300).map { SomeCalls.entry($0) })
        try await journal.rotate()
        try await journal.append(all: (301...500).map { SomeCalls.entry($0) })
        let before = journal.counters(at: now)
        let copy = scratch.file("copy")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        await journal.close()
        for path in [path, copy] {
            let again = try Journal(at: path)
            var after = again.counters(at: now)
            // The last thousand calls are read from the newest segment only.
            (after.p95Ms, after.blockedShare) = (before.p95Ms, before.blockedShare)
            #expect(after == before)
            try await again.append(SomeCalls.entry(501))
            #expect(again.counters(at: now).callsTotal == 501)
            await again.close()
        }
    }

    @Test func `matches older than a day do not count`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...10).map { SomeCalls.entry($0) })
        #expect(journal.counters(at: now + .seconds(86_400 + 3600)).listHits.isEmpty)
        #expect(journal.counters(at: now + .seconds(86_400 + 3600)).callsKept == 10)
        await journal.close()
    }

    @Test(arguments: [
        (".b.example", 2), ("b.example", 1), ("*.b.example", 1), ("ada@b.example", 1), ("ADA.B@mail.B.example", 1),
        ("bücher.example", 2), ("issuer:google.com", 3), ("nobody.example", 0),
        ("/B\\.example$/", 2),
    ])
    func `the effect of an entry on past calls is counted`(entry: String, people: Int) async throws {
        let journal = try journal()
        let calls = (1...400).map { SomeCalls.call($0) }.filter { $0.direction == .inbound }
        try await journal.append(all: (1...400).map { SomeCalls.entry($0) })
        let pattern = try EntryPattern(entry)
        let impact = try await journal.impact(of: pattern, days: 7, at: now)
        let expected = calls.filter { call in
            if pattern.kind == .issuer { return call.issuer == pattern.value }
            guard let address = call.email.flatMap(EmailAddress.init) else { return false }
            return switch pattern.kind {
            case .email: address.canonical == pattern.value
            case .domain: address.domain.ascii == pattern.value
            case .subtree: ("." + address.domain.ascii).hasSuffix("." + pattern.value)
            case .pattern: address.canonical.contains("b.example")
            case .children, .issuer, .cidr, .value: address.domain.ascii.hasSuffix("." + pattern.value)
            }
        }
        #expect(impact.calls == expected.count)
        #expect(impact.outcomes.values.reduce(0, +) == expected.count)
        #expect(impact.complete)
        if pattern.kind != .issuer { #expect(impact.people == people) }
        await journal.close()
    }

    @Test(arguments: [
        ("value:country=se", true), ("192.0.2.0/24", true), ("203.0.113.0/24", false), ("10.0.0.0/8", false),
    ])
    func `the effect of entries for claims and networks on past calls is counted`(
        entry: String,
        isFirst: Bool
    ) async throws {
        let journal = try journal { _, body in
            String(decoding: body, as: UTF8.self).hasSuffix("7")
                ? Claims(attributes: ["country": "SE"]) : Claims(attributes: ["ipAddress": "203.0.113.9"])
        }
        let calls = (1...400).map { SomeCalls.call($0) }.enumerated().filter {
            $0.element.direction == .inbound && $0.element.outcome != .refused
        }
        try await journal.append(all: (1...400).map { SomeCalls.entry($0) })
        let impact = try await journal.impact(of: try EntryPattern(entry), days: 7, at: now)
        let matching = calls.count { ($0.offset + 1) % 10 == 7 }
        let expected = entry.hasPrefix("10.") ? 0 : isFirst ? matching : calls.count - matching
        #expect((impact.calls, impact.unknown, impact.complete) == (expected, 0, true))
        await journal.close()
    }

    @Test(arguments: ["value:country=se", "192.0.2.0/24"])
    func `calls whose claims are no longer kept are counted as unknown`(entry: String) async throws {
        let journal = try journal()
        let asked = (1...100).map { SomeCalls.call($0) }.count { $0.direction == .inbound && $0.outcome != .refused }
        try await journal.append(all: (1...100).map { SomeCalls.entry($0) })
        let impact = try await journal.impact(of: try EntryPattern(entry), days: 7, at: now)
        #expect((impact.calls, impact.unknown) == (0, asked))
        await journal.close()
    }

    @Test func `a count that runs out of time says that it is incomplete`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...10).map { SomeCalls.entry($0) })
        let impact = try await journal.impact(of: try EntryPattern(".b.example"), days: 7, at: now, within: .zero)
        #expect(!impact.complete)
        await journal.close()
    }

    @Test func `a journal cannot be opened twice in the wrong place`() throws {
        try Data("x".utf8).write(to: URL(filePath: scratch.file("file")))
        #expect(throws: StorageFailure.self) { try Journal(at: scratch.file("file")) }
    }

    private func journal(
        claims: @escaping @Sendable (CallSummary, [UInt8]) -> Claims? = { _, _ in nil }
    ) throws -> Journal {
        try Journal(at: scratch.file("journal"), options: .init(claims: claims))
    }
}
