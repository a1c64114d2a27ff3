import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import NIOCore
import PolicyEngine

extension ControlHarness {
    /// A call in the journal.
    @discardableResult
    func journalCall(email: String = "mireille.caron@atelier-lumen.example") async throws -> CallSummary {
        let call = CallSummary(
            id: CallID(at: clock.now),
            time: clock.now,
            endpoint: "request-approval",
            dialect: .entraB2B,
            step: .postAttributeCollection,
            outcome: .pending,
            status: 200,
            email: email,
            issuer: "google.com",
            tookMs: 1.5,
            decidedBy: .approval("guests"),
            retryOf: CallID(at: clock.now)
        )
        let trace = Trace(
            considered: [.init(subject: .list, name: "partners", result: .passed, entry: email, effect: "allow")],
            notes: ["\(email) was looked at"],
            stages: [.init(name: "lists", microseconds: 5)]
        )
        _ = try await services.journal.append(
            JournalEntry(
                call: call,
                trace: trace,
                request: ByteBuffer(string: #"{"email":"\#(email)"}"#),
                response: Array(#"{"version":"1.0.0","action":"ShowBlockPage"}"#.utf8),
                message: "We have asked about \(email).",
                client: "127.0.0.1"
            )
        )
        return call
    }

    /// A pending request.
    @discardableResult
    func ask(email: String = "mireille.caron@atelier-lumen.example") async throws -> Approval {
        let claims = Claims(email: email, attributes: ["displayName": "Mireille Caron"])
        let queues = services.snapshot().document.queues
        guard let applicant = Applicant(claims), let queue = queues.first else { throw NoSample() }
        return try await withCheckedThrowingContinuation { continuation in
            do {
                try services.approvals.ask(
                    applicant,
                    claims: claims,
                    in: queue,
                    askedBy: .byDefault,
                    call: CallID(at: clock.now),
                    at: clock.now
                ) { continuation.resume(with: $0.map(\.approval)) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// A sign-up whose form waits.
    func startSignUp(email: String = "ada@b.example") async throws -> SignUp {
        guard let view = try await services.flows.start("guests", Claims(email: email)).view else { throw NoSample() }
        return view.signUp
    }

    struct NoSample: Error {}
}
