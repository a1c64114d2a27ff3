package import ControlProtocol
package import GatehouseModel
import UserFlows

/// The work done for a sign-up during one request, and the sign-up's current state.
package struct FlowRun: Sendable {
    package let id: CallID
    var row: SignUpRow?
    var effects: [FlowEffect] = []
    /// Time spent waiting for connectors.
    var connectorTime: Duration = .zero
    /// Time spent waiting for changes to reach stable storage.
    var storageTime: Duration = .zero
    /// Time spent in the engine, and on encoding and decoding states.
    var engineTime: Duration = .zero

    init(id: CallID) { self.id = id }

    /// The flow's name; empty before the sign-up was loaded.
    var flowName: String { row?.flow.name ?? "" }

    /// The connector to call next.
    var call: (connector: String, step: Step, claims: Claims)? {
        for case .call(let connector, let step, let claims) in effects { return (connector, step, claims) }
        return nil
    }

    /// The sign-up as the user sees it.
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
    /// Milliseconds with three decimals.
    fileprivate var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1_000_000 + Double(attoseconds) / 1e12).rounded() / 1000
    }
}
