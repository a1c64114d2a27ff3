import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

/// `gatehouse rules`
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "The policy's rules: conditions, and what follows from them.",
        discussion: """
            Rules are looked at from top to bottom after the lists. They are changed in the policy document: see \
            gatehouse policy export and apply.
            """,
        subcommands: [ListThem.self, Show.self, Test.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "All rules, in the order they are looked at."
        )

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let page = try await control.ask(ListRules())
            try control.printer.list(page.items, nothing: "The policy has no rules.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One rule, whole.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The rule's name.") var rule: String

        func run() async throws {
            let rule = try await control.ask(GetRule(name: rule))
            try control.printer.show(rule, card: rule.card)
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try a rule, or an expression, on one call. Nothing changes.",
            discussion: """
                Exit status 0 when the condition matches, 1 when it does not or has no value, 2 when it has a mistake.

                  gatehouse rules test 'postal code' --call K7Q2-9MXD
                  gatehouse rules test --when 'claims.email.domain() in list("partners")' --claims claims.json
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The rule's name.") var rule: String?
        @Option(help: "A condition instead of a rule.") var when: String?
        @Option(help: "A kept call, by its id or code.") var call: String?
        @Option(help: ArgumentHelp("Claims as a provider sends them; - is standard input.", valueName: "file"))
        var claims: String?

        func validate() throws {
            guard (rule == nil) != (when == nil) else {
                throw ValidationError("Name a rule, or give a condition with --when.")
            }
            guard (call == nil) != (claims == nil) else {
                throw ValidationError("Say what to try it on: --call ID or --claims FILE.")
            }
        }

        func run() async throws {
            let body = TestRule.Body(rule: try await subject(), call: call, claims: try wire())
            let test = try await control.ask(TestRule(body))
            if let first = test.problems.first {
                throw Failure(.usage, "\(first.member), line \(first.line), column \(first.column): \(first.text)")
            }
            try control.printer.show(test, card: test.card)
            if !test.matches { throw Failure.silent(.failure) }
        }

        private func subject() async throws -> RuleDefinition {
            if let when { return RuleDefinition(name: "expression", when: when, then: .tag, tags: ["test"]) }
            return try await control.ask(GetRule(name: rule ?? "")).rule
        }

        private func wire() throws -> JSONValue? {
            guard let claims else { return nil }
            let bytes = try TextFile.bytes(claims, limit: 1 << 18)
            guard let value = try? JSONDecoder().decode(JSONValue.self, from: bytes), value.object != nil else {
                throw Failure(
                    .usage,
                    "\(claims) is not a JSON object",
                    hint: "Name a file with the claims of one person."
                )
            }
            return value
        }
    }
}

extension RuleSummary: Listable {
    static var columns: [Column<RuleSummary>] {
        [
            Column("#", .trailing) { String($0.position) },
            Column("RULE", shrinks: true) { $0.rule.name },
            Column("THEN", tone: { $0.rule.then.tone }) { $0.rule.then.rawValue },
            Column("MODE", tone: { $0.rule.mode == .enforce ? .plain : .quiet }) { $0.rule.mode.rawValue },
            Column("ENDPOINTS", shrinks: true) {
                $0.rule.endpoints.isEmpty ? "all" : $0.rule.endpoints.joined(separator: " ")
            },
            Column("HITS 24h", .trailing) { grouped($0.hits24h) },
            Column("LAST") { $0.lastHit.map { Moment.text($0) } ?? "-" },
            Column("", tone: { _ in .attention }) { $0.warnings.isEmpty ? "" : "!" },
        ]
    }

    static var fields: [String] { ["position", "rule", "hits_24h", "last_hit", "warnings"] }

    fileprivate var card: Card {
        var card = Card("\(position)  \(rule.name)")
        card.fact("when", rule.when)
        card.fact("then", rule.then.rawValue, rule.then.tone)
        card.fact("mode", rule.mode.rawValue)
        card.fact("endpoints", rule.endpoints.isEmpty ? "all" : rule.endpoints.joined(separator: " "))
        card.fact("field", rule.field)
        card.fact("queue", rule.queue)
        card.fact("tags", rule.tags.isEmpty ? nil : rule.tags.joined(separator: " "))
        card.fact("comment", rule.comment)
        card.fact("hits in 24 h", grouped(hits24h))
        card.fact("last hit", lastHit.map { "\($0) (\(Moment.age($0)) ago)" })
        addTexts(to: &card)
        for warning in warnings { card.line("warning: " + warning, .attention) }
        return card
    }

    private func addTexts(to card: inout Card) {
        if !rule.set.isEmpty { card.section("set") }
        for (claim, expression) in rule.set.sorted(by: { $0.key < $1.key }) { card.fact(claim, expression) }
        if !rule.message.isEmpty { card.section("message") }
        for (locale, text) in rule.message.sorted(by: { $0.key < $1.key }) { card.fact(locale, text) }
    }
}

extension RuleTest {
    fileprivate var card: Card {
        var card = Card(matches ? "matches" : "does not match")
        card.fact("outcome", outcome?.rawValue, outcome?.tone ?? .plain)
        card.fact("remark", remark, .attention)
        for read in reads { card.fact("read", "\(read.path) = \(read.value ?? "nothing")") }
        for change in changes { card.fact("set", "\(change.path) = \(change.value ?? "nothing")") }
        return card
    }
}

extension RuleAction {
    fileprivate var tone: Tone {
        switch self {
        case .allow: .good
        case .block: .bad
        case .invalid, .approve: .attention
        case .set, .tag: .plain
        }
    }
}
