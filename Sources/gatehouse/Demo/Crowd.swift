import AsyncHTTPClient
import ControlProtocol
import GatehouseModel
import NIOCore
import NIOHTTP1

/// The result of one act of a visit.
struct ActResult: Sendable {
    var story: String
    var email: String
    /// The expected calls in the journal: outbound ones of our connectors, and inbound ones at our endpoints.
    var outbound: [Outcome] = []
    var inbound: [Outcome] = []
    var retries = 0
    /// The rules that should have matched.
    var rules: [String] = []
    /// The expected stage of the sign-up; nil for calls that are not part of one.
    var stage: SignUp.Stage?
    /// The timing of the sign-up.
    var timing: FlowResult?
    /// What was not as expected; nil if everything was.
    var objection: String?
}

/// The simulated users of the demo.
struct Crowd: Sendable {
    let daemon: PrivateDaemon
    let flows: SampleFlows
    /// The maximum number of simultaneous visits.
    private static let width = 24
    private static let patience: Duration = .seconds(120)

    /// Simulates `count` visits, at `rate` per second or as fast as possible.
    ///
    /// - Parameter deciding: whether the demo acts as an admin and decides the approval requests of stories that need
    ///   it; otherwise those stories end there.
    func visit(count: Int, rate: Double?, deciding: Bool) async throws -> [ActResult] {
        let pace = Pace(rate)
        return try await withThrowingTaskGroup(of: [ActResult].self) { group in
            var results: [ActResult] = []
            for number in 0..<count {
                if number >= Self.width, let done = try await group.next() { results += done }
                try await pace.wait(for: number)
                // The results of an endless crowd are never read.
                if count == .max { results.removeAll() }
                group.addTask { try await go(flows.visit(number), deciding: deciding) }
            }
            for try await done in group { results += done }
            return results
        }
    }

    private func go(_ visit: Visit, deciding: Bool) async throws -> [ActResult] {
        var results: [ActResult] = []
        for act in visit.acts {
            switch act {
            case .signUp(let attempt): results.append(try await make(attempt, visit))
            case .call(let call, let status): results.append(try await make(call, status, visit))
            case .decide(let verdict):
                guard deciding else { return results }
                try await decide(verdict, on: visit.email)
            }
        }
        return results
    }

    private func make(_ attempt: Attempt, _ visit: Visit) async throws -> ActResult {
        let ending = attempt.ending
        var result = ActResult(story: visit.story, email: visit.email, inbound: ending.calls, retries: ending.retries)
        result.outbound = ending.calls.map { $0 == .continue || $0 == .invalid ? $0 : .block }
        result.rules = ending.rules
        result.stage = ending.stage
        do {
            let simulation = FlowSimulation(client: daemon.client, flow: attempt.flow, rate: nil)
            var entry = ClaimsFile.Entry(person: attempt.person, form: attempt.form)
            entry.corrected = attempt.corrected
            let done = try await simulation.signUp(entry)
            result.timing = done
            result.objection = done.view.map(ending.objection) ?? "refused: \(done.detail ?? "")"
        } catch let error as ControlError {
            if case .cancelled = error { throw CancellationError() }
            result.objection = "no answer: \(error)"
        }
        return result
    }

    private func make(_ call: RawCall, _ status: Int, _ visit: Visit) async throws -> ActResult {
        var result = ActResult(story: visit.story, email: visit.email, inbound: [.refused])
        do {
            let reply = try await HTTPClient.shared.execute(request(call), timeout: .seconds(10))
            _ = try await reply.body.collect(upTo: 1 << 20)
            if reply.status.code != UInt(clamping: status) {
                result.objection = "status \(reply.status.code) instead of \(status)"
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            result.objection = "no answer: \(error)"
        }
        return result
    }

    private func request(_ call: RawCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: daemon.base + "/endpoints/" + call.endpoint)
        request.method = HTTPMethod(rawValue: call.method)
        request.headers.add(name: "Content-Type", value: call.contentType)
        if let authorization = call.authorization { request.headers.add(name: "Authorization", value: authorization) }
        request.body = .bytes(ByteBuffer(bytes: call.body))
        return request
    }

    private func decide(_ verdict: DecideApprovals.Verdict, on email: String) async throws {
        let waiting = try await daemon.client.send(ListApprovals(state: .pending, filter: "email:\(email)", limit: 1))
        guard let approval = waiting.items.first else { return }
        let item = DecideApprovals.Body.Item(id: approval.id.description, revision: approval.revision)
        let reason = verdict == .deny ? "no contract" : "known to us"
        _ = try await daemon.client.send(DecideApprovals(.init(items: [item], verdict: verdict, reason: reason)))
    }
}
