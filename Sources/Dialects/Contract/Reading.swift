package import GatehouseModel

/// A connector's reply as received.
package struct WireReply: Sendable, Hashable {
    package var status: Int
    /// The `Content-Type` header.
    package var contentType: String?
    package var body: [UInt8]

    package init(status: Int, contentType: String?, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// The meaning of a reply for the provider's side.
package enum Reading: Sendable, Hashable {
    /// Continues with these changed values, without nulls.
    case `continue`(claims: [String: JSONValue])
    case block(message: String)
    case invalid(message: String)
    /// The reply breaks the contract: the sign-up fails and no account is created.
    case failure(Breach)
}

/// The rule that a reply broke.
package struct Breach: Error, Sendable, Hashable {
    package var rule: Rule
    /// A sentence for the connector's author: what was received, and what was expected.
    package var diagnosis: String

    package init(_ rule: Rule, _ diagnosis: String) {
        self.rule = rule
        self.diagnosis = diagnosis
    }

    /// A coarse classification of the failure.
    package enum Kind: String, Sendable, Hashable, Codable { case auth, status, body, contract }

    package enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        case credentialsAccepted = "credentials-accepted"
        case statusIs200Or400 = "status-is-200-or-400"
        case contentTypeIsJSON = "content-type-is-json"
        case bodyIsJSON = "body-is-json"
        case bodyIsObject = "body-is-object"
        case versionPresent = "version-present"
        case actionPresent = "action-present"
        case actionKnown = "action-known"
        case continueUnder200 = "continue-under-200"
        case blockUnder200 = "block-under-200"
        case blockHasUserMessage = "block-has-user-message"
        case validationUnder400 = "validation-under-400"
        case validationStatusIs400 = "validation-status-is-400"
        case validationHasUserMessage = "validation-has-user-message"
        case validationAtItsStep = "validation-at-its-step"
        case continueOnlyBeforeToken = "continue-only-before-token"

        package var kind: Kind {
            switch self {
            case .credentialsAccepted: .auth
            case .statusIs200Or400: .status
            case .contentTypeIsJSON, .bodyIsJSON, .bodyIsObject: .body
            case .versionPresent, .actionPresent, .actionKnown, .continueUnder200, .blockUnder200,
                .blockHasUserMessage, .validationUnder400, .validationStatusIs400, .validationHasUserMessage,
                .validationAtItsStep, .continueOnlyBeforeToken:
                .contract
            }
        }
    }
}

extension Breach: CustomStringConvertible {
    package var description: String { "\(rule.rawValue): \(diagnosis)" }
}

/// The rules whose violation is tolerated.
package struct Leniency: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Accepts a reply without `version`.
    package static let missingVersion = Leniency(rawValue: 1)
    /// `Allow` means `Continue`, as in samples of 2020.
    package static let allowMeansContinue = Leniency(rawValue: 2)
}
