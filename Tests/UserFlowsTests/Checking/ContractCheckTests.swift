import GatehouseModel
import NIOPosix
import TestSupport
import Testing
import UserFlows

@Suite struct `Checking an API` {
    private func report(
        _ flaw: Flaw,
        step: Step = .postAttributeCollection,
        timeout: Duration = .seconds(20),
        strict: Bool = false
    ) async throws -> ContractReport {
        try await report(flaw.behaviour, step: step, timeout: timeout, strict: strict)
    }

    private func report(
        _ behaviour: @escaping TestEndpoint.Behaviour,
        step: Step = .postAttributeCollection,
        timeout: Duration = .seconds(20),
        strict: Bool = false,
        person: Claims? = nil
    ) async throws -> ContractReport {
        let endpoint = try await TestEndpoint(behaviour)
        let target = CheckTarget(
            url: try ConnectorURL(endpoint.url("/sign-ups")),
            dialect: .entraB2B,
            step: step,
            authentication: .basic(username: Flaw.username, password: Flaw.password),
            timeout: timeout,
            files: ["entra.password"],
            person: person,
            strict: strict
        )
        return await (try ContractCheck(target, group: MultiThreadedEventLoopGroup.singleton)).run { _ in }
    }

    private func rules(_ report: ContractReport) -> Set<String> {
        Set(report.results.flatMap(\.findings).filter(\.isBreach).map(\.rule))
    }

    @Test func `an API that conforms to the contract has no findings`() async throws {
        let report = try await report(.none)
        #expect(rules(report) == [])
        #expect(report.passed)
        #expect(report.cases >= 25)
    }

    static let flaws: [(Flaw, String)] = [
        (.validationUnder200, "validation-under-400"), (.validationWithoutStatus, "validation-status-is-400"),
        (.continueUnder400, "continue-under-200"),
        (.missingVersion, "version-present"), (.missingAction, "action-present"), (.wrongCase, "action-known"),
        (.legacyAllow, "action-known"), (.html, "content-type-is-json"), (.noContentType, "content-type-is-json"),
        (.status500, "status-is-200-or-400"), (.status409, "status-is-200-or-400"),
        (.blockWithoutMessage, "block-has-user-message"), (.trailingComma, "body-is-json"),
        (.array, "body-is-object"), (.duplicateMember, "body-is-json"), (.notUTF8, "body-is-json"),
        (.redirect, "redirect"), (.gzip, "body-is-json"), (.acceptsAnyCredentials, "credentials-checked"),
        (.acceptsAnything, "body-checked"), (.acceptsAnything, "method-checked"),
        (.acceptsAnything, "media-type-checked"), (.changesItsMind, "same-answer-again"),
    ]

    @Test(arguments: flaws)
    func `an API that breaks a rule gets a finding that names it`(_ flaw: Flaw, _ rule: String) async throws {
        let report = try await report(flaw, strict: true)
        #expect(rules(report).contains(rule))
        #expect(!report.passed)
    }

    @Test func `a validation error at a step without a form is a finding`() async throws {
        #expect(try await rules(report(.validationAtTheFirstStep, step: .postFederation)) == ["validation-at-its-step"])
    }

    @Test func `the check ends early if the API never answers`() async throws {
        let report = try await report(.slow, timeout: .milliseconds(100))
        #expect(rules(report) == ["timeout"])
        #expect(report.cases == 3)
        #expect(report.stopped != nil)
        #expect(!report.passed)
    }

    @Test func `a finding says how to repeat the request, without the password`() async throws {
        let report = try await report(.missingVersion)
        let first = try #require(report.results.first)
        #expect(first.curl.hasPrefix("curl -sS -i -X POST"))
        #expect(first.curl.contains("-u 'entra:'\"$(cat 'entra.password')\""))
        #expect(!report.results.contains { $0.curl.contains(Flaw.password) })
    }

