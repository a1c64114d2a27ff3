import ControlProtocol
import Foundation
import GatehouseModel

/// One person's way through the gate: what is sent, in order, and what should come back.
struct Visit: Sendable {
    /// What happens next.
    enum Act: Sendable {
        /// The identity provider calls.
        case call(Call, Expectation)
        /// An admin decides the person's request.
        case decide(DecideApprovals.Verdict)
    }

    /// What kind of sign-up this is, for the report.
    var story: String
    var email: String
    var acts: [Act]

    /// Whether what comes back depends on an admin.
    var needsDecision: Bool {
        acts.contains { act in if case .decide = act { true } else { false } }
    }
}

/// One HTTP request as an identity provider, or somebody who claims to be one, sends it.
struct Call: Sendable {
    var method = "POST"
    var endpoint: String
    var authorization: String? = Call.rightCredentials
    var contentType = "application/json"
    var body: [UInt8]
    /// Whether an earlier call was the same.
    var isRetry = false

    static let rightCredentials = basic(SamplePolicy.username, SamplePolicy.password)

    static func basic(_ user: String, _ password: String) -> String {
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
}

/// What the one who signs up expects.
struct Expectation: Sendable, Hashable {
    var outcome: Outcome
    var status: Int
    /// The `action` of the answer; nil for refusals.
    var action: String?
    /// Words that the message has.
    var words: String?

    static let goOn = Expectation(outcome: .continue, status: 200, action: "Continue")

    static func blocked(saying words: String) -> Expectation {
        Expectation(outcome: .block, status: 200, action: "ShowBlockPage", words: words)
    }

    static func waiting(saying words: String) -> Expectation {
        Expectation(outcome: .pending, status: 200, action: "ShowBlockPage", words: words)
    }

    static func refused(_ status: Int) -> Expectation { Expectation(outcome: .refused, status: status) }

    /// What is wrong with an answer; nil when it is as expected.
    func objection(to status: Int, _ body: [UInt8]) -> String? {
        guard status == self.status else { return "status \(status) instead of \(self.status)" }
        guard let action else { return nil }
        let members = (try? JSONDecoder().decode(JSONValue.self, from: Data(body)))?.object ?? [:]
        guard members["action"]?.string == action else {
            return "action \(members["action"]?.string ?? "none") instead of \(action)"
        }
        guard let words, !(members["userMessage"]?.string ?? "").contains(words) else { return nil }
        return "message \"\(members["userMessage"]?.string ?? "")\" without \"\(words)\""
    }
}
