import ControlProtocol
import GatehouseModel

/// Lets many people sign up at once.
struct FlowSimulation: Sendable {
    let client: ControlClient
    let flow: String
    let rate: Double?

    /// The maximum number of simultaneous sign-ups.
    private static let width = 24

    /// The people who sign up.
    enum People: Sendable {
        case listed([ClaimsFile.Entry])
        case invented(Int, seed: UInt64, UserFlow)

        var count: Int {
            switch self {
            case .listed(let entries): entries.count
            case .invented(let count, _, _): count
            }
        }

        func entry(_ number: Int) -> ClaimsFile.Entry {
            switch self {
            case .listed(let entries): entries[number]
            case .invented(_, let seed, let flow):
                Self.entry(InventedSignUp(number, seed: seed, flow: flow))
            }
        }

        var seed: UInt64? { if case .invented(_, let seed, _) = self { seed } else { nil } }

        private static func entry(_ invented: InventedSignUp) -> ClaimsFile.Entry {
            ClaimsFile.Entry(person: invented.person, form: invented.form)
        }
    }

    /// Runs the sign-ups. If cancelled, reports on those that are complete.
    func run(_ people: People) async throws -> FlowReport {
        let (start, pace) = (ContinuousClock.now, Pace(rate))
        var tally = FlowTally(flow: flow, asked: people.count, seed: people.seed)
        defer { if Terminal.showsProgress { StandardError.endProgress() } }
        do {
            try await withThrowingTaskGroup(of: FlowResult.self) { group in
                for number in 0..<people.count {
                    if number >= Self.width, let done = try await group.next() { note(done, &tally) }
                    try await pace.wait(for: number)
                    group.addTask { try await signUp(people.entry(number)) }
                }
                for try await done in group { note(done, &tally) }
            }
        } catch is CancellationError {
            tally.isComplete = false
        } catch let error as ControlError {
            guard case .cancelled = error else { throw error }
            tally.isComplete = false
        }
        return tally.report(took: ContinuousClock.now - start)
    }

    /// One person's sign-up from start to end. A refusal by the daemon is a result; an unreachable daemon ends the
    /// whole run.
    func signUp(_ entry: ClaimsFile.Entry) async throws -> FlowResult {
        let start = ContinuousClock.now
        var result = FlowResult()
        do {
            try await fill(&result, entry)
        } catch let error as ControlError {
            guard let problem = error.problem else { throw error }
            result.outcome = "refused"
            result.detail = problem.detail
        }
        result.took = ContinuousClock.now - start
        return result
    }

    private func fill(_ result: inout FlowResult, _ entry: ClaimsFile.Entry) async throws {
        var view = try await go(StartSignUp(flow: flow, person: entry.person), &result)
        for values in [entry.form, entry.corrected] {
            guard let form = view.form, let values = values ?? (view.signUp.validations == 0 ? form.values : nil) else {
                break
            }
            view = try await go(SubmitSignUp(id: view.signUp.id.description, attributes: values), &result)
        }
        result.outcome = view.form == nil ? view.signUp.stage.rawValue : "sent back"
        result.detail = view.signUp.problem ?? view.form?.complaint
        result.view = view
    }

    private func go<Request: ControlRequest>(
        _ request: Request,
        _ result: inout FlowResult
    ) async throws -> SignUpView where Request.Reply == SignUpView {
        let view = try await client.send(request)
        result.add(view.timing)
        return try await client.settled(view)
    }

    private func note(_ result: FlowResult, _ tally: inout FlowTally) {
        tally.add(result)
        guard Terminal.showsProgress, tally.done.isMultiple(of: 16) || tally.done == tally.asked else { return }
        StandardError.progress("\(grouped(tally.done)) of \(grouped(tally.asked)) sign-ups; ^C reports on these")
    }
}

/// The result of one person's sign-up.
struct FlowResult: Sendable {
    /// The stage of the sign-up, or `sent back` or `refused`.
    var outcome = ""
    var detail: String?
    var took: Duration = .zero
    var connectorMs = 0.0
    var storageMs = 0.0
    var engineMs = 0.0
    var view: SignUpView?

    mutating func add(_ timing: SignUpTiming?) {
        guard let timing else { return }
        connectorMs += timing.connectorMs
        storageMs += timing.storageMs
        engineMs += timing.engineMs
    }
}

extension SignUpView.Form {
    /// Why the form was sent back.
    fileprivate var complaint: String? {
        let fields = fieldMessages.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return ([message].compactMap(\.self) + fields).joined(separator: " ")
    }
}

/// Starts tasks at a steady rate, no matter how long each takes.
struct Pace: Sendable {
    /// The permitted rates, in tasks a second. Within them no waiting time overflows.
    static let rates = 0.001...100_000

    private let interval: Duration?
    private let start = ContinuousClock.now

    init(_ rate: Double?) { interval = rate.map { .seconds(1 / $0) } }

    func wait(for number: Int) async throws {
        try Task.checkCancellation()
        guard let interval else { return }
        try await Task.sleep(until: start + interval * number, clock: .continuous)
    }
}
