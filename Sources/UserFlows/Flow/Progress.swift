import GatehouseModel

/// A state in transition to the next, and the effects to perform.
struct Progress {
    var state: SignUpState
    private(set) var effects: [FlowEffect] = []

    init(_ state: SignUpState) { self.state = state }

    var next: FlowEngine.Next { (state, effects) }

    mutating func note(_ text: String) { effects.append(.note(text)) }

    mutating func clearMessages() {
        state.message = nil
        state.fieldMessages = [:]
        state.givenUp = nil
    }

    mutating func call(_ connector: String, at step: Step) {
        state.stage = step == .postFederation ? .step1 : .step2
        effects.append(.call(connector: connector, step: step, claims: state.claims.withValues))
    }

    mutating func showForm(until end: Timestamp) {
        state.stage = .form
        state.givenUp = end
        effects.append(.showForm)
    }

    mutating func write() {
        state.stage = .writing
        let account = NewAccount(
            email: state.person.email ?? "",
            identities: state.person.identities,
            attributes: state.values
        )
        effects.append(.write(account))
    }

    mutating func created(_ account: String) {
        clearMessages()
        state.stage = .created
        state.account = account
        effects.append(.issueToken)
    }

    mutating func block(_ message: String) {
        clearMessages()
        state.stage = .blocked
        state.message = message
        effects.append(.showBlockPage)
    }

    mutating func fail(_ problem: String, telling message: String = Progress.sorry) {
        clearMessages()
        state.stage = .failed
        state.message = message
        state.problem = String(problem.prefix(1000))
        effects.append(.showFailure)
    }

    mutating func abandon() {
        clearMessages()
        state.stage = .abandoned
        state.message = "The form waited too long. Begin again."
        effects.append(.showFailure)
    }

    /// Shown to users when something failed that they cannot fix.
    static let sorry = "Your sign-up could not be completed. Try again later."
}

extension Claims {
    /// Only the claims with a value: null and empty texts are never sent.
    fileprivate var withValues: Claims {
        var claims = self
        claims.attributes = attributes.filter { !$0.value.isNull && $0.value != "" }
        return claims
    }
}
