package import JSON

/// Why a call's body could not be read as claims.
package enum BodyProblem: Error, Sendable, Hashable {
    case notJSON(JSONProblem)
    case notAnObject
    /// A member has a type that does not fit its name.
    case wrongType(member: String, wanted: String)
    case tooManyIdentities(limit: Int)
}

extension BodyProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let problem): problem.sentence(about: "the body")
        case .notAnObject: "the body is JSON but no object; send one object of claims"
        case .wrongType(let member, let wanted): "the member \"\(member)\" is not \(wanted)"
        case .tooManyIdentities(let limit): "the member \"identities\" has more than \(limit) elements"
        }
    }
}
