package import GatehouseModel

/// A violation of the contract by an API, or a remark on it.
package struct ContractFinding: Sendable, Hashable, Codable {
    /// The rule's stable name: `validation-under-400`, `credentials-checked`.
    package var rule: String
    /// Whether it is a violation; a remark does not fail the check.
    package var isBreach: Bool
    /// What the API did, and what was expected.
    package var sentence: String

    package init(_ rule: String, _ sentence: String, isBreach: Bool = true) {
        self.rule = rule
        self.isBreach = isBreach
        self.sentence = sentence
    }

    private enum CodingKeys: String, CodingKey {
        case rule, sentence
        case isBreach = "breach"
    }
}

/// The result of one case.
package struct ContractResult: Sendable, Hashable, Codable {
    /// `full`, `no-credentials`.
    package var name: String
    package var title: String
    package var part: ContractCase.Part
    /// Whether there are no violations.
    package var passed: Bool
    /// The HTTP status; nil without a reply.
    package var status: Int?
    /// `continue`, `block`, `invalid`, or the name of the problem.
    package var reading: String
    package var tookMs: Double
    package var findings: [ContractFinding]
    /// A command that repeats the request; credentials are named by their files.
    package var curl: String
}

/// The result of the whole check.
package struct ContractReport: Sendable, Codable {
    package var url: String
    package var dialect: DialectName
    package var step: Step
    /// Whether the contract is kept; with `strict`, whether the API is hardened too.
    package var passed: Bool
    package var cases: Int
    /// Violations of the contract, in requests that providers send.
    package var breaches: Int
    /// Violations in requests that only others send: advice on hardening.
    package var advice: Int
    package var remarks: Int
    /// Whether advice counts.
    package var strict: Bool
    /// Which decisions were seen in requests that providers send: `continue`, `block`, `invalid`.
    package var seen: [String]
    /// How to reach the decisions that were not seen.
    package var unseen: [String]
    /// Why the check ended early; nil if it did not.
    package var stopped: String?
    package var results: [ContractResult]

    package init(_ target: CheckTarget, _ results: [ContractResult], stopped: String?) {
        url = target.url.description
        dialect = target.dialect
        step = target.step
        let count = { (part: ContractCase.Part) in
            results.filter { $0.part == part }.flatMap(\.findings).count(where: \.isBreach)
        }
        breaches = count(.contract)
        advice = count(.hardening)
        remarks = results.flatMap(\.findings).count { !$0.isBreach }
        strict = target.strict
        passed = breaches == 0 && (!strict || advice == 0) && stopped == nil && !results.isEmpty
        cases = results.count
        let readings = Set(results.filter { $0.part == .contract }.map(\.reading))
        let possible =
            target.step == .postAttributeCollection ? ["continue", "block", "invalid"] : ["continue", "block"]
        seen = possible.filter(readings.contains)
        unseen = possible.filter { !readings.contains($0) }.map { Self.hint(on: $0, hasPerson: target.person != nil) }
        self.stopped = stopped
        self.results = results
    }

    /// How to make the API decide this.
    private static func hint(on decision: String, hasPerson: Bool) -> String {
        switch decision {
        case "continue" where hasPerson:
            "continue was never seen: the API does not let in the person in --claims"
        case "continue":
            "continue was never seen, so what the API sends then is not checked: name a person whom it lets in by --claims FILE"
        case "block":
            "a block page was never seen: name a person whom the API refuses by --claims FILE"
        default:
            "a validation error was never seen: name a person with a value that the API objects to by --claims FILE"
        }
    }
}
