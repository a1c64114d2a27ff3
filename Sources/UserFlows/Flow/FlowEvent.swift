package import GatehouseModel

/// The events of a sign-up.
package enum FlowEvent: Sendable, Hashable {
    /// The user submitted the form.
    case submitted([String: JSONValue])
    /// The connector answered, failed, or could not be called.
    case answered(ConnectorReply.Outcome)
    /// The account was created.
    case written(account: String)
    /// The account could not be created.
    case notWritten(NotWritten)
    /// Time has passed; a form may have expired.
    case timePassed
    /// The sign-up cannot continue; the text says why, for an admin.
    case failed(String)

    /// Why the account was not created.
    package enum NotWritten: Sendable, Hashable {
        /// The directory already has an account with this address or identity.
        case taken
        case failed(String)
    }
}

/// What has to be done next, outside the engine.
package enum FlowEffect: Sendable, Hashable {
    /// Call a connector; its answer is returned as an event.
    case call(connector: String, step: Step, claims: Claims)
    /// Show the form to the user.
    case showForm
    /// Create the account; the result is returned as an event.
    case write(NewAccount)
    /// Show the block page.
    case showBlockPage
    /// Show that the sign-up failed.
    case showFailure
    /// Let the user in.
    case issueToken
    /// Record a note for admins.
    case note(String)
}

/// An account to create.
package struct NewAccount: Sendable, Hashable {
    package var email: String
    package var identities: [Identity]
    package var attributes: [String: JSONValue]
    package var displayName: String? { Claims(attributes: attributes).displayName }
}

/// Why an event was refused. The state of the sign-up is unchanged.
package enum FlowRefusal: Error, Sendable, Hashable {
    /// The event does not fit the stage, such as a form or an answer that is sent twice.
    case wrongStage(SignUp.Stage)
    /// The identity provider does not belong to the flow.
    case unknownProvider(String, offered: [String])
    /// The flow does not offer local accounts.
    case noLocalAccounts(offered: [String])
    /// There is no e-mail address, or it is invalid.
    case noAddress(String?)
    /// The form has no such field.
    case unknownField(String, known: [String])
    /// The claims are too many or too long.
    case tooMuch(String)
}

extension FlowRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongStage(let stage) where stage.isOver: "the sign-up is over: \(stage.rawValue)"
        case .wrongStage(let stage): "the sign-up does not wait for this: it is at \(stage.rawValue)"
        case .unknownProvider(let issuer, let offered):
            "the flow does not offer the identity provider \"\(issuer)\"; it offers \(Self.list(offered))"
        case .noLocalAccounts(let offered):
            "the flow makes no local accounts; sign in with \(Self.list(offered)), or add \"local\" to it"
        case .noAddress(nil): "the person has no e-mail address; a sign-up needs one"
        case .noAddress(let text?): "\"\(text)\" is no e-mail address"
        case .unknownField(let name, let known):
            known.isEmpty
                ? "the flow asks nothing, so there is no \"\(name)\""
                : "the form has no \"\(name)\"; it has "
                    + Self.list(known)
        case .tooMuch(let what): what
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
