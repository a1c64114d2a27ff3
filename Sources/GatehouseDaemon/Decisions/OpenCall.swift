import GatehouseModel
import NIOCore
import PolicyEngine

/// A call that is being answered: the request, what is known so far, and whether the answer was sent.
///
/// Belongs to its connection's event loop and may be used only there.
final class OpenCall {
    let id: CallID
    let request: InboundRequest
    /// When the endpoint's failure policy answers instead.
    private(set) var deadline = NIODeadline.distantFuture
    private(set) var isAnswered = false
    /// Whether the call was given to the journal.
    var isJournaled = false
    private(set) var endpoint: Endpoint?
    private(set) var claims: Claims?
    private(set) var retryOf: CallID?
    private(set) var code: ReferenceCode
    private var trace = Trace()
    private var matched: [String] = []

    private let reply: @Sendable (HTTPAnswer) -> Void
    private var lap: NIODeadline

    init(_ request: InboundRequest, reply: @escaping @Sendable (HTTPAnswer) -> Void) {
        id = CallID(at: request.received)
        code = id.code
        self.request = request
        self.reply = reply
        lap = request.start
    }

    // MARK: - Stages

    func enter(_ authenticated: AuthenticatedRequest) {
        let endpoint = authenticated.endpoint.definition
        self.endpoint = endpoint
        deadline = request.start + TimeAmount(endpoint.deadline)
        trace.considered.append(
            Trace.Considered(subject: .credential, name: authenticated.credential, result: .passed)
        )
        finished("authenticated")
    }

    func enter(_ decoded: DecodedCall) {
        claims = decoded.claims
        finished("decoded")
    }

    func enter(_ recognised: RecognisedCall) {
        retryOf = recognised.retryOf
        code = recognised.code
        if let first = retryOf {
            trace.considered.append(
                Trace.Considered(subject: .retry, name: first.code.description, result: .passed)
            )
        }
        finished("recognised")
    }

    func enter(_ judged: JudgedCall) {
        trace.considered += judged.judgement.considered
        trace.notes += judged.judgement.notes
        trace.tags = judged.judgement.tags
        matched = judged.judgement.ruleHits
        finished("lists", at: judged.listsDone)
        finished("rules")
    }

    func enter(_ encoded: EncodedCall) {
        if encoded.settled.approval != nil { finished("approval") }
        trace.considered += encoded.settled.considered
        trace.notes += encoded.notes
        finished("encoded")
    }

    private func finished(_ stage: String, at now: NIODeadline = .now()) {
        trace.stages.append(Trace.StageTime(name: stage, microseconds: Int((now - lap).nanoseconds / 1000)))
        lap = now
    }

    // MARK: - The answer

    /// Sends the answer, once.
    func answer(_ answer: HTTPAnswer) {
        guard !isAnswered else { return }
        isAnswered = true
        var answer = answer
        answer.isToKnownCaller = endpoint != nil
        reply(answer)
    }

    // MARK: - Journal entries

    func entry(for encoded: EncodedCall) -> JournalEntry {
        entry(
            outcome: encoded.settled.decision.outcome,
            status: encoded.answer.status,
            by: encoded.settled.decidedBy,
            response: encoded.answer.body,
            message: encoded.message,
            approval: encoded.settled.approval
        )
    }

    /// The entry of a refused call has no body.
    func entry(for refusal: Refusal) -> JournalEntry {
        var entry = entry(
            outcome: .refused,
            status: refusal.status,
            by: Decider(rawValue: "\(refusal.status)"),
            response: []
        )
        entry.problem = refusal.detail
        entry.request = ByteBuffer()
        return entry
    }

    func entry(
        outcome: Outcome,
        status: Int,
        by decider: Decider,
        response: [UInt8],
        message: String? = nil,
        approval: ReferenceCode? = nil,
        note: String? = nil
    ) -> JournalEntry {
        var trace = trace
        if let note { trace.notes.append(note) }
        var entry = JournalEntry(
            call: CallSummary(
                id: id,
                time: request.received,
                endpoint: endpoint?.name ?? Self.name(in: request.path),
                dialect: endpoint?.dialect,
                step: endpoint?.step,
                outcome: outcome,
                status: status,
                email: claims?.email.map { String($0.prefix(320)) },
                issuer: claims?.issuer.map { String($0.prefix(128)) },
                tookMs: Double((NIODeadline.now() - request.start).nanoseconds / 1000) / 1000,
                decidedBy: decider,
                retryOf: retryOf,
                matched: matched.isEmpty ? nil : matched
            ),
            trace: trace,
            request: request.body,
            response: response,
            message: message,
            problem: nil,
            client: request.client,
            approval: approval
        )
        entry.start = request.start
        return entry
    }

    /// The name of an unknown endpoint as the caller wrote it, at most 64 bytes.
    private static func name(in path: String) -> String {
        let name = path.hasPrefix("/endpoints/") ? path.dropFirst("/endpoints/".count) : path[...]
        return String(decoding: name.utf8.prefix(64), as: UTF8.self)
    }
}

extension TimeAmount {
    /// The same duration in NIO's type.
    init(_ duration: Duration) {
        self = .milliseconds(duration.wholeMilliseconds)
    }
}
