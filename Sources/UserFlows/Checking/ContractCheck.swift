import Dialects
import GatehouseModel
package import NIOCore
package import OutboundHTTP

/// Acts as the provider towards an API and reports every violation of the contract.
package struct ContractCheck: Sendable {
    private let target: CheckTarget
    private let wire: OutboundClient
    private let right: ConnectorPort
    private let bare: ConnectorPort
    /// The check ends if this many cases at its start get no reply.
    private static let silentLimit = 3

    /// - Throws: `OutboundProblem` if certificates cannot be used.
    package init(_ target: CheckTarget, group: any EventLoopGroup) throws(OutboundProblem) {
        self.target = target
        wire = OutboundClient(group: group)
        right = try Self.port(target, target.authentication)
        bare = try Self.port(target, .none)
    }

    private static func port(
        _ target: CheckTarget,
        _ authentication: Connector.Authentication
    ) throws(OutboundProblem) -> ConnectorPort {
        try ConnectorPort(
            Connector(
                name: "check",
                url: target.url,
                dialect: target.dialect,
                authentication: authentication,
                timeout: target.timeout,
                retries: 0,
                trustedPEM: target.trustedPEM
            ),
            egress: .open
        )
    }

    /// Runs the suite and reports each result as it arrives. Ends early if the API does not answer at all.
    package func run(_ report: (ContractResult) -> Void) async -> ContractReport {
        var results: [ContractResult] = []
        var silent = 0
        var first: ContractResult?
        var stopped: String?
        for sample in ContractCase.suite(target.dialect, target.step, person: target.person) where isPossible(sample) {
            let result = await check(sample, first)
            if first == nil { first = result }
            results.append(result)
            report(result)
            silent = result.status == nil ? silent + 1 : 0
            if silent == Self.silentLimit, results.count == silent {
                stopped = "the API gave no reply \(silent) times; the rest was not tried"
                break
            }
            if Task.isCancelled {
                stopped = "interrupted"
                break
            }
        }
        return ContractReport(target, results, stopped: stopped)
    }

    /// Whether the case applies: without credentials, there are none that could be wrong or missing.
    private func isPossible(_ sample: ContractCase) -> Bool {
        switch sample.credentials {
        case .right: true
        case .none: target.hasCredentials
        case .wrong: target.isBasic || target.authentication.word == "bearer"
        }
    }

    private func check(_ sample: ContractCase, _ first: ContractResult?) async -> ContractResult {
        var certificate: ClientCertificate?
        if sample.credentials == .right { certificate = try? right.target.certificate(at: .now) }
        let port = sample.credentials == .right ? right : bare
        let attempt = await wire.attempt(request(sample), at: port.target, presenting: certificate)
        let judge = ContractJudge(target: target, sample: sample, first: first)
        return judge.result(of: attempt)
    }

    private func request(_ sample: ContractCase) -> OutboundRequest {
        let authentication: Connector.Authentication =
            switch sample.credentials {
            case .right: target.authentication
            case .none: .none
            case .wrong: target.isBasic ? .basic(username: "nobody", password: "wrong") : .bearer(token: "wrong")
            }
        var headers = ConnectorClient.headers(authentication)
        if sample.body.isEmpty, sample.method == "GET" {
            headers.removeAll { $0.name == "content-type" }
        } else {
            headers[0].value = sample.mediaType
        }
        return OutboundRequest(method: sample.method, target: target.url.target, headers: headers, body: sample.body)
    }
}
