package import GatehouseModel

/// The leg of a sign-up that a connector is called on.
package struct Leg: Sendable, Hashable {
    /// The flow's name.
    package var flow: String
    package var step: Step
    /// The sign-up's id; the person sees its code.
    package var signUp: CallID

    package init(flow: String, step: Step, signUp: CallID) {
        self.flow = flow
        self.step = step
        self.signUp = signUp
    }
}

extension Leg: CustomStringConvertible {
    /// `guests:post-federation`, as a connector's `steps` name it.
    package var description: String { flow + ":" + step.rawValue }
}
