import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

/// An approval desk with a store of its own.
struct OwnDesk: Sendable {
    let state: TemporaryState
    let desk: ApprovalDesk
    let clock: ClockWatch

    init(clock: ClockWatch = ClockWatch()) throws {
        state = try TemporaryState()
        self.clock = clock
        desk = try ApprovalDesk(store: state.store, clock: clock)
    }
}

/// A test with its own approval desk.
protocol DeskTesting: Sendable {
    var own: OwnDesk { get }
    /// The queue for requests, unless a test names another one.
    var queue: Queue { get }
}

extension DeskTesting {
    var state: TemporaryState { own.state }
    var desk: ApprovalDesk { own.desk }
    var queue: Queue { Queue(name: "guests", expiresAfter: .seconds(3600)) }
    /// The time of decisions, unless a test gives another one.
    var later: Timestamp { .noon + .seconds(60) }

    static func claims(_ name: String = "ada", domain: String = "b.example") -> Claims {
        Claims(
            email: "\(name)@\(domain)",
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: name)],
            attributes: ["displayName": .string(name)]
        )
    }

    func applicant(_ name: String = "ada", domain: String = "b.example") throws -> Applicant {
        try #require(Applicant(Self.claims(name, domain: domain)))
    }

    @discardableResult
    func ask(
        _ name: String = "ada",
        domain: String = "b.example",
        queue: Queue? = nil,
        of desk: ApprovalDesk? = nil,
        at time: Timestamp = .noon
    ) async throws -> Asked {
        try await ask(Self.claims(name, domain: domain), queue: queue, of: desk, at: time)
    }

    /// The same for any claims.
    func ask(
        _ claims: Claims,
        queue: Queue? = nil,
        of desk: ApprovalDesk? = nil,
        at time: Timestamp = .noon
    ) async throws -> Asked {
        let (desk, queue) = (desk ?? self.desk, queue ?? self.queue)
        let applicant = try #require(Applicant(claims))
        return try await withCheckedThrowingContinuation { continuation in
            do {
                try desk.ask(
                    applicant,
                    claims: claims,
                    in: queue,
                    askedBy: .byDefault,
                    call: CallID(at: time),
                    at: time
                ) { continuation.resume(with: $0) }
            } catch { continuation.resume(throwing: error) }
        }
    }

    @discardableResult
    func decide(
        _ ids: [CallID],
        _ verdict: DecideApprovals.Verdict,
        by actor: Actor = .anna,
        revision: Int? = nil,
        dryRun: Bool = false,
        at time: Timestamp? = nil
    ) async throws -> DecideReply {
        let body = DecideApprovals.Body(
            items: ids.map { .init(id: $0.description, revision: revision) },
            verdict: verdict,
            reason: "because",
            dryRun: dryRun
        )
        return try await desk.decide(body, by: actor, terms: { [queue] _ in queue }, at: time ?? later)
    }

    /// The request as stored.
    func kept(_ asked: Asked) async throws -> Approval {
        try await desk.detail(asked.approval.id.description).approval
    }
}

extension DecideReply {
    /// Why each request was refused; nil if it was not.
    var problems: [Problem.Kind?] { results.map { $0.problem?.kind } }
}
