package import ControlProtocol
package import GatehouseModel
import UserFlows

/// What was done for a sign-up on one occasion, and how it stands now.
package struct FlowRun: Sendable {
    package let id: CallID
    var row: SignUpRow?
    var effects: [FlowEffect] = []
    /// Waiting for connectors.
    var connectorTime: Duration = .zero
    /// Waiting until a change was on stable storage.
    var storageTime: Duration = .zero
    /// Deciding what comes next, and reading and writing states as text.
    var engineTime: Duration = .zero

    init(id: CallID) { self.id = id }

    /// The flow's name; empty before anything was done.
    var flowName: String { row?.flow.name ?? "" }

    /// The connector that is to be asked next.
    var call: (connector: String, step: Step, claims: Claims)? {
        for case .call(let connector, let step, let claims) in effects { return (connector, step, claims) }
        return nil
    }

    /// The sign-up as the person sees it.
    package var view: SignUpView? { row.map { $0.view(timing) } }

    private var timing: SignUpTiming {
        SignUpTiming(
            connectorMs: connectorTime.milliseconds,
            storageMs: storageTime.milliseconds,
            engineMs: engineTime.milliseconds
        )
    }
}

extension SignUpRow {
    func view(_ timing: SignUpTiming? = nil) -> SignUpView {
        var form: SignUpView.Form?
        if state.stage == .form {
            form = SignUpView.Form(
                attributes: flow.attributes,
                values: state.values,
                message: state.message,
                fieldMessages: state.fieldMessages
            )
        }
        let token = state.stage == .created ? FlowEngine(flow).tokenClaims(of: state) : nil
        return SignUpView(signUp: signUp, form: form, tokenClaims: token, timing: timing)
    }
}

extension Duration {
    /// With three decimals.
    fileprivate var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1_000_000 + Double(attoseconds) / 1e12).rounded() / 1000
    }
}
