package import GatehouseModel
import OutboundHTTP
import PolicyEngine
import UserFlows

extension ConnectorDesk {
    /// How long before a client certificate expires a warning is shown.
    private static let warning: Duration = .seconds(30 * 86_400)

    /// The connectors, in policy order.
    package func summaries(_ counters: JournalCounters, at now: Timestamp) -> [ConnectorSummary] {
        let policy = parts.policy.current
        let flows = policy.snapshot.document.flows
        return policy.snapshot.document.connectors.compactMap { definition in
            policy.connectors[definition.name].map { summary(definition, $0, flows, counters, at: now) }
        }
    }

    private func summary(
        _ definition: ConnectorDefinition,
        _ port: ConnectorPort,
        _ flows: [UserFlow],
        _ counters: JournalCounters,
        at now: Timestamp
    ) -> ConnectorSummary {
        let name = definition.name
        let counted = counters.endpoints[SegmentTally.Counted.key(name, .outbound)]
        let gauge = gauge(name)
        let proof = proofs.proof(of: name, definition.fingerprint)
        let expiry = Self.expiry(of: port, at: now)
        var summary = ConnectorSummary(
            name: name,
            url: port.connector.url.description,
            dialect: definition.dialect,
            authentication: port.connector.authentication.word,
            steps: flows.flatMap { flow in
                Step.allCases.filter { flow.steps[$0] == name }.map { "\(flow.name):\($0.rawValue)" }
            },
            timeoutMs: Int(definition.timeout.wholeMilliseconds),
            retries: definition.retries,
            probed: proof.probed,
            forcedBy: proof.forcedBy,
            calls24h: counted?.calls ?? 0,
            failures24h: counted?.outcomes[Outcome.failed.rawValue] ?? 0,
            p95Ms: gauge.recent.p95Ms,
            callsPerSecond: gauge.recent.rate(before: now.milliseconds / 1000),
            certificateExpires: expiry.end
        )
        (summary.state, summary.problem) = state(definition, proof, gauge, expiry.problem)
        return summary
    }

    private func state(
        _ definition: ConnectorDefinition,
        _ proof: ConnectorProofs.Proof,
        _ gauge: Gauge,
        _ expiry: String?
    ) -> (ConnectorSummary.State, String?) {
        let probed = proof.probed.map { (time: $0, problem: proof.problem) }
        let last = [gauge.last, probed].compactMap(\.self).max { $0.time < $1.time }
        guard definition.isEnabled else { return (.unproved, "disabled in the policy; no step may call it") }
        guard proof.isUsable else {
            let hint = "run: gatehouse connectors probe \(definition.name)"
            return (proof.probed == nil ? .unproved : .failing, proof.problem ?? "no probe yet; \(hint)")
        }
        if let problem = last?.problem { return (.failing, problem) }
        return (.ready, expiry)
    }

    /// Warnings about client certificates that expire soon.
    package func warnings(at now: Timestamp) -> [String] {
        parts.policy.current.connectors.sorted { $0.key < $1.key }.compactMap { name, port in
            Self.expiry(of: port, at: now).problem.map { "the connector \(name): \($0)" }
        }
    }

    /// When the current certificate expires, and what is wrong with that; no problem if another one takes over.
    private static func expiry(of port: ConnectorPort, at now: Timestamp) -> (end: Timestamp?, problem: String?) {
        guard case .certificates(let all) = port.connector.authentication else { return (nil, nil) }
        guard let current = all.current(at: now) else {
            return (nil, "no client certificate is valid now; upload another")
        }
        let soon = now + warning
        let isCovered = all.contains { $0.notAfter > soon && $0.notBefore < current.notAfter }
        guard current.notAfter <= soon, !isCovered else { return (current.notAfter, nil) }
        return (
            current.notAfter,
            "the client certificate \(current.file) expires at \(current.notAfter), and no other follows; upload one"
        )
    }
}
