import ControlProtocol
import CEL
import Dialects
import Foundation
import GatehouseModel
import PlainText
import PolicyEngine

/// Handlers for rules: reading them, and testing them without changing anything.
enum RuleHandlers {
    @Sendable static func list(_ request: ListRules, _ exchange: Exchange) async throws -> Page<RuleSummary> {
        Page(items: summaries(exchange))
    }

    @Sendable static func show(_ request: GetRule, _ exchange: Exchange) async throws -> RuleSummary {
        let rules = summaries(exchange)
        guard let rule = rules.first(where: { $0.rule.name == request.name }) else {
            let names = rules.prefix(20).map(\.rule.name).joined(separator: ", ")
            let question = Spelling.question(request.name, among: rules.map(\.rule.name))
            throw Problem(
                .notFound,
                "there is no rule \"\(request.name.prefix(64))\"\(question)",
                hint: rules.isEmpty ? "the policy has no rules" : "there are: \(names)"
            )
        }
        return rule
    }

    private static func summaries(_ exchange: Exchange) -> [RuleSummary] {
        let snapshot = exchange.services.snapshot()
        return zip(snapshot.document.rules, snapshot.ruleWarnings).enumerated().map { place, pair in
            let hits = exchange.services.rules.hits(of: pair.0.name, at: exchange.now)
            return RuleSummary(
                rule: pair.0,
                position: place + 1,
                hits24h: hits.lastDay,
                lastHit: hits.last,
                warnings: pair.1
            )
        }
    }

    // MARK: - Trying

    @Sendable static func test(_ request: TestRule, _ exchange: Exchange) async throws -> RuleTest {
        let test = request.test
        let snapshot = exchange.services.snapshot()
        let remarks = RuleTrial.problems(in: try bounded(test.rule), under: snapshot).map(ExpressionRemark.init)
        guard remarks.isEmpty else { return RuleTest(problems: remarks) }
        let (claims, facts) = try await subject(of: test, snapshot, exchange)
        let result = try RuleTrial(test.rule, under: snapshot).result(on: claims, call: facts, at: exchange.now)
        return RuleTest(
            matches: result.matches,
            remark: result.remark,
            reads: result.reads,
            changes: result.changes,
            outcome: result.outcome
        )
    }

    @Sendable static func count(_ request: CountMatches, _ exchange: Exchange) async throws -> RuleMatches {
        let question = request.question
        let last = question.last ?? 1000
        guard (1...10_000).contains(last) else {
            throw Problem(.invalid, "last is \(last)", hint: "ask for 1 to 10,000 calls")
        }
        let snapshot = exchange.services.snapshot()
        let remarks = RuleTrial.problems(in: try bounded(question.rule), under: snapshot).map(ExpressionRemark.init)
        guard remarks.isEmpty else { return RuleMatches(problems: remarks) }
        let trial = try RuleTrial(question.rule, under: snapshot)
        let endpoints = question.rule.endpoints
        var matches = RuleMatches()
        try await exchange.services.journal.visitClaims(last: last, at: exchange.now) { call, claims, client in
            guard let facts = CallFacts(call, ip: client), endpoints.isEmpty || endpoints.contains(call.endpoint) else {
                return
            }
            matches.of += 1
            switch trial.matches(claims, call: facts, at: exchange.now) {
            case true?:
                matches.matches += 1
                if matches.examples.count < 5 { matches.examples.append(call) }
            case false?: break
            case nil: matches.unknown += 1
            }
        }
        return matches
    }

    /// Limits a rule from a request to the size that the policy allows.
    private static func bounded(_ rule: RuleDefinition) throws(Problem) -> RuleDefinition {
        let texts = [rule.when] + rule.set.values
        guard texts.allSatisfy({ $0.utf8.count <= RuleDefinition.expressionLimit }) else {
            throw Problem(.invalid, "an expression has more than \(RuleDefinition.expressionLimit) bytes")
        }
        guard rule.set.count <= RuleDefinition.memberLimit else {
            throw Problem(.invalid, "the rule sets more than \(RuleDefinition.memberLimit) claims")
        }
        return rule
    }

    /// The recorded call, or the claims from the request.
    private static func subject(
        of test: TestRule.Body,
        _ snapshot: PolicySnapshot,
        _ exchange: Exchange
    ) async throws -> (Claims, CallFacts) {
        switch (test.call, test.claims) {
        case (let id?, nil): try await kept(id, exchange)
        case (nil, let claims?): try given(claims, test.rule, snapshot, exchange)
        case (nil, nil):
            throw Problem(.invalid, "there is nothing to try the rule on", hint: "name a call, or send claims")
        case (.some, .some):
            throw Problem(.invalid, "a call and claims came together", hint: "send one of them")
        }
    }

    private static func kept(_ id: String, _ exchange: Exchange) async throws -> (Claims, CallFacts) {
        guard let detail = try await exchange.services.journal.call(id, at: exchange.now) else {
            throw CallHandlers.unknown(id)
        }
        guard let claims = detail.claims, let facts = CallFacts(detail.call, ip: detail.client) else {
            throw Problem(.notFound, "the claims of call \(detail.call.code) are not kept", hint: "choose a newer call")
        }
        return (claims, facts)
    }

    private static func given(
        _ json: JSONValue,
        _ rule: RuleDefinition,
        _ snapshot: PolicySnapshot,
        _ exchange: Exchange
    ) throws -> (Claims, CallFacts) {
        let endpoints = snapshot.document.endpoints
        let endpoint = rule.endpoints.first.flatMap { snapshot.document.endpoint($0) } ?? endpoints.last
        let dialect = endpoint?.dialect ?? .standard
        let step = endpoint?.step ?? .postAttributeCollection
        let body = try ControlJSON.encoder().encode(json)
        let claims: Claims
        do {
            claims = try body.withUnsafeBytes { try dialect.dialect.claims(in: $0, at: step) }
        } catch let problem as BodyProblem {
            throw Problem(.invalid, "the claims: \(problem)", hint: "send what a provider sends to \(dialect.rawValue)")
        }
        let facts = CallFacts(endpoint: endpoint?.name ?? "", step: step, dialect: dialect, time: exchange.now)
        return (claims, facts)
    }
}

extension ExpressionRemark {
    fileprivate init(_ problem: RuleProblem) {
        self.init(
            member: problem.member,
            line: problem.error.line,
            column: problem.error.column,
            text: problem.error.message
        )
    }
}
