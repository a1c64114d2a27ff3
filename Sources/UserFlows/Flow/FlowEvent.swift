package import GatehouseModel

/// What can happen in a sign-up.
package enum FlowEvent: Sendable, Hashable {
    /// The person sent the form.
    case submitted([String: JSONValue])
    /// The connector that was asked has answered, or has not, or may not be asked at all.
    case answered(ConnectorReply.Outcome)
    /// The account is written.
    case written(account: String)
    /// The account cannot be written.
    case notWritten(NotWritten)
    /// Time went by.
    case timePassed
    /// It cannot go on; the text says why, for an admin.
    case failed(String)

    /// Why there is no account.
    package enum NotWritten: Sendable, Hashable {
        /// The directory has one with this address or identity.
        case taken
        case failed(String)
    }
}

/// What has to be done next, outside the engine.
package enum FlowEffect: Sendable, Hashable {
    /// Ask a connector; its answer comes back as an event.
    case call(connector: String, step: Step, claims: Claims)
    /// Put the form before the person.
    case showForm
    /// Write the account; whether it is written comes back as an event.
    case write(NewAccount)
    /// Show the page that ends the sign-up.
    case showBlockPage
    /// Show that it failed.
    case showFailure
    /// Let the person in.
    case issueToken
    /// Remember for admins that this happened.
    case note(String)
}

/// An account to be written.
package struct NewAccount: Sendable, Hashable {
    package var email: String
    package var identities: [Identity]
    package var attributes: [String: JSONValue]
    package var displayName: String? { Claims(attributes: attributes).displayName }
}

/// Why an event was not taken. The sign-up stands as it did.
package enum FlowRefusal: Error, Sendable, Hashable {
    /// The event does not belong to the stage: a form that was sent twice, an answer that came twice.
    case wrongStage(SignUp.Stage)
    /// The identity provider is not one of the flow's.
    case unknownProvider(String, offered: [String])
    /// The flow makes no local accounts.
    case noLocalAccounts(offered: [String])
    /// There is no e-mail address, or it is none.
    case noAddress(String?)
    /// The form has no such field.
    case unknownField(String, known: [String])
    /// More, or longer, than a person has.
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