    @Test func `the command that repeats a request is safe to paste`() async throws {
        let report = try await report(.none)
        for result in report.results {
            #expect(result.curl.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(result.name)")
        }
    }

    @Test func `the check sends what providers send`() async throws {
        let endpoint = try await TestEndpoint(Flaw.none.behaviour)
        let target = CheckTarget(
            url: try ConnectorURL(endpoint.url("/x?code=k3y")),
            dialect: .entraB2C,
            step: .preTokenIssuance,
            authentication: .basic(username: Flaw.username, password: Flaw.password),
            // Long enough never to matter.
            timeout: .seconds(120)
        )
        let check = try ContractCheck(target, group: MultiThreadedEventLoopGroup.singleton)
        let report = await check.run { _ in }
        #expect(report.passed)
        let first = try #require(endpoint.seen.first)
        #expect(first.text.contains(#""step":"PreTokenIssuance""#))
        #expect(first.text.contains(#""objectId":"#))
        #expect(!report.results.contains { $0.curl.contains("k3y") })
    }

    /// Lets in addresses of one domain, as Microsoft's own sample functions do, and takes any body and method for a
    /// sign-up.
    private static let oneDomainOnly: TestEndpoint.Behaviour = { seen, peer in
        guard seen.header("authorization") == Flaw.authorization else { return peer.reply(401, "{}") }
        let message = #""userMessage":"You must have an account of fabrikam.example to sign up.""#
        if seen.text.contains("@fabrikam.example") {
            peer.reply(200, #"{"version":"1.0.0","action":"Continue","extension_CustomAttribute":"value"}"#)
        } else {
            peer.reply(200, #"{"version":"1.0.0","action":"ShowBlockPage",\#(message)}"#)
        }
    }

    @Test func `what an API does with requests that no provider sends is advice`() async throws {
        let report = try await report(Self.oneDomainOnly)
        #expect(report.passed)
        #expect(report.breaches == 0)
        #expect(report.advice > 0)
        #expect(report.results.filter { !$0.passed }.allSatisfy { $0.part == .hardening })
        let strict = try await self.report(Self.oneDomainOnly, strict: true)
        #expect(!strict.passed)
        #expect(strict.advice == report.advice)
    }

    @Test func `the report says which decisions were seen and how to reach the others`() async throws {
        let invented = try await report(Self.oneDomainOnly)
        #expect(invented.seen == ["block"])
        #expect(invented.unseen.count == 2)
        #expect(invented.unseen.allSatisfy { $0.contains("--claims") })
        let person = Claims(email: "ada@fabrikam.example", attributes: ["displayName": "Ada"])
        let known = try await report(Self.oneDomainOnly, person: person)
        #expect(known.seen == ["continue"])
        #expect(known.passed)
        let first = try await report(Self.oneDomainOnly, step: .postFederation, person: person)
        #expect(!first.unseen.contains { $0.contains("validation error") })
    }

    @Test func `members that a Continue does not need are remarks`() async throws {
        let report = try await report { seen, peer in
            guard seen.header("authorization") == Flaw.authorization else { return peer.reply(401, "{}") }
            peer.reply(
                200,
                #"{"version":"1.0.0","action":"Continue","userMessage":"Success","given_name":"Wrong","givenName":"Ada","#
                    + #""pers":"p-1","extension_pers":"p-2","extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_Scopes":"1 2 3","#
                    + #""jobTitle":null}"#
            )
        }
        #expect(report.breaches == 0)
        #expect(report.passed)
        let remarks = report.results.first?.findings ?? []
        for name in ["userMessage", "given_name", "pers", "jobTitle"] {
            #expect(remarks.contains { !$0.isBreach && $0.sentence.hasPrefix("\"\(name)\"") }, "\(name)")
        }
        #expect(!remarks.contains { $0.sentence.hasPrefix("\"extension_") || $0.sentence.hasPrefix("\"givenName\"") })
    }
}
