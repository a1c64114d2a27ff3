package import JSON

/// Why a call's body could not be read as claims.
package enum BodyProblem: Error, Sendable, Hashable {
    case notJSON(JSONProblem)
    case notAnObject
    /// A member has a type that does not fit its name.
    case wrongType(member: String, wanted: String)
    case tooManyIdentities(limit: Int)
    /// The body belongs to another contract, such as `an inline hook of Okta`.
    case foreign(String)
}

extension BodyProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let problem): problem.sentence(about: "the body")
        case .notAnObject: "the body is JSON but no object; send one object of claims"
        case .wrongType(let member, let wanted): "the member \"\(member)\" is not \(wanted)"
        case .foreign(let contract):
            "the body is \(contract), not the claims of a sign-up; call the endpoint that was made for it"
        case .tooManyIdentities(let limit): "the member \"identities\" has more than \(limit) elements"
        }
    }
}
