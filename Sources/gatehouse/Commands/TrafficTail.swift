import ArgumentParser
import ControlProtocol
import GatehouseModel

extension TrafficCommand {
    /// Follows the event stream until interrupted, and resumes after restarts of the daemon.
    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Calls as they happen; goes on where it was when the daemon comes back."
        )

        @OptionGroup var control: ControlOptions
        @Option(help: "In the query language, as in: outcome:block email:*@*.example")
        var filter: String?
        @Option(help: ArgumentHelp("Leave after this number of calls.", valueName: "n")) var count: Int?

        func validate() throws {
            guard count ?? 1 > 0 else { throw ValidationError("--count must be at least 1.") }
        }

        func run() async throws {
            try await control.withClient { client in
                var tail = CallTail(client: client, filter: filter, count: count, printer: control.printer)
                try await tail.follow()
            }
        }
    }
}

/// The position of a tail in the event stream, and how it resumes.
private struct CallTail {
    let client: ControlClient
    let filter: String?
    var count: Int?
    var rows: RunningPrinter<CallSummary>
    let printer: Printer
    /// The position of the last event seen.
    private var position: Int64?
    private var instance: String?
    private var failures = 0

    init(client: ControlClient, filter: String?, count: Int?, printer: Printer) {
        self.client = client
        self.filter = filter
        self.count = count
        self.printer = printer
        rows = RunningPrinter(printer)
    }

    mutating func follow() async throws {
        while true {
            do {
                if try await followOnce() { return }
            } catch let error as ControlError where error.mayPass && instance != nil {
                failures += 1
            }
            if failures == 1 { StandardError.note("gatehouse: lost the daemon; waiting for it to come back") }
            try await Task.sleep(for: .milliseconds(min(5_000, 200 << min(failures, 5))))
        }
    }

    /// Reads one connection to its end; returns true when enough has been printed.
    private mutating func followOnce() async throws -> Bool {
        let interest = WatchEvents.Interest(after: position, filter: filter, types: ["call"])
        for try await event in client.events(interest) where try take(event) {
            return true
        }
        failures += 1
        return false
    }

    private mutating func take(_ event: Event) throws -> Bool {
        switch event.body {
        case .hello(let hello): greet(hello, at: event.sequence)
        case .gap(let gap):
            StandardError.note(
                "gatehouse: positions \(gap.from) to \(gap.to) were lost; `traffic list` has their calls"
            )
        case .call(let call):
            try rows.print(call)
            count = count.map { $0 - 1 }
        case .approval, .list, .policy, .signUp, .status, .heartbeat, .goodbye: break
        }
        position = event.sequence
        return count == 0
    }

    /// Event numbers start anew when the daemon restarts.
    private mutating func greet(_ hello: Event.Hello, at sequence: Int64) {
        if failures > 0 { StandardError.note("gatehouse: the daemon is back") }
        if instance != hello.instance { position = sequence }
        instance = hello.instance
        failures = 0
    }
}

extension ControlError {
    /// Whether retrying may help.
    fileprivate var mayPass: Bool {
        switch self {
        case .unreachable, .timeOut, .interrupted: true
        case .problem(let problem): problem.kind == .stopping || problem.kind == .overloaded
        case .notPermitted, .unreadable, .cancelled: false
        }
    }
}
