import Foundation
import GatehouseModel

extension ControlClient {
    /// Sends a change that may take long and reads its progress up to the report. A repeated request may be answered
    /// with the report alone.
    func followed<Report: Codable & Sendable>(
        _ request: WireRequest,
        _ progress: (Int) -> Void
    ) async throws(ControlError) -> Report {
        let reply = try await refusingProblems(transport.exchange(request))
        guard reply.headers["content-type"]?.hasPrefix(ProgressMedia.type) == true else {
            let bytes = try await collect(reply.body)
            do { return try ControlJSON.decoder().decode(Report.self, from: Data(bytes)) } catch {
                throw .unreadable(detail: PlainReason.of(error))
            }
        }
        return try await report(from: reply.body) { progress($0.lines) }
    }

    /// Sends an import and reads its progress up to the report.
    func report<Report>(
        of request: WireRequest,
        _ progress: (ProgressLine<Report>) -> Void
    ) async throws(ControlError) -> Report {
        try await report(from: refusingProblems(transport.exchange(request)).body, progress)
    }

    private func report<Report>(
        from body: ByteStream,
        _ progress: (ProgressLine<Report>) -> Void
    ) async throws(ControlError) -> Report {
        for try await line in JSONLines<ProgressLine<Report>>(open: { () async throws(ControlError) in body }) {
            progress(line)
            if let problem = line.problem { throw .problem(problem) }
            if let report = line.report { return report }
        }
        throw .interrupted(detail: "the report did not come, so nothing is known of what was done")
    }
}
