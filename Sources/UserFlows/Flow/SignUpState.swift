package import GatehouseModel

/// A sign-up between two events: everything that is needed to continue it, also after a restart.
package struct SignUpState: Sendable, Hashable, Codable {
    package var stage: SignUp.Stage
    /// The person as authenticated by the identity provider; later steps never change it.
    package var person: Claims
    /// The values of the form: prefilled, then typed, finally stored with the account. Only attributes of the flow.
    package var values: [String: JSONValue]
    /// Application claims that are not attributes of the flow: for the token, never stored with the account.
    package var others: [String: JSONValue]
    /// How often the user was returned to the form.
    package var validations: Int
    /// The message that is shown to the user now.
    package var message: String?
    /// Messages for individual fields of the form, by attribute.
    package var fieldMessages: [String: String]
    /// For a failed sign-up: the problem, for admins.
    package var problem: String?
    /// When an unsubmitted form expires.
    package var givenUp: Timestamp?
    /// The account's id.
    package var account: String?
    /// The stages that were passed, whatever the result.
    package var marks: Marks

    /// What a funnel counts.
    package struct Marks: Sendable, Hashable, Codable {
        package var passedStep1 = false
        package var submitted = false
        package var passedStep2 = false

        package init() {}
    }

    /// Whether an identity provider authenticated the person. Others create a local account and skip the first step.
    package var isFederated: Bool { !person.identities.isEmpty }

    /// A sign-up that has not begun.
    init(of person: Claims) {
        stage = .step1
        self.person = person
        values = [:]
        others = [:]
        validations = 0
        fieldMessages = [:]
        marks = Marks()
    }
}

extension SignUpState {
    /// The sign-up's contribution to its flow's funnel.
    package var funnel: FlowSummary.Funnel {
        FlowSummary.Funnel(
            started: 1,
            passedStep1: marks.passedStep1 ? 1 : 0,
            submitted: marks.submitted ? 1 : 0,
            passedStep2: marks.passedStep2 ? 1 : 0,
            created: stage == .created ? 1 : 0,
            blocked: stage == .blocked ? 1 : 0,
            invalid: validations > 0 ? 1 : 0,
            failed: stage == .failed ? 1 : 0
        )
    }

    /// The claims about the person as sent to a connector and shown to admins. Typed values override those of the
    /// identity provider, except for the address and the identities.
    package var claims: Claims {
        var claims = person
        claims.attributes.merge(others) { _, newer in newer }
        claims.attributes.merge(values) { _, newer in newer }
        return claims
    }
}

extension SignUpState {
    /// Removes everything that identifies the person. A sign-up in progress is abandoned.
    package mutating func forgetPerson() {
        person = Claims()
        values = [:]
        others = [:]
        fieldMessages = [:]
        message = nil
        problem = problem == nil ? nil : "the person was erased"
        givenUp = nil
        if !stage.isOver { stage = .abandoned }
    }
}
