import Dialects
import GatehouseModel
import Testing

@testable import UserFlows

/// A sign-up, event by event: `>>>` applies an event, `<<<` checks the effect that must follow.
final class FlowPlay {
    let engine: FlowEngine
    private(set) var state: SignUpState?
    private(set) var effects: [FlowEffect] = []
    private(set) var refusal: FlowRefusal?
    var now = Timestamp(milliseconds: 1_795_434_269_120)

    init(_ flow: UserFlow = .guests, limits: FlowLimits = FlowLimits()) {
        engine = FlowEngine(flow, limits: limits)
    }

    @discardableResult
    func start(_ person: Claims = .mireille, isKnown: Bool = false) -> FlowPlay {
        take { () throws(FlowRefusal) in try engine.start(person, isKnown: isKnown, at: now) }
        return self
    }

    func happen(_ event: FlowEvent) {
        guard let state else { return }
        take { () throws(FlowRefusal) in try engine.apply(event, to: state, at: now) }
    }

    private func take(_ step: () throws(FlowRefusal) -> FlowEngine.Next) {
        do throws(FlowRefusal) {
            (state, effects) = try step()
            refusal = nil
        } catch {
            refusal = error
            effects = []
        }
    }

    /// The effects, without notes.
    var deeds: [FlowEffect] {
        effects.filter { effect in if case .note = effect { false } else { true } }
    }

    var notes: [String] {
        effects.compactMap { effect in if case .note(let text) = effect { text } else { nil } }
    }
}

precedencegroup PlayPrecedence {
    associativity: left
}
infix operator >>> : PlayPrecedence
infix operator <<< : PlayPrecedence

/// Applies an event.
@discardableResult
func >>> (play: FlowPlay, event: FlowEvent) -> FlowPlay {
    play.happen(event)
    return play
}

/// Checks the effect that must follow.
@discardableResult
func <<< (play: FlowPlay, effect: FlowEffect) -> FlowPlay {
    #expect(play.deeds == [effect])
    return play
}

extension UserFlow {
    /// A flow with every kind of member.
    static let guests = UserFlow(
        name: "guests",
        identityProviders: ["google.com", "facebook.com", "mail", "local"],
        attributes: [
            Attribute(name: "displayName", isRequired: true),
            Attribute(name: "postalCode"),
            Attribute(name: "extension_Seats", kind: .int),
            Attribute(name: "extension_Terms", kind: .bool),
        ],
        steps: [.postFederation: "check", .postAttributeCollection: "request"],
        applicationClaims: ["email", "displayName", "objectId", "extension_Level", "idp"]
    )

    func without(_ step: Step) -> UserFlow {
        var flow = self
        flow.steps[step] = nil
        return flow
    }

    var withoutForm: UserFlow {
        var flow = self
        flow.attributes = []
        return flow
    }
}

extension Claims {
    static let mireille = Claims(
        email: "mireille.caron@atelier-lumen.example",
        identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "4417")],
        locales: ["fr-FR"],
        attributes: ["displayName": "Mireille Caron", "givenName": "Mireille"]
    )

    /// The same person without an identity provider.
    static let local = Claims(email: "mireille.caron@atelier-lumen.example", locales: ["fr-FR"])

    func with(_ attributes: [String: JSONValue]) -> Claims {
        var claims = self
        claims.attributes.merge(attributes) { _, newer in newer }
        return claims
    }
}

extension FlowEvent {
    static func goOn(_ claims: [String: JSONValue] = [:]) -> FlowEvent { .answered(.continue(claims: claims)) }
    static func block(_ message: String) -> FlowEvent { .answered(.block(message: message)) }
    static func invalid(_ message: String) -> FlowEvent { .answered(.invalid(message: message)) }
    static let breach = FlowEvent.answered(
        .failed(ConnectorFailure(.contract(.actionKnown), "Allow is a name of 2020; write Continue"))
    )
    static let vanished = FlowEvent.answered(
        .failed(ConnectorFailure(.unknownConnector, "the policy has no connector \"check\""))
    )
}

extension FlowEffect {
    static func check(_ claims: Claims = .mireille) -> FlowEffect {
        .call(connector: "check", step: .postFederation, claims: claims)
    }
    static func request(_ claims: Claims) -> FlowEffect {
        .call(connector: "request", step: .postAttributeCollection, claims: claims)
    }
    static func write(_ attributes: [String: JSONValue], of person: Claims = .mireille) -> FlowEffect {
        .write(NewAccount(email: person.email ?? "", identities: person.identities, attributes: attributes))
    }
}
