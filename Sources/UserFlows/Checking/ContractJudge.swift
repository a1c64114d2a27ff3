import Dialects
import GatehouseModel
import JSON
import OutboundHTTP

/// Judges an answer by the expectation of its case.
struct ContractJudge {
    let target: CheckTarget
    let sample: ContractCase
    /// The result of the first case.
    let first: ContractResult?

    /// A slower answer gets a remark, because the user is waiting for a page to load. In milliseconds.
    private static let slow = 2000.0

    func result(of attempt: OutboundAttempt) -> ContractResult {
        var reading = ""
        var findings: [ContractFinding] = []
        var status: Int?
        switch attempt.result {
        case .failure(let failure):
            reading = failure.cause.rawValue
            findings = judge(failure)
        case .success(let response):
            status = response.status
            let outcome = ConnectorClient.reading(of: response, target.dialect, target.step)
            reading = Self.word(outcome)
            findings = judge(response, outcome)
            if let took = attempt.layers.totalMs, took > Self.slow {
                let text = "the answer took \(Int(nearest: took)) ms, while a person watched; answer within a second"
                findings.append(ContractFinding("answers-fast", text, isBreach: false))
            }
        }
        return ContractResult(
            name: sample.name,
            title: sample.title,
            part: sample.part,
            passed: !findings.contains(where: \.isBreach),
            status: status,
            reading: reading,
            tookMs: attempt.layers.totalMs ?? 0,
            findings: findings,
            curl: sample.curl(target)
        )
    }

    // MARK: - No reply

    private func judge(_ failure: OutboundFailure) -> [ContractFinding] {
        switch sample.expectation {
        case .credentialsRefused where failure.cause == .tls || failure.sentence.contains("client certificate"):
            // With client certificates, the refusal happens in the TLS handshake.
            return []
        case .survived where sample.name == "huge" && (failure.cause == .replyCut || failure.cause == .connection):
            let text = "the connection was cut without an answer; answer 413 before closing it"
            return [ContractFinding("answers-hostile-input", text, isBreach: false)]
        case .refused, .survived:
            return [ContractFinding("answers-hostile-input", "\(sample.title): \(failure.sentence)")]
        case .contract, .sameAgain, .credentialsRefused:
            return [ContractFinding(failure.cause.rawValue, failure.sentence)]
        }
    }

    // MARK: - A reply

    private func judge(_ response: OutboundResponse, _ outcome: ConnectorReply.Outcome) -> [ContractFinding] {
        let isRefusal = (400..<500).contains(response.status)
        switch sample.expectation {
        case .contract:
            return contract(response, outcome)
        case .sameAgain:
            return contract(response, outcome) + repeated(outcome)
        case .credentialsRefused:
            guard response.status != 401, response.status != 403 else { return [] }
            let text = "HTTP \(response.status) with \(sample.title): anyone can ask the API; answer 401"
            return [ContractFinding("credentials-checked", text)]
        case .refused:
            if case .failed = outcome, isRefusal { return [] }
            // A validation error is a valid answer to a malformed request, and it stops the sign-up.
            if case .invalid = outcome { return [] }
            return [unrefused(response)]
        case .survived:
            guard case .failed(let failure) = outcome, !isRefusal else { return [] }
            if response.status >= 500 { return [unrefused(response)] }
            return [ContractFinding(failure.cause.name, failure.sentence)]
        }
    }

    private func unrefused(_ response: OutboundResponse) -> ContractFinding {
        if response.status >= 500 {
            let text = "\(sample.title): HTTP \(response.status), as if the API were broken; answer 400"
            return ContractFinding("answers-hostile-input", text)
        }
        let rule =
            switch sample.name {
            case "method": "method-checked"
            case "media-type": "media-type-checked"
            default: "body-checked"
            }
        let wanted = sample.name == "method" ? 405 : sample.name == "media-type" ? 415 : 400
        return ContractFinding(rule, "\(sample.title): HTTP \(response.status); answer \(wanted)")
    }

    private func contract(_ response: OutboundResponse, _ outcome: ConnectorReply.Outcome) -> [ContractFinding] {
        if case .failed(let failure) = outcome { return [ContractFinding(failure.cause.name, failure.sentence)] }
        guard let value = try? JSONScanner.scan(response.body), let members = value.object else { return [] }
        return nulls(members) + ignored(members, outcome)
    }

    private func repeated(_ outcome: ConnectorReply.Outcome) -> [ContractFinding] {
        guard let first, first.passed, first.reading != Self.word(outcome) else { return [] }
        let text =
            "the same sign-up was answered \(first.reading) and then \(Self.word(outcome)); providers send a call again "
            + "after a time-out, so answer both alike"
        return [ContractFinding("same-answer-again", text)]
    }

    /// The effect of null is documented only for custom policies, where it is forbidden. User flows pass over it.
    private func nulls(_ members: [String: JSONValue]) -> [ContractFinding] {
        members.filter(\.value.isNull).keys.sorted().prefix(10).map { name in
            let text = "\"\(name.prefix(64))\" is null, and what that does is not documented; leave the member out"
            return ContractFinding("no-nulls", text, isBreach: false)
        }
    }

    private func ignored(_ members: [String: JSONValue], _ outcome: ConnectorReply.Outcome) -> [ContractFinding] {
        var findings: [ContractFinding] = []
        if case .continue(let claims) = outcome {
            for name in ["userMessage", "status", "code"] where members[name].map({ !$0.isNull }) ?? false {
                let text = "\"\(name)\" means nothing in a Continue; leave it out"
                findings.append(ContractFinding("extra-members", text, isBreach: false))
            }
            for name in claims.keys.sorted().prefix(20) {
                guard let meant = Self.meant(by: name, in: claims) else { continue }
                let text = "\"\(name.prefix(64))\" is no attribute of a user flow; \(meant)"
                findings.append(ContractFinding("extra-members", text, isBreach: false))
            }
            for name in ["email", "identities"] where members[name].map({ !$0.isNull }) ?? false {
                let text = "\"\(name)\" cannot be changed by an answer; leave it out"
                findings.append(ContractFinding("claims-may-change", text, isBreach: false))
            }
            for (name, value) in claims.sorted(by: { $0.key < $1.key }) where value.array != nil || value.object != nil
            {
                let text = "\"\(name.prefix(64))\" is no text, number or flag; no attribute can hold it"
                findings.append(ContractFinding("claims-may-change", text, isBreach: false))
            }
        }
        if let message = members["userMessage"]?.string, message.contains("<"), message.contains(">") {
            let text = "\"userMessage\" looks like markup; it is shown as plain text"
            findings.append(ContractFinding("message-is-text", text, isBreach: false))
        }
        return findings
    }

    /// What to do about a claim that has the form of no attribute; nil for one that may be an attribute.
    private static func meant(by name: String, in claims: [String: JSONValue]) -> String? {
        let known = Claims.builtInAttributes + ["email", "identities", "userMessage", "status", "code"]
        guard !known.contains(name), !name.hasPrefix("extension_") else { return nil }
        let folded = { (text: String) in text.lowercased().filter { $0 != "_" && $0 != "-" } }
        if let spelled = known.first(where: { folded($0) == folded(name) }) {
            return claims[spelled] == nil ? "write \(spelled)" : "it is ignored, and \(spelled) is used"
        }
        return "attributes of your own are named extension_\(name.prefix(64))"
    }

    private static func word(_ outcome: ConnectorReply.Outcome) -> String {
        switch outcome {
        case .continue: "continue"
        case .block: "block"
        case .invalid: "invalid"
        case .failed(let failure): failure.cause.name
        }
    }
}
