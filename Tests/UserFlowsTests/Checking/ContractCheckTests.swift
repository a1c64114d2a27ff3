import GatehouseModel
import NIOPosix
import TestSupport
import Testing
import UserFlows

@Suite struct `Checking an API` {
    private func report(
        _ flaw: Flaw,
        step: Step = .postAttributeCollection,
        timeout: Duration = .seconds(20)
    ) async throws -> ContractReport {
        let endpoint = try await TestEndpoint(flaw.behaviour)
        let target = CheckTarget(
            url: try ConnectorURL(endpoint.url("/sign-ups")),
            dialect: .entraB2B,
            step: step,
            authentication: .basic(username: Flaw.username, password: Flaw.password),
            timeout: timeout,
            files: ["entra.password"]
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
        (.continueUnder400, "continue-under-200"), (.continueWithNull, "no-nulls"),
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
        let report = try await report(flaw)
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
}
