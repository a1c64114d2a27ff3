package import GatehouseModel

/// Something that an API does wrong, or might do better.
package struct ContractFinding: Sendable, Hashable, Codable {
    /// The rule's stable name: `validation-under-400`, `credentials-checked`.
    package var rule: String
    /// A remark does not fail the check.
    package var isBreach: Bool
    /// What came, what was wanted.
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

/// What one case brought to light.
package struct ContractResult: Sendable, Hashable, Codable {
    /// `full`, `no-credentials`.
    package var name: String
    package var title: String
    /// Whether nothing is wrong.
    package var passed: Bool
    /// The HTTP status; nil without a reply.
    package var status: Int?
    /// `continue`, `block`, `invalid`, or the name of what went wrong.
    package var reading: String
    package var tookMs: Double
    package var findings: [ContractFinding]
    /// Repeats the request; credentials are named by their files.
    package var curl: String
}

/// What a whole check found.
package struct ContractReport: Sendable, Codable {
    package var url: String
    package var dialect: DialectName
    package var step: Step
    package var passed: Bool
    package var cases: Int
    package var breaches: Int
    package var remarks: Int
    /// Why it ended early; nil when it did not.
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
