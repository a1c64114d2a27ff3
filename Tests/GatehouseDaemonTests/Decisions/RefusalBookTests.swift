import Foundation
import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `Calls refused without a valid credential` {
    private let start = Timestamp(milliseconds: 1_800_000_000_000)

    @Test func `a few refused calls of one source per minute are samples, and all are counted`() {
        let book = RefusalBook()
        let samples = (0..<4000).count { _ in book.count(from: "192.0.2.7", at: start) }
        #expect(samples == RefusalBook.Limits().ofSource)
        #expect(book.counts(at: start) == RefusedCalls(total: 4000, perMinute: 4000, sources: 1, journaled: samples))
    }

    @Test func `refused calls from many sources are sampled and distinguished within limits`() {
        let book = RefusalBook()
        let samples = (0..<50_000).count { book.count(from: "10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)", at: start) }
        #expect(samples == RefusalBook.Limits().inMinute)
        let counts = book.counts(at: start)
        #expect(counts.total == 50_000)
        #expect(counts.sources == RefusalBook.Limits().sources)
    }

    @Test func `the number of samples per hour is limited`() {
        let book = RefusalBook()
        let samples = (0..<6000).count { book.count(from: "192.0.2.\($0 % 200)", at: start + .milliseconds(500 * $0)) }
        #expect(samples <= 2 * RefusalBook.Limits().inHour)
        #expect(samples >= RefusalBook.Limits().inHour)
    }

    @Test func `one source leaves room for the samples of another`() {
        let book = RefusalBook()
        for _ in 0..<1000 { _ = book.count(from: "192.0.2.7", at: start) }
        #expect(book.count(from: "192.0.2.8", at: start))
    }

    @Test(arguments: [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ("192.0.2.7", "::ffff:192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
        ("fe80::1%eth0", "fe80::2%eth1", true),
    ])
    func `refused calls have the same source if they come from one address or one IPv6 network`(
        first: String,
        second: String,
        isSame: Bool
    ) {
        #expect((RefusalSource(first) == RefusalSource(second)) == isSame)
    }

    @Test func `refused calls are logged once a minute with the most active source`() throws {
        let book = RefusalBook()
        for number in 0..<30 { _ = book.count(from: number % 3 == 0 ? "192.0.2.1" : "192.0.2.2", at: start) }
        #expect(book.finishedMinute(at: start) == nil)
        let minute = try #require(book.finishedMinute(at: start + .seconds(60)))
        #expect((minute.calls, minute.sources, minute.loudest?.source) == (30, 2, "192.0.2.2"))
        #expect(book.finishedMinute(at: start + .seconds(61)) == nil)
    }

    @Test func `refused calls cause a warning while more of them arrive than are journaled`() {
        let book = RefusalBook()
        for _ in 0..<30 { _ = book.count(from: "192.0.2.1", at: start) }
        #expect(book.warning(at: start) == nil)
        _ = book.count(from: "192.0.2.1", at: start)
        #expect(book.warning(at: start)?.contains("192.0.2.1") == true)
        #expect(book.warning(at: start + .seconds(180)) == nil)
    }

    // MARK: - In the journey and the journal

    @Test(arguments: [
        ("gate", "POST", nil), ("gate", "POST", "Basic ZW50cmE6d3Jvbmc="), ("nowhere", "GET", nil),
        ("gate", "GET", nil),
    ])
    func `every refused call is answered, and a sample is journaled`(
        endpoint: String,
        method: String,
        header: String?
    ) async throws {
        try await JourneyFixture.with { fixture in
            for _ in 0..<100 {
                let answer = await fixture.call(endpoint, "{}", method: method, authorization: header)
                #expect([401, 404, 405].contains(answer.status))
            }
            #expect(fixture.journal.entries.count <= 2 * RefusalBook.Limits().ofSource)
            #expect(!fixture.journal.entries.isEmpty)
        }
    }

    @Test(arguments: [("POST", "[]", 400), ("POST", "{", 400), ("PUT", "{}", 405)])
    func `refused calls of a caller with valid credentials are all journaled`(
        method: String,
        body: String,
        status: Int
    ) async throws {
        try await JourneyFixture.with { fixture in
            for _ in 0..<50 { #expect(await fixture.call("gate", body, method: method).status == status) }
            #expect(fixture.journal.entries.count == 50)
            #expect(fixture.journal.entries.allSatisfy { $0.call.endpoint == "gate" })
        }
    }

    @Test func `refused calls never push a decided call out of the journal, not even across a restart`() async throws {
        let scratch = Scratch()
        let options = Journal.Options(retention: .init(mostCalls: 1000))
        var journal = try Journal(at: scratch.file("journal"), options: options)
        try await journal.append(all: (1...500).map { SomeCalls.entry($0, every: .milliseconds(10)) })
        for part in 0..<4 {
            try await journal.append(all: (0..<1000).map { refused(part * 1000 + $0) })
            try await journal.rotateIfDue(at: SomeCalls.start + .seconds(60))
            try await journal.applyRetention(at: SomeCalls.start + .seconds(60))
            await journal.close()
            journal = try Journal(at: scratch.file("journal"), options: options)
        }
        // Journals of earlier versions counted nothing separately, so a count over the rows must give the same result.
        try await journal.rotate()
        try await journal.applyRetention(at: SomeCalls.start + .seconds(60))
        let kept = try await journal.every().filter { $0.decidedBy.rawValue != "404" }
        #expect(kept.count == 500)
        await journal.close()
    }

    private func refused(_ number: Int) -> JournalEntry {
        JournalEntry(
            call: CallSummary(
                id: CallID(at: SomeCalls.start),
                time: SomeCalls.start + .milliseconds(6000 + number),
                endpoint: "/x",
                outcome: .refused,
                status: 404,
                tookMs: 0.1,
                decidedBy: Decider(rawValue: "404")
            ),
            client: "192.0.2.9"
        )
    }
}
