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
    package var passed: Bool
    package var cases: Int
    package var breaches: Int
    package var remarks: Int
    /// Why the check ended early; nil if it did not.
    package var stopped: String?
    package var results: [ContractResult]

    package init(_ target: CheckTarget, _ results: [ContractResult], stopped: String?) {
        url = target.url.description
        dialect = target.dialect
        step = target.step
        let findings = results.flatMap(\.findings)
        breaches = findings.count { $0.isBreach }
        remarks = findings.count - breaches
        passed = breaches == 0 && stopped == nil && !results.isEmpty
        cases = results.count
        self.stopped = stopped
        self.results = results
    }
}
