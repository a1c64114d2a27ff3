package import GatehouseModel

/// The sequence of a sign-up: identity provider → first connector → form → second connector → account → token.
///
/// A pure function of its input: every event gives a new state and the effects to perform; the engine performs none
/// itself. Handles only sign-ups, never sign-ins. Anything unexpected ends the sign-up without an account.
package struct FlowEngine: Sendable {
    package let flow: UserFlow
    package let limits: FlowLimits

    /// The result of an event.
    package typealias Next = (state: SignUpState, effects: [FlowEffect])

    package init(_ flow: UserFlow, limits: FlowLimits = FlowLimits()) {
        self.flow = flow
        self.limits = limits
    }

    /// Begins a sign-up for a person whom an identity provider has authenticated, or who creates a local account.
    ///
    /// - Parameter isKnown: whether the directory already has an account for the person, so that there is no sign-up.
    /// - Throws: `FlowRefusal` if the person cannot sign up here at all.
    package func start(_ person: Claims, isKnown: Bool = false, at now: Timestamp) throws(FlowRefusal) -> Next {
        try admit(person)
        var progress = Progress(SignUpState(of: person))
        guard !isKnown else {
            progress.fail(Self.alreadyThere, telling: Self.signInInstead)
            return progress.next
        }
        adopt(person.attributes, into: &progress, from: nil)
        if progress.state.isFederated, let connector = flow.steps[.postFederation] {
            progress.call(connector, at: .postFederation)
        } else {
            passStep1(&progress, at: now)
        }
        return progress.next
    }

    /// Applies an event.
    ///
    /// - Throws: `FlowRefusal` for an event that does not fit the stage; the state is unchanged.
    package func apply(_ event: FlowEvent, to state: SignUpState, at now: Timestamp) throws(FlowRefusal) -> Next {
        guard !state.stage.isOver else { throw .wrongStage(state.stage) }
        var progress = Progress(state)
        switch (event, state.stage) {
        case (.submitted(let values), .form): try submit(values, &progress, at: now)
        case (.answered(let answer), .step1): hear1(answer, &progress, at: now)
        case (.answered(let answer), .step2): hear2(answer, &progress, at: now)
        case (.written(let account), .writing): progress.created(account)
        case (.notWritten(.taken), .writing): progress.fail(Self.alreadyThere, telling: Self.signInInstead)
        case (.notWritten(.failed(let problem)), .writing): progress.fail(problem)
        case (.timePassed, .form):
            if let end = state.givenUp, now >= end { progress.abandon() }
        case (.timePassed, _): break
        case (.failed(let problem), _): progress.fail(problem)
        case (.submitted, _), (.answered, _), (.written, _), (.notWritten, _):
            throw .wrongStage(state.stage)
        }
        return progress.next
    }

    /// The effects to repeat for a sign-up that was interrupted.
    package func resume(_ state: SignUpState) -> [FlowEffect] {
        var progress = Progress(state)
        switch state.stage {
        case .step1: if let connector = flow.steps[.postFederation] { progress.call(connector, at: .postFederation) }
        case .step2:
            if let connector = flow.steps[.postAttributeCollection] {
                progress.call(connector, at: .postAttributeCollection)
            }
        case .writing: progress.write()
        case .form: return [.showForm]
        case .created: return [.issueToken]
        case .blocked: return [.showBlockPage]
        case .failed, .abandoned: return [.showFailure]
        }
        return progress.effects
    }

    /// For admins, about a person who already has an account.
    static let alreadyThere = "there is already an account with this address or identity"
    private static let signInInstead = "You already have an account. Sign in instead."
}

// MARK: - The steps

extension FlowEngine {
    private func hear1(_ answer: ConnectorReply.Outcome, _ progress: inout Progress, at now: Timestamp) {
        switch answer {
        case .continue(let claims):
            adopt(claims, into: &progress, from: .postFederation)
            passStep1(&progress, at: now)
        case .block(let message): progress.block(message)
        case .invalid:
            progress.fail("the connector sent a validation error at post-federation, when there is no form yet")
        case .failed(let failure): progress.fail(failure.description)
        }
    }

    private func passStep1(_ progress: inout Progress, at now: Timestamp) {
        progress.state.marks.passedStep1 = true
        guard flow.attributes.isEmpty else { return progress.showForm(until: now + limits.patience) }
        progress.state.marks.submitted = true
        enterStep2(&progress)
    }

    private func submit(
        _ values: [String: JSONValue],
        _ progress: inout Progress,
        at now: Timestamp
    ) throws(FlowRefusal) {
        let unknown = values.keys.filter { name in !flow.attributes.contains { $0.name == name } }
        if let name = unknown.min() { throw .unknownField(name, known: flow.attributes.map(\.name)) }
        progress.state.marks.submitted = true
        progress.state.values = values.filter { !$0.value.isNull }
        var wrong: [String: String] = [:]
        for attribute in flow.attributes {
            switch attribute.finding(of: values[attribute.name], limits: limits) {
            case .value(let value): progress.state.values[attribute.name] = value
            case .nothing:
                progress.state.values[attribute.name] = nil
                if attribute.isRequired { wrong[attribute.name] = "This is required." }
            case .wrong(let message):
                progress.state.values[attribute.name] = Self.short(values[attribute.name], limits)
                wrong[attribute.name] = message
            }
        }
        guard wrong.isEmpty else {
            return sendBack("Some answers are missing or wrong.", fields: wrong, &progress, at: now)
        }
        enterStep2(&progress)
    }

    private func enterStep2(_ progress: inout Progress) {
        progress.clearMessages()
        guard let connector = flow.steps[.postAttributeCollection] else { return passStep2(&progress) }
        progress.call(connector, at: .postAttributeCollection)
    }

    private func hear2(_ answer: ConnectorReply.Outcome, _ progress: inout Progress, at now: Timestamp) {
        switch answer {
        case .continue(let claims):
            if let problem = adopt(claims, into: &progress, from: .postAttributeCollection) {
                return progress.fail(problem)
            }
            passStep2(&progress)
        case .block(let message): progress.block(message)
        case .invalid(let message):
            guard !flow.attributes.isEmpty else {
                return progress.fail("the connector sent a validation error, but the flow has no form to go back to")
            }
            sendBack(message, fields: [:], &progress, at: now)
        case .failed(let failure): progress.fail(failure.description)
        }
    }

    private func passStep2(_ progress: inout Progress) {
        progress.state.marks.passedStep2 = true
        progress.write()
    }

    private func sendBack(
        _ message: String,
        fields: [String: String],
        _ progress: inout Progress,
        at now: Timestamp
    ) {
        progress.state.validations += 1
        guard progress.state.validations <= limits.validations else {
            return progress.fail("the form was sent back more than \(limits.validations) times")
        }
        progress.state.message = message
        progress.state.fieldMessages = fields
        progress.note(
            fields.isEmpty ? "sent back: \(message)" : "sent back: \(fields.keys.sorted().joined(separator: ", "))"
        )
        progress.showForm(until: now + limits.patience)
    }

    /// A typed value for the form to show again, cut to the maximum length.
    private static func short(_ value: JSONValue?, _ limits: FlowLimits) -> JSONValue? {
        switch value {
        case .string(let text): .string(String(text.prefix(limits.textLength)))
        case .bool, .int, .double: value
        case .null, .array, .object, nil: nil
        }
    }
}
