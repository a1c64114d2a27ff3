import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI

/// The rules of the same day.
enum RulesSituation {
    static let rules: [RuleDefinition] = [
        RuleDefinition(
            name: "tidy names",
            when: "has(claims.givenName)",
            then: .set,
            set: ["givenName": "claims.givenName.trim().titleCase()"]
        ),
        RuleDefinition(
            name: "postal code",
            endpoints: ["request-approval"],
            when: "claims.country == \"Sweden\" && !claims.postalCode.matches(\"^[0-9]{3} ?[0-9]{2}$\")",
            then: .invalid,
            field: "postalCode",
            message: ["default": "Enter a postal code in the form NNN NN.", "sv": "Skriv postnumret som NNN NN."]
        ),
        RuleDefinition(
            name: "freemail",
            endpoints: ["request-approval", "shop-signup"],
            when: "claims.email.domain() in list(\"freemail\")",
            then: .approve,
            mode: .shadow,
            queue: "guests",
            comment: "asks since the spring wave"
        ),
        RuleDefinition(name: "old hands", when: "claims.jobTitle == \"Director\"", then: .allow, mode: .off),
    ]

    static let summaries: [RuleSummary] = [
        RuleSummary(rule: rules[0], position: 1, hits24h: 1877, lastHit: Situation.now - .seconds(60)),
        RuleSummary(rule: rules[1], position: 2, hits24h: 17, lastHit: Situation.now - .seconds(3600)),
        RuleSummary(rule: rules[2], position: 3, hits24h: 41, lastHit: Situation.now - .seconds(7200)),
        RuleSummary(
            rule: rules[3],
            position: 4,
            warnings: ["freemail always decides before it: whatever it matches, freemail matches too."]
        ),
    ]

    static func daemon(role: GatehouseModel.Role = .admin) -> FakeDaemon {
        let daemon = Situation.daemon(role: role)
        daemon.policy.rules = summaries
        daemon.status.revision = 14
        daemon.policy.matches = RuleMatches(matches: 17, of: 1_000, unknown: 3, examples: [Situation.calls[3]])
        daemon.policy.revisions = [
            .init(revision: 14, applied: Situation.now - .seconds(86_400), user: "bo", comment: "freemail in shadow"),
            .init(revision: 13, applied: Situation.now - .seconds(5 * 86_400), user: "anna", comment: nil),
        ]
        daemon.endpoints = ["check-approval", "request-approval", "shop-signup"].map {
            EndpointSummary(
                name: $0,
                dialect: .entraB2B,
                step: .postAttributeCollection,
                credentials: ["entra"],
                approval: nil,
                deadlineMs: 4000,
                failurePolicy: "block"
            )
        }
        return daemon
    }

    static func simulation(_ state: Simulation.State, replayed: Int = 61_207) -> Simulation {
        Simulation(
            id: "s1",
            state: state,
            revision: 14,
            since: Situation.now - .seconds(7 * 86_400),
            started: Situation.now,
            replayed: replayed,
            total: 61_327,
            unchanged: replayed - 214,
            flips: [
                .init(from: .continue, to: .pending, decidedBy: .rule("freemail"), calls: 201, people: 97),
                .init(from: .invalid, to: .continue, decidedBy: .byDefault, calls: 13, people: 12),
            ],
            notReplayable: ["body past retention": 120]
        )
    }

    static func console(_ daemon: FakeDaemon, _ width: Int = 80, _ height: Int = 24) -> ConsoleDriver {
        let console = ConsoleDriver(daemon, size: Size(width: width, height: height))
        console.type("4")
        console.advance(.milliseconds(300))
        return console
    }
}
