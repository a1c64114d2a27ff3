package import GatehouseModel

/// The step of a sign-up at which a connector is called.
package struct Leg: Sendable, Hashable {
    /// The flow's name.
    package var flow: String
    package var step: Step
    /// The sign-up's id; the user sees its code.
    package var signUp: CallID

    package init(flow: String, step: Step, signUp: CallID) {
        self.flow = flow
        self.step = step
        self.signUp = signUp
    }
}

extension Leg: CustomStringConvertible {
    /// `guests:post-federation`, as in a connector's `steps`.
    package var description: String { flow + ":" + step.rawValue }
}
