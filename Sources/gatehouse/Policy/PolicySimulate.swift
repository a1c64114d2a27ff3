import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension PolicyCommand {
    struct Simulate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replay kept calls under a document and report which decisions would flip.",
            discussion: """
                Nothing changes. Interrupting it ends the simulation and reports what was found so far, with exit \
                status 9.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The document, TOML; - reads standard input.") var file: String
        @Option(help: "Calls of this long back: 7d, 12h, 90m, or from a moment on; 7d unless given.")
        var since: Look?
        @Option(help: "Only these calls, in the query language.") var filter: String?
        @Option(help: ArgumentHelp("Maximum number of calls, newest first.", valueName: "n")) var limit: Int?
        @Flag(help: "List the calls that flip instead of the report.") var flips = false

        func run() async throws {
            let document = try TextFile.read(file, limit: PolicyCommand.sizeLimit)
            let plan = StartSimulation.Body(
                document: document,
                since: since?.moment(before: .now),
                filter: filter,
                limit: limit
            )
            let simulation = try await control.withClient { client in try await follow(plan, client) }
            if flips {
                let found = try await control.withClient { client in try await listFlips(of: simulation, client) }
                try control.printer.list(found, nothing: "No decision changes.")
                if let part = simulation.keptPart(grouped) {
                    StandardError.note("\(part) flips are listed, the newest; the report counts all")
                }
            } else {
                try control.printer.show(simulation, card: simulation.card)
            }
            switch simulation.state {
            case .running, .done: return
            case .cancelled: throw Failure(.partlyDone, "the simulation was ended early")
            case .failed:
                throw Failure(.daemonError, "the simulation failed: \(simulation.problem ?? "no reason given")")
            }
        }

        /// Starts the simulation, shows its progress, and cancels it when interrupted.
        private func follow(_ plan: StartSimulation.Body, _ client: ControlClient) async throws -> Simulation {
            defer { if Terminal.showsProgress { StandardError.endProgress() } }
            let started = try await client.send(StartSimulation(plan))
            return try await Interruption.guarding {
                do {
                    return try await Self.watch(started, client)
                } catch {
                    guard Task.isCancelled else { throw error }
                    // A separate task, which the interruption does not cancel.
                    return try await Task { try await Self.end(started.id, client) }.value
                }
            }
        }

        private static func watch(_ started: Simulation, _ client: ControlClient) async throws -> Simulation {
            var last = started
            while last.state == .running {
                try await Task.sleep(for: .milliseconds(100))
                last = try await client.send(GetSimulation(id: started.id))
                guard Terminal.showsProgress else { continue }
                StandardError.progress("\(grouped(last.looked)) of \(grouped(last.total)) calls")
            }
            return last
        }

        private static func end(_ id: String, _ client: ControlClient) async throws -> Simulation {
            var last = try await client.send(CancelSimulation(id: id))
            for _ in 0..<100 where last.state == .running {
                try await Task.sleep(for: .milliseconds(50))
                last = try await client.send(GetSimulation(id: id))
            }
            return last
        }

        private func listFlips(of simulation: Simulation, _ client: ControlClient) async throws -> [Flip] {
            var found: [Flip] = []
            var cursor: String?
            repeat {
                let page = try await client.send(ListFlips(id: simulation.id, limit: 1000, cursor: cursor))
                found += page.items
                cursor = page.next
            } while cursor != nil
            return found
        }
    }
}

/// How far back to look: a duration, or a point in time.
struct Look: ExpressibleByArgument, Sendable, Hashable {
    private let expiry: Expiry

    init?(argument: String) {
        guard let expiry = Expiry(argument: argument) else { return nil }
        self.expiry = expiry
    }

    func moment(before now: Timestamp) -> Timestamp {
        // Turns a duration from now into the same duration before now; a point in time stays as it is.
        let ahead = expiry.moment(from: now)
        return ahead > now ? now + .milliseconds(now.milliseconds - ahead.milliseconds) : ahead
    }
}

extension Flip: Listable {
    static var columns: [Column<Flip>] {
        [
            Column("TIME") { Moment.text($0.call.time) },
            Column("CODE", tone: { _ in .quiet }) { $0.call.code.description },
            Column("ENDPOINT", shrinks: true) { $0.call.endpoint },
            Column("APPLICANT", shrinks: true) { $0.call.email ?? "-" },
            Column("FROM", tone: { $0.from.tone }) { $0.from.rawValue },
            Column("TO", tone: { $0.to.tone }) { $0.to.rawValue },
            Column("BY", shrinks: true) { $0.decidedBy.rawValue },
        ]
    }

    static var fields: [String] { ["call", "from", "to", "decided_by"] }
}
