import ControlProtocol
import Foundation

/// The answer to an import: lines of progress, the last of which has the report or the problem.
enum ImportAnswer {
    /// What an import tells while it runs: lines read, and last how it ended.
    private enum News<Report: Codable & Sendable & Hashable>: Sendable {
        case lines(Int)
        case ended(ProgressLine<Report>)
    }

    /// Runs the import beside the writing of its progress; a caller who does not read slows only the progress.
    static func run<Report: Codable & Sendable & Hashable>(
        to writer: inout any AnswerWriter,
        _ work: @escaping @Sendable (_ progress: @escaping @Sendable (Int) -> Void) async throws -> ProgressLine<Report>
    ) async throws {
        try await withThrowingTaskGroup { group in
            let (news, teller) = AsyncStream.makeStream(of: News<Report>.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                defer { teller.finish() }
                teller.yield(.ended(try await end { try await work { teller.yield(.lines($0)) } }))
            }
            for await item in news {
                switch item {
                case .lines(let count): try await writer.write(try line(ProgressLine<Report>(lines: count)))
                case .ended(let last): try await writer.write(try line(last))
                }
            }
            try await group.waitForAll()
        }
    }

    private static func end<Report>(
        _ work: @Sendable () async throws -> ProgressLine<Report>
    ) async throws -> ProgressLine<Report> {
        do {
            return try await work()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return ProgressLine(lines: 0, problem: Problem(answering: error))
        }
    }

    private static func line(_ progress: some Encodable) throws -> [UInt8] {
        Array(try ControlJSON.encoder().encode(progress)) + [UInt8(ascii: "\n")]
    }
}
