import ControlProtocol
import Foundation
import GatehouseModel

/// One person's way to the gate, and through it or not: what they do, in order, and what should come of it.
struct Visit: Sendable {
    /// What happens next.
    enum Act: Sendable {
        /// The person signs up through one of our user flows.
        case signUp(Attempt)
        /// An admin decides the person's request.
        case decide(DecideApprovals.Verdict)
        /// Somebody calls an endpoint who is no identity provider.
        case call(RawCall, status: Int)
    }

    /// What kind of visit this is, for the report.
    var story: String
    var email: String
    var acts: [Act]
}

/// One sign-up: who, what they type, and what should come of it.
struct Attempt: Sendable {
    var flow: String
    var person: SignUpPerson
    var form: [String: JSONValue]
    /// What is typed when the form comes back; nil when it should not.
    var corrected: [String: JSONValue]?
    var ending: Ending
}

/// What should come of a sign-up.
struct Ending: Sendable, Hashable {
    var stage: SignUp.Stage
    /// Words that the person should read.
    var words: String?
    /// The outcomes of the calls that our connectors make at our endpoints, in order.
    var calls: [Outcome]
    /// How many of them our endpoints should know for calls that they had before.
    var retries = 0
    /// The rules that should match, one for each time, those in shadow included.
    var rules: [String] = []
    /// The name that the token should have; nil for any.
    var name: String?

    static func created(_ calls: Outcome...) -> Ending { Ending(stage: .created, calls: calls) }
    static func blocked(saying words: String, _ calls: Outcome...) -> Ending {
        Ending(stage: .blocked, words: words, calls: calls)
    }

    /// What is wrong with how a sign-up stands; nil when it is as expected.
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

/// One HTTP request that no user flow would send.
struct RawCall: Sendable {
    var method = "POST"
    var endpoint: String
    var authorization: String? = RawCall.rightCredentials
    var contentType = "application/json"
    var body: [UInt8]

    static let rightCredentials = basic(SamplePolicy.username, SamplePolicy.password)

    static func basic(_ user: String, _ password: String) -> String {
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
}
