import Dialects
package import GatehouseModel
import StrictTOML

/// A URL that identity providers call, `POST /endpoints/<name>`.
package struct Endpoint: Sendable, Hashable, Named {
    package var name: String
    package var dialect: DialectName
    package var step: Step
    /// The credentials that are accepted; never empty.
    package var credentials: [String]
    package var approval: Approval?
    /// An expression; callers that match it skip the approval. Only with approval `request`.
    package var unless: String?
    /// The time limit from the complete request to the answer.
    package var deadline: Duration
    package var failurePolicy: FailurePolicy
    /// Shown if a failure of Gatehouse blocks the user; nil for the stock text.
    package var failureMessage: LocalizedMessage?

    /// How the endpoint handles approvals.
    package enum Approval: Sendable, Hashable {
        /// Looks up the applicant. Pending and denied ones see a block page, others continue.
        case check(queue: String)
        /// Creates an approval request unless a list or rule decided. Approved applicants continue.
        case request(queue: String)

        package var queue: String {
            switch self {
            case .check(let queue), .request(let queue): queue
            }
        }
    }

    /// The answer when Gatehouse fails or exceeds the deadline.
    package enum FailurePolicy: String, Sendable, Hashable, CaseIterable {
        case block
        case `continue`
    }

    package init(
        name: String,
        dialect: DialectName,
        step: Step,
        credentials: [String],
        approval: Approval? = nil,
        unless: String? = nil,
        deadline: Duration? = nil,
        failurePolicy: FailurePolicy = .block,
        failureMessage: LocalizedMessage? = nil
    ) {
        self.name = name
        self.dialect = dialect
        self.step = step
        self.credentials = credentials
        self.approval = approval
        self.unless = unless
        self.deadline = deadline ?? dialect.facts.defaultDeadline
        self.failurePolicy = failurePolicy
        self.failureMessage = failureMessage
    }
}

extension Endpoint.Approval: CustomStringConvertible {
    /// `check:guests` or `request:guests`.
    package var description: String {
        switch self {
        case .check(let queue): "check:" + queue
        case .request(let queue): "request:" + queue
        }
    }
}

extension Endpoint {
    init(_ table: StrictTable, _ names: PolicyNames, _ host: ExpressionHost) throws(TOMLProblem) {
        let approval = try table.table("approval")
        self.init(
            name: try table.requirePathName(),
            dialect: try table.requireChoice("dialect"),
            step: try table.requireChoice("step"),
            credentials: try table.requireStrings("credentials"),
            approval: try approval.map { (inner) throws(TOMLProblem) in try Approval(inner, names) },
            unless: try approval.flatMap { (inner) throws(TOMLProblem) in try inner.unless(host) },
            deadline: try table.duration("deadline", in: .milliseconds(50)...(.seconds(60))),
            failurePolicy: try table.choice("failure-policy") ?? .block,
            failureMessage: try table.message("failure-message")
        )
        guard dialect.facts.stepNames.contains(step) else {
            let steps = dialect.facts.stepNames.map { $0.rawValue.quoted() }.joined(separator: " or ")
            let message = "\(dialect.rawValue) does not call at the step \(step.rawValue.quoted())"
            throw table.problem("step", message, remedy: "write \(steps)")
        }
        for (position, name) in credentials.enumerated() {
            _ = try table.reference(name, at: "credentials", among: names.credentials, noun: "credential")
            guard !credentials[..<position].contains(name) else {
                throw table.problem("credentials", "\(name.quoted()) is there twice", remedy: "name it once")
            }
        }
    }
}

extension Endpoint.Approval {
    init(_ table: StrictTable, _ names: PolicyNames) throws(TOMLProblem) {
        let remedy = "write { check = \"QUEUE\" } or { request = \"QUEUE\" }"
        if table.has("unless"), table.has("check"), !table.has("request") {
            let text = "an endpoint that checks approvals asks nobody, so there is no \"unless\""
            throw table.problem("unless", text, remedy: "remove it")
        }
        switch (try table.string("check"), try table.string("request")) {
        case (let queue?, nil):
            self = .check(queue: try table.reference(queue, at: "check", among: names.queues, noun: "queue"))
        case (nil, let queue?):
            self = .request(queue: try table.reference(queue, at: "request", among: names.queues, noun: "queue"))
        case (.some, .some):
            throw table.problem("an endpoint either checks or requests approvals", remedy: remedy)
        case (nil, nil):
            try table.finish()
            throw table.problem("the approval names no queue", remedy: remedy)
        }
    }
}

extension StrictTable {
    /// The expression for callers that skip the approval.
    fileprivate func unless(_ host: ExpressionHost) throws(TOMLProblem) -> String? {
        guard has("unless") else { return nil }
        let text = try requireExpression("unless")
        do throws(RuleProblem) {
            _ = try host.condition(text, as: "unless")
        } catch {
            throw problem(error)
        }
        return text
    }
}
