import ControlProtocol
import GatehouseModel

extension ListFlows: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetFlow: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension StartSignUp: ServedRequest {
    init(_ parts: RequestParts<SignUpPerson>) { self.init(flow: parts.path[0], person: parts.body) }
}

extension SubmitSignUp: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(id: parts.path[0], attributes: parts.body.attributes) }
}

extension GetSignUpView: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension ListSignUps: ServedRequest {}

extension GetSignUp: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension ListAccounts: ServedRequest {}

extension GetAccount: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension SetAccountEnabled: ServedRequest {
    init(_ parts: RequestParts<Body>) {
        self.init(id: parts.path[0], enabled: parts.body.enabled, reason: parts.body.reason)
    }
}

extension EraseAccount: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(id: parts.path[0], reason: parts.body.reason) }
}

extension ImportGraph: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(files: parts.body.files, keepKeys: parts.body.keepKeys) }
}

extension ExportGraph: ServedRequest {
    static let items = [QueryItem(name: "flow", summary: "Only this flow and its connectors.")]
    init(_ parts: RequestParts<NoBody>) { self.init(flow: parts.text("flow")) }
}
