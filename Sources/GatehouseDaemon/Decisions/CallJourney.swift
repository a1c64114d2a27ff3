import Dialects
import GatehouseModel
package import NIOCore
import PolicyEngine
import Synchronization

/// One call's journey, from the complete request to the answer. Read this file first.
///
/// `received → authenticated → decoded → recognised → judged → settled → encoded → journaled → answered → published`
///
/// Each stage takes the previous one's result as its argument, so none can be skipped. All stages run on the
/// connection's event loop. Only the store has to be waited for, through a completion and never with a blocked thread.
/// The answer is sent when the call, and any approval request that it made, are on stable storage. If the endpoint's
/// deadline passes first, its failure policy answers.
package final class CallJourney: CallAnswering {
    private let parts: Parts
    private let authenticator = Authenticator()
    private let retries: RetryTable
    private let failure: FailureAnswer
    private let desks: [ObjectIdentifier: OpenCalls]
    private let open = Atomic<Int>(0)

    /// The parts that a journey needs.
    package struct Parts: Sendable {
        package var policy: PolicyHolder
        package var approvals: ApprovalSettlement
        package var journal: any CallJournal
        package var hits: any HitCounting
        package var rules: RuleTally
        package var meter: CallMeter
        package var limits: IntakeLimits
        package var refusals: RefusalBook
        package var clock: ClockWatch

        package init(
            policy: PolicyHolder,
            approvals: ApprovalSettlement,
            journal: any CallJournal,
            hits: any HitCounting,
            rules: RuleTally = RuleTally(),
            meter: CallMeter,
            limits: IntakeLimits = IntakeLimits(),
            refusals: RefusalBook = RefusalBook(),
            clock: ClockWatch = ClockWatch()
        ) {
            self.policy = policy
            self.approvals = approvals
            self.journal = journal
            self.hits = hits
            self.rules = rules
            self.meter = meter
            self.limits = limits
            self.refusals = refusals
            self.clock = clock
        }
    }

    /// A journey for connections of `group`.
    package init(group: any EventLoopGroup, parts: Parts, retries: RetryTable = RetryTable()) {
        self.parts = parts
        self.retries = retries
        let failure = FailureAnswer(journal: parts.journal)
        self.failure = failure
        desks = Dictionary(
            uniqueKeysWithValues: group.makeIterator().map { loop in
                (ObjectIdentifier(loop), OpenCalls(loop: loop) { failure.answer($0, because: "the deadline passed") })
            }
        )
    }

    /// The number of calls being answered now.
    package var openCalls: Int { open.load(ordering: .relaxed) }

    // MARK: - The journey

    package func answer(
        _ request: InboundRequest,
        on loop: any EventLoop,
        reply: @escaping @Sendable (HTTPAnswer) -> Void
    ) {
        guard let desk = desks[ObjectIdentifier(loop)], admit() else {
            parts.meter.countOverload()
            return reply(Refusal.overloaded.answer)
        }
        let call = OpenCall(request) { [self] answer in
            open.subtract(1, ordering: .relaxed)
            reply(answer)
        }
        do throws(Refusal) {
            let authenticated = try authenticator.authenticate(request, under: parts.policy.current)
            call.enter(authenticated)
            desk.watch(call)
            let decoded = try DecodedCall(authenticated)
            call.enter(decoded)
            let recognised = RecognisedCall(decoded, id: call.id, at: request.start, in: retries)
            call.enter(recognised)
            proceed(recognised, call, desk)
        } catch {
            refuse(call, error, desk)
        }
    }

    /// The second half of the journey; for a retry, once its first call is done.
    private func proceed(_ recognised: RecognisedCall, _ call: OpenCall, _ desk: OpenCalls) {
        let bound = NIOLoopBound(call, eventLoop: desk.loop)
        recognised.whenFirstIsDone(in: retries, on: desk) { [self] in
            let call = bound.value
            guard !call.isAnswered else { return }
            let judged = JudgedCall(recognised, expiringAt: parts.clock.due(call.request.received))
            call.enter(judged)
            parts.hits.count(judged.hits, at: call.request.received)
            parts.rules.count(judged.judgement.ruleHits, at: call.request.received)
            parts.approvals.settle(judged, call: call.id, on: desk) { [self] result in
                conclude(recognised, result, bound.value, desk)
            }
        }
    }

    /// Encodes the decision, journals the call, then answers.
    private func conclude(
        _ recognised: RecognisedCall,
        _ result: Result<SettledCall, any Error>,
        _ call: OpenCall,
        _ desk: OpenCalls
    ) {
        guard !call.isAnswered else { return finish(recognised, call) }
        let settled: SettledCall
        switch result {
        case .success(let value): settled = value
        case .failure(let error):
            failure.answer(call, because: "the approval cannot be stored: \(error)")
            return finish(recognised, call)
        }
        let encoded = EncodedCall(settled)
        call.enter(encoded)
        call.isJournaled = true
        let bound = NIOLoopBound(call, eventLoop: desk.loop)
        parts.journal.append(call.entry(for: encoded)) { [self] result in
            desk.post { [self] in
                let call = bound.value
                switch result {
                case .success: call.answer(encoded.answer)
                case .failure(let error): failure.answer(call, because: "the journal cannot be written: \(error)")
                }
                finish(recognised, call)
            }
        }
    }

    private func finish(_ recognised: RecognisedCall, _ call: OpenCall) {
        if call.retryOf == nil { retries.finish(recognised.key, id: call.id) }
    }

    // MARK: - Refusals

    package func refuse(
        _ request: InboundRequest,
        _ refusal: Refusal,
        on loop: any EventLoop,
        reply: @escaping @Sendable (HTTPAnswer) -> Void
    ) {
        guard let desk = desks[ObjectIdentifier(loop)], admit() else { return reply(refusal.answer) }
        let call = OpenCall(request) { [self] answer in
            open.subtract(1, ordering: .relaxed)
            reply(answer)
        }
        refuse(call, refusal, desk)
    }

    /// Journals a refused call without its body, then answers. Anybody can make any number of calls without a valid
    /// credential, so only a sample of those is journaled.
    private func refuse(_ call: OpenCall, _ refusal: Refusal, _ desk: OpenCalls) {
        identify(call, after: refusal)
        guard call.endpoint != nil || parts.refusals.count(from: call.request.client, at: call.request.received) else {
            return call.answer(refusal.answer)
        }
        let bound = NIOLoopBound(call, eventLoop: desk.loop)
        call.isJournaled = true
        parts.journal.append(call.entry(for: refusal)) { _ in
            // A refusal decides nothing, so it is sent even if it could not be journaled.
            desk.post { bound.value.answer(refusal.answer) }
        }
    }

    /// Identifies the sender of a call that was refused before its credential was checked.
    private func identify(_ call: OpenCall, after refusal: Refusal) {
        guard call.endpoint == nil, !refusal.isAboutCredentials else { return }
        var request = call.request
        request.method = "POST"
        do throws(Refusal) {
            call.enter(try authenticator.authenticate(request, under: parts.policy.current))
        } catch {
            // The sender is unknown: the call is only counted, or journaled as part of the sample.
        }
    }

    package func countMalformed() { parts.meter.countMalformed() }

    private func admit() -> Bool {
        guard open.add(1, ordering: .relaxed).newValue <= parts.limits.calls else {
            open.subtract(1, ordering: .relaxed)
            return false
        }
        return true
    }
}
