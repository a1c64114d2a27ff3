import AsyncHTTPClient
import ControlProtocol
import GatehouseModel
import NIOCore
import NIOHTTP1

/// What came of one call.
struct Answer: Sendable {
    var story: String
    var email: String
    var expected: Outcome
    var isRetry: Bool
    /// What was wrong with it; nil when it was as expected.
    var objection: String?
}

/// The people in front of the demo's daemon.
struct Crowd: Sendable {
    let daemon: PrivateDaemon
    /// Sign-ups under way at once.
    private static let width = 16

    /// Lets `count` people sign up, `rate` a second or as fast as it goes.
    ///
    /// - Parameter deciding: whether an admin of ours decides for the stories that need it; else they are left out.
    func signUp(count: Int, rate: Double?, deciding: Bool) async throws -> [Answer] {
        let pace = Pace(rate)
        return try await withThrowingTaskGroup(of: [Answer].self) { group in
            var answers: [Answer] = []
            for number in 0..<count {
                if number >= Self.width, let done = try await group.next() { answers += done }
                try await pace.wait(for: number)
                // Nobody reads the answers of a crowd without end.
                if count == .max { answers.removeAll() }
                group.addTask { try await go(Visit.number(number), deciding: deciding) }
            }
            for try await done in group { answers += done }
            return answers
        }
    }

    private func go(_ signUp: Visit, deciding: Bool) async throws -> [Answer] {
        var answers: [Answer] = []
        for act in signUp.acts {
            switch act {
            case .call(let call, let expected): answers.append(try await make(call, expected, signUp))
            case .decide(let verdict):
                guard deciding else { return answers }
                try await decide(verdict, on: signUp.email)
            }
        }
        return answers
    }

    private func make(_ call: Call, _ expected: Expectation, _ signUp: Visit) async throws -> Answer {
        var answer = Answer(
            story: signUp.story,
            email: signUp.email,
            expected: expected.outcome,
            isRetry: call.isRetry,
            objection: nil
        )
        do {
            let reply = try await HTTPClient.shared.execute(request(call), timeout: .seconds(10))
            let body = try await reply.body.collect(upTo: 1 << 20)
            answer.objection = expected.objection(to: Int(reply.status.code), Array(body.readableBytesView))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            answer.objection = "no answer: \(error)"
        }
        return answer
    }

    private func request(_ call: Call) -> HTTPClientRequest {
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
