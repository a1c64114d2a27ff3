import ControlProtocol
import Dialects
package import GatehouseModel
import OutboundHTTP
import PlainText
import PolicyEngine
import UserFlows

extension ConnectorDesk {
    /// An invented person, with an address in a domain that can never exist (RFC 2606).
    private static let nobody = Claims(
        email: "probe@gatehouse.invalid",
        identities: [Identity(signInType: "federated", issuer: "gatehouse.invalid", issuerAssignedID: "probe")],
        locales: ["en"],
        attributes: ["displayName": "Gatehouse Probe", "givenName": "Gatehouse", "surname": "Probe"]
    )

    /// Calls a connector once with an invented person, inspects its certificate, and stores the result. Audited.
    ///
    /// - Throws: `Problem` if there is no such connector, or it does not support the step; errors of the store.
    package func probe(_ name: String, at step: Step?, by actor: Actor) async throws -> ConnectorProbe {
        let now = parts.clock()
        guard let definition = definition(name), let port = parts.policy.current.connectors[name] else {
            throw unknown(name)
        }
        let step = step ?? firstStep(of: name) ?? .postFederation
        guard definition.dialect.facts.stepNames.contains(step) else {
            throw Problem(.invalid, "\(definition.dialect.rawValue) does not call at the step \(step.rawValue)")
        }
        var record = OutboundCall(name, Self.nobody, step, at: now)
        record.notes = ["a probe by \(actor.user)"]
        do throws(ConnectorFailure) {
            try await callOut(port, &record)
        } catch {
            record.exchange.outcome = .failed(error)
        }
        let reply = await conclude(record)
        let probe = await found(record, reply, port, at: now)
        var proof = proofs.proof(of: name, definition.fingerprint)
        proof.isProved = proof.isProved || probe.succeeded
        proof.probed = now
        proof.problem = probe.problem
        try await proofs.keep(
            proof,
            of: name,
            .connectorProbed,
            by: actor,
            after: ["step": .string(step.rawValue), "reading": .string(probe.reading ?? "")],
            at: now
        )
        return probe
    }

    private func found(
        _ record: OutboundCall,
        _ reply: ConnectorReply,
        _ port: ConnectorPort,
        at now: Timestamp
    ) async -> ConnectorProbe {
        let layers = record.exchange.layers
        var probe = ConnectorProbe(
            connector: record.connector,
            time: now,
            succeeded: true,
            addresses: layers.addresses.map(\.description),
            address: layers.address?.description,
            timing: layers.timing,
            status: reply.status
        )
        if port.connector.url.isTLS, let address = layers.address {
            let presented = await wire.certificates(of: port.connector.url, at: address)
            let chain = presented.map(ConnectorProbe.Certificate.init)
            if !chain.isEmpty { probe.tls = ConnectorProbe.TLS(version: layers.tlsVersion ?? "", chain: chain) }
        }
        switch reply.outcome {
        case .continue: probe.reading = "continue"
        case .block: probe.reading = "block"
        case .invalid: probe.reading = "invalid"
        case .failed(let failure):
            probe.succeeded = false
            probe.reading = failure.cause.name
            probe.problem = failure.sentence
            if failure.cause == .outbound(.tls), let leaf = probe.tls?.chain.first {
                if leaf.notAfter <= now { probe.problem = "the certificate expired at \(leaf.notAfter)" }
                if leaf.notBefore > now { probe.problem = "the certificate is valid from \(leaf.notBefore) on" }
            }
        }
        return probe
    }

    /// Allows steps to call a connector without a successful probe. Audited.
    ///
    /// - Throws: `Problem` if there is no such connector, or no reason is given; errors of the store.
    package func force(_ name: String, reason: String, by actor: Actor) async throws {
        let now = parts.clock()
        guard let definition = definition(name) else { throw unknown(name) }
        guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= 1024 else {
            throw Problem(.invalid, "forcing a connector needs a reason of at most 1024 bytes", hint: "send \"reason\"")
        }
        var proof = proofs.proof(of: name, definition.fingerprint)
        proof.forcedBy = actor.user
        try await proofs.keep(
            proof,
            of: name,
            .connectorForced,
            by: actor,
            after: ["reason": .string(reason), "break_glass": true],
            at: now
        )
    }

    func unknown(_ name: String) -> Problem {
        let known = parts.policy.current.snapshot.document.connectors.map(\.name)
        return Problem(
            .notFound,
            "there is no connector \"\(name.prefix(64))\"\(Spelling.question(name, among: known))",
            hint: "gatehouse connectors list names them"
        )
    }

    private func firstStep(of name: String) -> Step? {
        let flows = parts.policy.current.snapshot.document.flows
        return Step.allCases.first { step in flows.contains { $0.steps[step] == name } }
    }
}

extension ConnectorProbe.Certificate {
    fileprivate init(_ presented: PresentedCertificate) {
        self.init(
            subject: presented.subject,
            issuer: presented.issuer,
            notBefore: presented.notBefore,
            notAfter: presented.notAfter
        )
    }
}
