import ControlProtocol
import GatehouseModel
import NIOCore
import PolicyEngine

/// Turns the policy's verdict into a decision. Where the endpoint says so, it looks up an approval or asks for one.
package struct ApprovalSettlement: Sendable {
    private let desk: ApprovalDesk

    package init(desk: ApprovalDesk) { self.desk = desk }

    /// Decides. `then` runs once on the loop, immediately if nothing has to be stored first.
    func settle(
        _ judged: JudgedCall,
        call: CallID,
        on loop: OpenCalls,
        then: @escaping @Sendable (Result<SettledCall, any Error>) -> Void
    ) {
        switch Settlement(of: judged.judgement, at: judged.endpoint.approval, for: judged.claims) {
        case .block(let by, let message):
            then(.success(SettledCall(judged, .block(message: judged.text(message)), by: by)))
        case .invalid(let by, let message, let field):
            then(.success(invalid(judged, judged.text(message), field, by: by)))
        case .proceed(let by):
            then(.success(SettledCall(judged, judged.proceeding, by: by)))
        case .record(let queue, let by):
            recordAllowed(judged, in: queue, by: by, call: call, on: loop, then: then)
        case .lookUp(let queue):
            then(.success(lookUp(judged, in: queue)))
        case .ask(let queue, let by):
            ask(judged, in: queue, by: by, call: call, on: loop, then: then)
        case .unrecognisable:
            then(.success(unrecognisable(judged)))
        }
    }

    private func invalid(_ judged: JudgedCall, _ text: String, _ field: String?, by: Decider) -> SettledCall {
        SettledCall(judged, .invalid(message: text, fields: field.map { [$0: text] } ?? [:]), by: by)
    }

    // MARK: - Looking up

    private func lookUp(_ judged: JudgedCall, in queue: String) -> SettledCall {
        guard let (queue, applicant) = parties(judged, queue) else {
            return SettledCall(judged, judged.proceeding, by: .byDefault)
        }
        let standing = desk.standing(of: applicant, in: queue, at: judged.recognised.decoded.received)
        return settled(judged, queue, standing) ?? SettledCall(judged, judged.proceeding, by: .byDefault)
    }

    /// The decision that follows from an applicant's standing; nil if there is none.
    private func settled(_ judged: JudgedCall, _ queue: Queue, _ standing: Standing) -> SettledCall? {
        switch standing {
        case .none, .denied(_, mayAskAgain: true, _): nil
        case .pending(let code): pending(judged, queue, code)
        case .denied(let code, mayAskAgain: false, let message): denied(judged, queue, code, message)
        case .approved(let code): approved(judged, queue, code)
        }
    }

    // MARK: - Asking

    private func ask(
        _ judged: JudgedCall,
        in name: String,
        by decider: Decider,
        call: CallID,
        on loop: OpenCalls,
        then: @escaping @Sendable (Result<SettledCall, any Error>) -> Void
    ) {
        guard let (queue, applicant) = parties(judged, name) else {
            return then(.success(unrecognisable(judged)))
        }
        let now = judged.recognised.decoded.received
        // The first call of a retry already had its effects, so a retry only looks up the current standing.
        if judged.recognised.retryOf != nil,
            let settled = settled(judged, queue, desk.standing(of: applicant, in: queue, at: now))
        {
            return then(.success(settled))
        }
        do throws(Overloaded) {
            try desk.ask(
                applicant,
                claims: judged.claims,
                in: queue,
                askedBy: decider,
                call: call,
                at: now
            ) { result in
                loop.post { then(result.map { self.settled(judged, queue, $0) }) }
            }
        } catch {
            then(.failure(error))
        }
    }

    private func settled(_ judged: JudgedCall, _ queue: Queue, _ asked: Asked) -> SettledCall {
        let code = asked.approval.code
        return switch asked.kind {
        case .opened, .counted: pending(judged, queue, code)
        case .denied: denied(judged, queue, code, asked.approval.message)
        case .approved: approved(judged, queue, code)
        }
    }

    private func recordAllowed(
        _ judged: JudgedCall,
        in name: String,
        by decider: Decider,
        call: CallID,
        on loop: OpenCalls,
        then: @escaping @Sendable (Result<SettledCall, any Error>) -> Void
    ) {
        let plain = SettledCall(judged, judged.proceeding, by: decider)
        guard let (queue, applicant) = parties(judged, name) else { return then(.success(plain)) }
        let now = judged.recognised.decoded.received
        if case .approved = desk.standing(of: applicant, in: queue, at: now) {
            return then(.success(plain))
        }
        do throws(Overloaded) {
            try desk.recordAllowed(
                applicant,
                claims: judged.claims,
                in: queue,
                by: decider,
                call: call,
                at: now
            ) { result in
                loop.post {
                    then(
                        result.map { SettledCall(judged, judged.proceeding, by: decider, approval: $0.code) }
                    )
                }
            }
        } catch {
            then(.failure(error))
        }
    }

    // MARK: - Parts

    private func parties(_ judged: JudgedCall, _ queue: String) -> (Queue, Applicant)? {
        guard let queue = judged.recognised.decoded.authenticated.policy.snapshot.document.queue(queue),
            let applicant = Applicant(judged.claims)
        else { return nil }
        return (queue, applicant)
    }

    private func pending(_ judged: JudgedCall, _ queue: Queue, _ code: ReferenceCode) -> SettledCall {
        let text = judged.text(queue.pendingMessage ?? StockMessages.pending, code: code, queue: queue.name)
        return settled(judged, queue, code, .pending(message: text), "pending")
    }

    private func denied(_ judged: JudgedCall, _ queue: Queue, _ code: ReferenceCode, _ message: String?) -> SettledCall
    {
        let text =
            message ?? judged.text(queue.deniedMessage ?? StockMessages.approvalDenied, code: code, queue: queue.name)
        return settled(judged, queue, code, .block(message: text), "denied")
    }

    private func approved(_ judged: JudgedCall, _ queue: Queue, _ code: ReferenceCode) -> SettledCall {
        settled(judged, queue, code, judged.proceeding, "approved")
    }

    private func settled(
        _ judged: JudgedCall,
        _ queue: Queue,
        _ code: ReferenceCode,
        _ decision: Decision,
        _ state: String
    ) -> SettledCall {
        SettledCall(
            judged,
            decision,
            by: .approval(queue.name),
            approval: code,
            considered: [
                Trace.Considered(
                    subject: .approval,
                    name: queue.name,
                    result: .decided,
                    entry: code.description,
                    effect: state
                )
            ]
        )
    }

    /// A person with neither an identity nor an address cannot be asked about, so the sign-up cannot continue.
    private func unrecognisable(_ judged: JudgedCall) -> SettledCall {
        SettledCall(
            judged,
            .block(message: judged.text(StockMessages.denied)),
            by: .byDefault,
            considered: [
                Trace.Considered(subject: .approval, name: "applicant", result: .decided, effect: "not recognisable")
            ]
        )
    }
}

extension DecodedCall {
    /// When the request was complete.
    var received: Timestamp { authenticated.request.received }
}
