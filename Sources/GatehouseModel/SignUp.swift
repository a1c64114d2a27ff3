/// One person's attempt to sign up through a user flow.
package struct SignUp: Sendable, Hashable, Codable, Identifiable {
    /// A time-ordered id, like that of a call.
    package var id: CallID
    package var code: ReferenceCode
    package var flow: String
    package var stage: Stage
    package var email: String?
    package var displayName: String?
    package var issuer: String?
    package var started: Timestamp
    package var updated: Timestamp
    /// The account that was created.
    package var account: String?
    /// The current message to the person: the block page's text, the validation error, or why the sign-up failed.
    package var message: String?
    /// For a failed sign-up: what an admin should know, including the rule of the contract that was broken.
    package var problem: String?
    /// How often the person was sent back to the form.
    package var validations: Int

    /// The stage of a sign-up.
    package enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
        /// The first connector is being called.
        case step1 = "step-1"
        /// The form is shown to the person.
        case form
        /// The second connector is being called.
        case step2 = "step-2"
        /// The account is being written.
        case writing
        case created, blocked, failed
        /// The person did not come back in time.
        case abandoned

        package var isOver: Bool {
            switch self {
            case .created, .blocked, .failed, .abandoned: true
            case .step1, .form, .step2, .writing: false
            }
        }
    }

    package init(
        id: CallID,
        flow: String,
        stage: Stage,
        email: String? = nil,
        displayName: String? = nil,
        issuer: String? = nil,
        started: Timestamp,
        updated: Timestamp,
        account: String? = nil,
        message: String? = nil,
        problem: String? = nil,
        validations: Int = 0
    ) {
        self.id = id
        self.code = id.code
        self.flow = flow
        self.stage = stage
        self.email = email
        self.displayName = displayName
        self.issuer = issuer
        self.started = started
        self.updated = updated
        self.account = account
        self.message = message
        self.problem = problem
        self.validations = validations
    }
}

/// An account in the local directory.
package struct Account: Sendable, Hashable, Codable, Identifiable {
    /// A UUID.
    package var id: String
    package var email: String
    package var displayName: String?
    package var identities: [Identity]
    /// Only attributes of the flow that created it.
    package var attributes: [String: JSONValue]
    package var flow: String
    package var isEnabled: Bool
    package var created: Timestamp
    package var updated: Timestamp
    /// The sign-up that created it.
    package var signUp: ReferenceCode?

    package init(
        id: String,
        email: String,
        displayName: String? = nil,
        identities: [Identity] = [],
        attributes: [String: JSONValue] = [:],
        flow: String,
        isEnabled: Bool = true,
        created: Timestamp,
        updated: Timestamp,
        signUp: ReferenceCode? = nil
    ) {
        self.id = id
        self.email = email
        self.displayName = displayName
        self.identities = identities
        self.attributes = attributes
        self.flow = flow
        self.isEnabled = isEnabled
        self.created = created
        self.updated = updated
        self.signUp = signUp
    }

    private enum CodingKeys: String, CodingKey {
        case id, email, displayName, identities, attributes, flow, created, updated, signUp
        case isEnabled = "enabled"
    }
}
