import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `Rules in the journey of a call` {
    @Test func `rules change the claims of the answer, which never has a null`() async throws {
        let rules = """
            [[rule]]
            name = "tidy"
            when = 'has(claims.givenName)'
            then = "set"
            set = { givenName = 'claims.givenName.titleCase()', extension_1_x = 'null' }
            """
        try await JourneyFixture.with(rules: rules) { fixture in
            let answer = await fixture.call("gate", #"{"email":"ada@b.example","givenName":"ADA"}"#)
            #expect(answer.text == #"{"version":"1.0.0","action":"Continue","givenName":"Ada"}"#)
            let entry = try #require(fixture.journal.entries.first)
            #expect(entry.call.decidedBy == .byDefault)
            #expect(entry.trace.considered.last?.changes.map(\.path) == ["claims.givenName"])
        }
    }

    @Test func `a call names the rules that it matched, also in shadow and if something else decided`() async throws {
        let rules = """
            [[rule]]
            name = "watched"
            when = 'true'
            then = "block"
            mode = "shadow"
            [[rule]]
            name = "marked"
            when = 'true'
            then = "tag"
            tags = ["x"]
            [[rule]]
            name = "not this"
            when = 'false'
            then = "block"
            """
        try await JourneyFixture.with(rules: rules) { fixture in
            _ = await fixture.call("gate", #"{"email":"ada@b.example"}"#)
            #expect(fixture.journal.entries.first?.call.matched == ["watched", "marked"])
        }
    }

    @Test func `a rule sends the person back to the form under its name`() async throws {
        let rules = """
            [[rule]]
            name = "postal code"
            when = '!claims.postalCode.matches("^[0-9]+$")'
            then = "invalid"
            field = "postalCode"
            message = { default = "Digits, {claims.givenName}.", fr = "Des chiffres." }
            """
        try await JourneyFixture.with(rules: rules) { fixture in
            let answer = await fixture.call(
                "gate",
                #"{"email":"ada@b.example","givenName":"Ada","postalCode":"x","ui_locales":"fr-CA"}"#
            )
            #expect(answer.status == 400)
            #expect(answer.text.contains(#""userMessage":"Des chiffres.""#))
            let entry = try #require(fixture.journal.entries.first)
            #expect(entry.call.outcome == .invalid)
            #expect(entry.call.decidedBy == .rule("postal code"))
        }
    }

    @Test func `a validation error becomes a block page with a note if the step has no form`() async throws {
        let rules = "[[rule]]\nname = \"r\"\nwhen = 'true'\nthen = \"invalid\"\nmessage = \"No.\""
        try await JourneyFixture.with(rules: rules) { fixture in
            let answer = await fixture.call("check-approval", #"{"email":"ada@b.example"}"#)
            #expect(answer.status == 200)
            #expect(answer.text.contains(#""action":"ShowBlockPage""#))
            #expect(fixture.journal.entries.first?.trace.notes.contains { $0.contains("became a block page") } == true)
        }
    }

    @Test func `a rule asks a queue for approval`() async throws {
        let rules = "[[rule]]\nname = \"r\"\nwhen = 'true'\nthen = \"approve\"\nqueue = \"guests\""
        try await JourneyFixture.with(rules: rules) { fixture in
            let answer = await fixture.call("gate", #"{"email":"ada@b.example"}"#)
            #expect(answer.text.contains("Waiting, "))
            #expect(fixture.journal.entries.first?.call.outcome == .pending)
        }
    }

    @Test func `a rule that allows skips approval`() async throws {
        let rules = "[[rule]]\nname = \"r\"\nwhen = 'true'\nthen = \"allow\""
        try await JourneyFixture.with(rules: rules) { fixture in
            let answer = await fixture.call("request-approval", #"{"email":"ada@b.example"}"#)
            #expect(answer.text == #"{"version":"1.0.0","action":"Continue"}"#)
            #expect(fixture.journal.entries.first?.call.decidedBy == .rule("r"))
        }
    }
}
