import ControlProtocol
import Foundation
import Synchronization

/// The answer to a change that may take long: lines of progress, the last of which contains the report or the problem.
enum ProgressAnswer {
    /// The interval of progress lines; a client gives up after 20 seconds of silence.
    static let beat: Duration = .seconds(5)

    /// An answer that runs `work` while it is written. Disconnecting cancels the work.
    static func answer<Report: Codable & Sendable>(
        beat: Duration = Self.beat,
        _ work: @escaping @Sendable (_ progress: @escaping @Sendable (Int) -> Void) async throws -> Report
    ) -> ControlAnswer {
        ControlAnswer(
            status: 200,
            headers: ["content-type": ProgressMedia.type],
            body: .stream { writer in try await run(to: &writer, beat, work) }
        )
    }

    /// Runs the work in parallel with writing its progress. A caller that reads slowly delays only the progress.
    private static func run<Report: Codable & Sendable>(
        to writer: inout any AnswerWriter,
        _ beat: Duration,
        _ work: @escaping @Sendable (_ progress: @escaping @Sendable (Int) -> Void) async throws -> Report
    ) async throws {
        try await withThrowingTaskGroup { group in
            let (news, teller) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            defer { group.cancelAll() }
            let progress = ProgressState<Report>(teller)
            group.addTask {
                try await progress.end(with: work)
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: beat)
                    teller.yield()
                }
            }
            for await _ in news {
                let line = progress.line
                try await writer.write(try Array(ControlJSON.encoder().encode(line)) + [UInt8(ascii: "\n")])
                if line.report != nil || line.problem != nil { return }
            }
            // The work ended without a last line, because it was cancelled.
            throw CancellationError()
        }
    }
}

/// Passes the latest progress from the worker to the writer.
private final class ProgressState<Report: Codable & Sendable>: Sendable {
    private let latest = Mutex(ProgressLine<Report>(lines: 0))
    private let teller: AsyncStream<Void>.Continuation

    init(_ teller: AsyncStream<Void>.Continuation) { self.teller = teller }

    var line: ProgressLine<Report> { latest.withLock { $0 } }

    /// Runs the work and reports how it ended.
    func end(with work: (_ progress: @escaping @Sendable (Int) -> Void) async throws -> Report) async throws {
        defer { teller.finish() }
        do {
            let report = try await work { [self] lines in change { $0.lines = lines } }
            change { $0.report = report }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            change { $0.problem = Problem(answering: error) }
        }
    }

    private func change(_ change: (inout ProgressLine<Report>) -> Void) {
        latest.withLock { change(&$0) }
        teller.yield()
    }
}
