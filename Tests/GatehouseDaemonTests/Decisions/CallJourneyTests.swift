import ControlProtocol
import GatehouseModel
import NIOCore
import PolicyEngine
import Testing

@testable import GatehouseDaemon

@Suite struct `The journey of a call` {
    private func person(_ email: String, _ name: String = "Ada", locale: String = "en-US") -> String {
        #"{"email":"\#(email)","displayName":"\#(name)","ui_locales":"\#(locale)"}"#
    }

    @Test func `a sign-up continues if nothing decides against it`() async throws {
        try await JourneyFixture.with { fixture in
            let answer = await fixture.call("gate", person("ada@b.example"))
            #expect(answer.status == 200)
            #expect(answer.text == #"{"version":"1.0.0","action":"Continue"}"#)
            let entry = try #require(fixture.journal.entries.first)
            #expect(entry.call.outcome == .continue)
            #expect(entry.call.decidedBy == .byDefault)
            #expect(
                entry.trace.stages.map(\.name) == [
                    "authenticated", "decoded", "recognised", "lists", "rules", "encoded",
                ]
            )
        }
    }

    @Test func `a deny list shows a block page with the call's code`() async throws {
        try await JourneyFixture.with { fixture in
            let answer = await fixture.call("gate", person("eve@mail.evil.example"))
            let entry = try #require(fixture.journal.entries.first)
            #expect(answer.status == 200)
            #expect(answer.text.contains("Not from mail.evil.example. Reference \(entry.call.code)."))
            #expect(entry.call.decidedBy == .list("blocked"))
        }
    }

    @Test func `an approver is asked once, and the same code is shown until they decide`() async throws {
        try await JourneyFixture.with { fixture in
            let first = await fixture.call("request-approval", person("ada@b.example", locale: "fr-CA"))
            let again = await fixture.call("request-approval", person("ada@b.example", "Ada L.", locale: "fr"))
            let check = await fixture.call("check-approval", person("ada@b.example", locale: "fr"))
            #expect(first.text.contains("En attente, "))
            #expect(again.text == first.text)
            #expect(check.text == first.text)
            #expect(fixture.desk.pendingCount == 1)
            #expect(fixture.journal.entries.map(\.call.outcome) == [.pending, .pending, .pending])
        }
    }

    @Test func `an approved applicant continues, and a denied one sees the approver's message`() async throws {
        try await JourneyFixture.with { fixture in
            let anna = Actor(uid: 7, user: "anna", role: .approver)
            for email in ["ada@b.example", "bob@b.example"] {
                _ = await fixture.call("request-approval", person(email))
            }
            let codes = fixture.journal.entries.compactMap(\.approval?.description)
            _ = try await fixture.desk.decide(
                .init(items: [.init(id: codes[0])], verdict: .approve),
                by: anna,
                terms: { Queue(name: $0) },
                at: .now
            )
            _ = try await fixture.desk.decide(
                .init(items: [.init(id: codes[1])], verdict: .deny, reason: "test", message: "Ask your manager."),
                by: anna,
                terms: { Queue(name: $0) },
                at: .now
            )
            #expect(await fixture.call("request-approval", person("ada@b.example", "2")).text.contains("Continue"))
            #expect(
                await fixture.call("check-approval", person("bob@b.example", "2")).text.contains("Ask your manager.")
            )
        }
    }

    @Test func `an allow list approves without asking`() async throws {
        try await JourneyFixture.with { fixture in
            let answer = await fixture.call("request-approval", person("ada@friend.example"))
            #expect(answer.text.contains("Continue"))
            #expect(fixture.desk.pendingCount == 0)
            #expect(fixture.journal.entries.first?.call.decidedBy == .list("friends"))
        }
    }

    @Test func `the same call counts as a retry, which asks nobody again`() async throws {
        try await JourneyFixture.with { fixture in
            let body = person("ada@b.example")
            let first = await fixture.call("request-approval", body)
            let retry = await fixture.call("request-approval", body)
            let entries = fixture.journal.entries
            #expect(retry == first)
            #expect(entries[1].call.retryOf == entries[0].call.id)
            let approvals = try await fixture.desk.list(state: .pending)
            #expect(approvals.items.map(\.asks) == [1])
        }
    }

    @Test func `a retry shows the current state, not the first answer`() async throws {
        try await JourneyFixture.with { fixture in
            let body = person("ada@b.example")
            _ = await fixture.call("request-approval", body)
            let code = try #require(fixture.journal.entries.first?.approval?.description)
            _ = try await fixture.desk.decide(
                .init(items: [.init(id: code)], verdict: .approve),
                by: Actor(uid: 7, user: "anna", role: .approver),
                terms: { Queue(name: $0) },
                at: .now
            )
            #expect(await fixture.call("request-approval", body).text.contains("Continue"))
        }
    }

    @Test func `the failure policy answers when the deadline passes, and the journal is amended`() async throws {
        try await JourneyFixture.with { fixture in
            fixture.journal.hold()
            let answer = await fixture.call("gate", person("ada@b.example"))
            #expect(answer.text.contains("ShowBlockPage"))
            #expect(await fixture.call("open", person("ada@b.example")).text.contains("Continue"))
            fixture.journal.release()
            #expect(fixture.journal.amended.map(\.call.outcome) == [.failed, .failed])
            #expect(fixture.journal.amended.first?.call.decidedBy == .failurePolicy)
        }
    }

    @Test func `a call fails closed if the journal cannot be written`() async throws {
        try await JourneyFixture.with { fixture in
            fixture.journal.fail(with: .full("no room"))
            let answer = await fixture.call("gate", person("ada@b.example"))
            #expect(answer.status == 200)
            #expect(answer.text.contains("ShowBlockPage"))
        }
    }

    @Test func `an invalid address is blocked, because no deny list could match it`() async throws {
        try await JourneyFixture.with { fixture in
            let answer = await fixture.call("gate", person("eve@evil.example\\u0020"))
            #expect(answer.text.contains("ShowBlockPage"))
            #expect(fixture.journal.entries.first?.call.decidedBy.rawValue == "claims:email")
        }
    }

    /// A call that is not accepted, and the status of its answer.
    struct BadCall: Sendable, CustomTestStringConvertible {
        var status: Int
        var endpoint = "gate"
        var method = "POST"
        var authorization: String? = JourneyFixture.authorization
        var type: String? = "application/json"
        var body = "{}"

        var testDescription: String { "\(status) \(method) \(endpoint) \(type ?? "-") \(body)" }
    }

    static let badCalls: [BadCall] = [
        BadCall(status: 404, endpoint: "nowhere"),
        BadCall(status: 405, method: "GET"),
        BadCall(status: 401, authorization: nil),
        BadCall(status: 401, authorization: "Basic ZW50cmE6d3Jvbmc="),
        BadCall(status: 415, type: "text/plain"),
        BadCall(status: 415, type: nil),
        BadCall(status: 400, body: "{"),
        BadCall(status: 400, body: "[]"),
    ]

    @Test(arguments: badCalls)
    func `a request that is not a call is refused and journaled without its body`(bad: BadCall) async throws {
        try await JourneyFixture.with { fixture in
            let answer = await fixture.call(
                bad.endpoint,
                bad.body,
                method: bad.method,
                authorization: bad.authorization,
                contentType: bad.type
            )
            #expect(answer.status == bad.status)
            #expect(answer.contentType == "application/problem+json")
            #expect(answer.headers.contains("WWW-Authenticate") == (bad.status == 401))
            let entry = try #require(fixture.journal.entries.first)
            #expect(entry.call.outcome == .refused)
            #expect(entry.call.status == bad.status)
            #expect(entry.request.readableBytes == 0)
        }
    }
}
