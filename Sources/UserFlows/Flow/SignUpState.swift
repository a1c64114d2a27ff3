package import GatehouseModel

/// One sign-up between two events: all that is needed to go on with it, after a restart too.
package struct SignUpState: Sendable, Hashable, Codable {
    package var stage: SignUp.Stage
    /// What the identity provider says of the person; nothing that comes later changes it.
    package var person: Claims
    /// What stands in the form: prefilled, typed, and in the end what the account gets. Only attributes of the flow.
    package var values: [String: JSONValue]
    /// Application claims that are no attributes of the flow: for the token, never stored with the account.
    package var others: [String: JSONValue]
    /// How often the person was sent back to the form.
    package var validations: Int
    /// What the person is told now.
    package var message: String?
    /// What is wrong with single fields of the form, by attribute.
    package var fieldMessages: [String: String]
    /// For a failed sign-up: what an admin should know.
    package var problem: String?
    /// When a form that nobody sends is given up.
    package var givenUp: Timestamp?
    /// The account's id.
    package var account: String?
    /// How far it came, whatever became of it.
    package var marks: Marks

    /// What a funnel counts.
    package struct Marks: Sendable, Hashable, Codable {
        package var passedStep1 = false
        package var submitted = false
        package var passedStep2 = false

        package init() {}
    }

    /// Whether an identity provider signed the person in. Others make a local account and pass over the first step.
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
    /// What the sign-up adds to its flow's funnel.
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

    /// What is known of the person, as a connector is told it and an admin sees it: what was typed wins over what the
    /// identity provider said, except for the address and the identities.
    package var claims: Claims {
        var claims = person
        claims.attributes.merge(others) { _, newer in newer }
        claims.attributes.merge(values) { _, newer in newer }
        return claims
    }
}

extension SignUpState {
    /// Forgets who it was; a sign-up under way is given up by it.
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
