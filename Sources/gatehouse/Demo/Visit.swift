import ControlProtocol
import Foundation
import GatehouseModel
import PlainText

/// One simulated visit: what the person does, in order, and the expected results.
struct Visit: Sendable {
    /// A step of a visit.
    enum Act: Sendable {
        /// The person signs up through one of our user flows.
        case signUp(Attempt)
        /// An admin decides the person's approval request.
        case decide(DecideApprovals.Verdict)
        /// A caller that is not an identity provider calls an endpoint.
        case call(RawCall, status: Int)
    }

    /// The kind of visit, for the report.
    var story: String
    var email: String
    var acts: [Act]
}

/// One sign-up: the person, the typed values, and the expected ending.
struct Attempt: Sendable {
    var flow: String
    var person: SignUpPerson
    var form: [String: JSONValue]
    /// The values typed after a validation error; nil if none is expected.
    var corrected: [String: JSONValue]?
    var ending: Ending
}

/// The expected ending of a sign-up.
struct Ending: Sendable, Hashable {
    var stage: SignUp.Stage
    /// Words that must be in the message to the user.
    var words: String?
    /// The outcomes of the calls that our connectors make at our endpoints, in order.
    var calls: [Outcome]
    /// How many of those calls our endpoints should recognise as repetitions.
    var retries = 0
    /// The rules that should match, once for each match, including shadow rules.
    var rules: [String] = []
    /// The name expected in the token; nil for any.
    var name: String?

    static func created(_ calls: Outcome...) -> Ending { Ending(stage: .created, calls: calls) }
    static func blocked(saying words: String, _ calls: Outcome...) -> Ending {
        Ending(stage: .blocked, words: words, calls: calls)
    }

    /// What differs from the expected ending; nil if nothing does.
    func objection(to view: SignUpView) -> String? {
        let signUp = view.signUp
        guard signUp.stage == stage else {
            let why = signUp.problem ?? signUp.message ?? view.form?.message ?? "no reason given"
            return "\(signUp.stage.rawValue) instead of \(stage.rawValue): \(why)"
        }
        if let name, let given = view.tokenClaims?["displayName"], given != .string(name) {
            return "the token's name is \(given) instead of \"\(name)\""
        }
        guard let words, !(signUp.message ?? "").contains(words) else { return nil }
        return "message \"\(signUp.message ?? "")\" without \"\(words)\""
    }
}

/// An HTTP request that no user flow would send.
struct RawCall: Sendable {
    var method = "POST"
    var endpoint: String
    var authorization: String? = RawCall.rightCredentials
    var contentType = "application/json"
    var body: [UInt8]

    static let rightCredentials = basic(SamplePolicy.username, SamplePolicy.password)

    static func basic(_ user: String, _ password: String) -> String {
        "Basic " + Base64.encode("\(user):\(password)".utf8)
    }
}
